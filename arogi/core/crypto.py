"""Keep identifiers and notes unreadable to whoever holds the database alone.

Envelope encryption: one master key (KEK) lives in a file outside the database; it wraps one data key for each
municipality and purpose; the data keys encrypt the values (AES-256-GCM). A wrapped data key is stored in the
database and is worthless without the file. An encrypted value names the key that made it, so that old and new
keys can be read side by side while a rotation is under way.

Layouts, in bytes:

* encrypted value: ``1 format | 4 number of the data key | 12 nonce | text + 16 tag`` (33 more than the text);
* wrapped data key: ``1 format | 4 fingerprint of the master key | 12 nonce | 32 key + 16 tag`` (65).

What is bound to each as associated data, so that a copy put elsewhere is refused:

* value: ``table|column|row uuid|municipality uuid|format``;
* data key: ``data key|municipality uuid|purpose|number|format``.

Nonces are random (96 bits): one data key must not encrypt more than 2**32 values (NIST SP 800-38D, 8.3), far
above what a municipality holds. The length of a value is not hidden.
"""

import enum
import hashlib
import hmac
import os
import stat
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

FORMAT = 1
KEY_BYTES = 32
NONCE_BYTES = 12
TAG_BYTES = 16
FINGERPRINT_BYTES = 4
BLIND_INDEX_BYTES = 16
HIGHEST_KEY_NUMBER = 2**32 - 1

_FORMAT_BYTE = bytes([FORMAT])
_HEADER_BYTES = 1 + 4
_BODY_STARTS = _HEADER_BYTES + NONCE_BYTES
_SHORTEST = _BODY_STARTS + TAG_BYTES


class CryptoRefused(Exception):
    """Something about keys or ciphertexts is not as it must be; the text is a sentence for the operator."""


class MasterKeyRefused(CryptoRefused):
    """The master key file is missing, badly protected or damaged, or does not belong to these data."""


class EncryptionRefused(CryptoRefused):
    """This text cannot be encrypted or indexed here."""


class DecryptionRefused(CryptoRefused):
    """This ciphertext cannot be read here."""


class UnknownFormat(DecryptionRefused):
    """The bytes do not have the layout of this module."""


class UnknownKey(DecryptionRefused):
    """The data key that the bytes name was not given."""


class Tampered(DecryptionRefused):
    """The bytes were changed, or stand in another place than the one they were made for."""


class Purpose(enum.StrEnum):
    """What a data key is for; a key of one purpose is never used for another."""

    IDENTIFIERS = "identifiers"
    NOTES = "notes"
    FILES = "files"
    BLIND_INDEX = "blind_index"


@dataclass(frozen=True, slots=True)
class KeyUse:
    """Whose data key it is, what for, and which in the row of rotations (1, 2, 3 ...)."""

    municipality: UUID
    purpose: Purpose
    number: int = 1

    def __post_init__(self) -> None:
        if not 1 <= self.number <= HIGHEST_KEY_NUMBER:
            raise EncryptionRefused(f"The number of a data key lies between 1 and {HIGHEST_KEY_NUMBER}.")


@dataclass(frozen=True, slots=True)
class DataKey:
    """An unwrapped data key, for memory only."""

    use: KeyUse
    secret: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.secret) != KEY_BYTES:
            raise EncryptionRefused(f"A data key has {KEY_BYTES} bytes.")


@dataclass(frozen=True, slots=True)
class Place:
    """The one cell of the database that a ciphertext belongs to."""

    table: str
    column: str
    row: UUID
    municipality: UUID

    def __post_init__(self) -> None:
        if "|" in self.table or "|" in self.column:
            raise EncryptionRefused("The name of a table or column must not contain a vertical bar.")

    def associated_data(self) -> bytes:
        """Give ``table|column|row uuid|municipality uuid|format``."""
        return f"{self.table}|{self.column}|{self.row}|{self.municipality}|{FORMAT}".encode()


class MasterKey:
    """The key that wraps all data keys; it never leaves this object."""

    __slots__ = ("_aes", "fingerprint")

    def __init__(self, secret: bytes) -> None:
        if len(secret) != KEY_BYTES:
            raise MasterKeyRefused(f"The master key must have {KEY_BYTES} bytes.")
        self._aes = AESGCM(secret)
        # Tells two master keys apart and gives nothing of the key away.
        self.fingerprint = hmac.digest(secret, b"arogi master key fingerprint", "sha256")[:FINGERPRINT_BYTES]

    def __repr__(self) -> str:
        return f"<MasterKey {self.fingerprint.hex()}>"

    def wrap(self, secret: bytes, use: KeyUse) -> bytes:
        """Encrypt a data key for storage, bound to its use."""
        nonce = os.urandom(NONCE_BYTES)
        return _FORMAT_BYTE + self.fingerprint + nonce + self._aes.encrypt(nonce, secret, _bound_to(use))

    def unwrap(self, wrapped: bytes | memoryview, use: KeyUse) -> bytes:
        """Give the secret of a stored data key; for the errors see ``unwrap`` of this module."""
        wrapped = bytes(wrapped)
        if len(wrapped) != _SHORTEST + KEY_BYTES or wrapped[:1] != _FORMAT_BYTE:
            raise UnknownFormat("The stored data key does not have a layout that this version reads.")
        if wrapped[1:_HEADER_BYTES] != self.fingerprint:
            raise MasterKeyRefused(
                f"The data key was wrapped with the master key {wrapped[1:_HEADER_BYTES].hex()}, "
                f"but the master key in use is {self.fingerprint.hex()}. "
                "Put the right master key file in place."
            )
        try:
            return self._aes.decrypt(wrapped[_HEADER_BYTES:_BODY_STARTS], wrapped[_BODY_STARTS:], _bound_to(use))
        except InvalidTag:
            raise Tampered("The stored data key was changed or belongs to another use.") from None


def create_master_key(path: Path) -> MasterKey:
    """Write a new master key to ``path`` (64 hexadecimal digits, mode 0600) and give it.

    The file is text so that it can be printed for the sealed envelope of the second custodian.

    Raises:
        MasterKeyRefused: there is something at ``path`` already (it is never overwritten), or it cannot be
            written.
    """
    secret = os.urandom(KEY_BYTES)
    descriptor = _new_file(path)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        # The umask may have taken rights away from the owner; it cannot have given any to others.
        os.fchmod(descriptor, 0o600)
        file.write(secret.hex() + "\n")
        file.flush()
        os.fsync(descriptor)
    return MasterKey(secret)


def load_master_key(path: Path) -> MasterKey:
    """Read the master key from its file.

    Raises:
        MasterKeyRefused: the file is missing or unreadable, others than its owner have rights to it, or its
            content is not 64 hexadecimal digits.
    """
    try:
        with path.open("rb") as file:
            mode = os.fstat(file.fileno()).st_mode
            content = file.read(1000).strip()
    except FileNotFoundError:
        raise MasterKeyRefused(
            f"The master key {path} is missing: without it the encrypted data cannot be read. Put the file back."
        ) from None
    except OSError as error:
        raise MasterKeyRefused(f"The master key {path} cannot be read: {error.strerror}.") from None
    _refuse_open_rights(path, mode)
    return MasterKey(_decoded(path, content))


def new_wrapped_key(master: MasterKey, use: KeyUse) -> bytes:
    """Make a fresh data key and give it wrapped: 65 bytes for the database."""
    return master.wrap(os.urandom(KEY_BYTES), use)


def unwrap(master: MasterKey, wrapped: bytes | memoryview, use: KeyUse) -> DataKey:
    """Open a stored data key.

    Raises:
        MasterKeyRefused: it was wrapped with another master key.
        UnknownFormat: it does not have the layout of this module.
        Tampered: it was changed, or made for another municipality, purpose or number.
    """
    return DataKey(use, master.unwrap(wrapped, use))


def key_number(ciphertext: bytes | memoryview) -> int:
    """Give the number of the data key that made a ciphertext; for finding what a rotation has still to do.

    Raises:
        UnknownFormat: these are not bytes of this module.
    """
    header = bytes(ciphertext[:_HEADER_BYTES])
    if len(ciphertext) < _SHORTEST or header[:1] != _FORMAT_BYTE:
        raise UnknownFormat("The encrypted value does not have a layout that this version reads.")
    return int.from_bytes(header[1:])


class Cipher:
    """Encrypts and decrypts the values of one municipality for one purpose.

    Writes with the key of the highest number, reads with every key that it was given. Safe to keep and to
    share between threads.
    """

    __slots__ = ("_aes_of", "_header", "_municipality", "_writing")

    def __init__(self, keys: Iterable[DataKey]) -> None:
        ordered = _keys_of_one_use(keys)
        if ordered[0].use.purpose is Purpose.BLIND_INDEX:
            raise EncryptionRefused("A key of a blind index does not encrypt.")
        self._aes_of = {key.use.number: AESGCM(key.secret) for key in ordered}
        newest = ordered[-1].use
        self._municipality = newest.municipality
        self._writing = self._aes_of[newest.number]
        self._header = _FORMAT_BYTE + newest.number.to_bytes(4)

    def encrypt(self, plain: str, place: Place) -> bytes:
        """Encrypt a text for one cell.

        Raises:
            EncryptionRefused: the place is another municipality's, or the text has a lone surrogate.
        """
        return self.encrypt_bytes(_encoded(plain), place)

    def encrypt_bytes(self, plain: bytes, place: Place) -> bytes:
        """Encrypt the bytes of a file for one place.

        Raises:
            EncryptionRefused: the place is another municipality's.
        """
        if place.municipality != self._municipality:
            raise EncryptionRefused("The data key and the place belong to different municipalities.")
        nonce = os.urandom(NONCE_BYTES)
        sealed = self._writing.encrypt(nonce, plain, place.associated_data())
        return self._header + nonce + sealed

    def column(self, table: str, column: str) -> Callable[[str, str], bytes]:
        """Give what `encrypt` does for the cells of one column, for many rows at once.

        Returns:
            A function of the text and of the row's id, written as a UUID is (lower case, with hyphens).
        """
        whole = Place(table, column, UUID(int=0), self._municipality).associated_data().decode()
        before, after = whole.split(str(UUID(int=0)), 1)
        encrypt, header = self._writing.encrypt, self._header

        def encrypted(plain: str, row: str) -> bytes:
            nonce = os.urandom(NONCE_BYTES)
            return header + nonce + encrypt(nonce, _encoded(plain), f"{before}{row}{after}".encode())

        return encrypted

    def decrypt(self, ciphertext: bytes | memoryview, place: Place) -> str:
        """Give the text of one cell.

        Raises:
            UnknownFormat: these are not bytes of this module.
            UnknownKey: they were made with a data key that is not at hand.
            Tampered: they were changed, or copied here from another cell.
        """
        return self.decrypt_bytes(ciphertext, place).decode()

    def decrypt_bytes(self, ciphertext: bytes | memoryview, place: Place) -> bytes:
        """Give the bytes of a file; for the errors see `decrypt`."""
        aes = self._aes_of.get(number := key_number(ciphertext))
        if aes is None:
            raise UnknownKey(f"The data key number {number} of this value is not available.")
        ciphertext = bytes(ciphertext)
        try:
            return aes.decrypt(
                ciphertext[_HEADER_BYTES:_BODY_STARTS], ciphertext[_BODY_STARTS:], place.associated_data()
            )
        except InvalidTag:
            raise Tampered("The encrypted value was changed, or does not belong to this place.") from None


class BlindIndex:
    """Finds equal values without reading them: a keyed hash of kind and normalised value, 16 bytes.

    Equal values of one municipality give equal bytes; two municipalities share nothing. An index leaks
    equality and frequency and nothing else while its key stays outside the database; so only for values with
    many possibilities, never for sex, nationality or a diagnosis.
    """

    __slots__ = ("_keyed",)

    def __init__(self, keys: Iterable[DataKey]) -> None:
        ordered = _keys_of_one_use(keys)
        if ordered[0].use.purpose is not Purpose.BLIND_INDEX:
            raise EncryptionRefused("A blind index needs a key of its own purpose.")
        # The key is taken in once: looking the hash up by its name costs three times as much as hashing a number.
        self._keyed = tuple(_Keyed(key.secret) for key in reversed(ordered))

    def of(self, kind: str, value: str) -> bytes:
        """Give the bytes to store, under the newest key; ``value`` is normalised by the caller.

        Raises:
            EncryptionRefused: the value is empty (all missing values would look alike) or has a lone
                surrogate.
        """
        return _blind(self._keyed[0], kind, value)

    def every(self, kind: str, value: str) -> tuple[bytes, ...]:
        """Give the bytes to look for, newest key first: one for each key, while a rotation is under way."""
        return tuple(_blind(keyed, kind, value) for keyed in self._keyed)


class _Keyed:
    """HMAC-SHA-256 (RFC 2104) with a key of 32 bytes that has been taken in; the same bytes as `hmac.digest`."""

    __slots__ = ("_inner", "_outer")

    def __init__(self, secret: bytes) -> None:
        block = secret.ljust(hashlib.sha256().block_size, b"\0")
        self._inner = hashlib.sha256(bytes(byte ^ 0x36 for byte in block))
        self._outer = hashlib.sha256(bytes(byte ^ 0x5C for byte in block))

    def digest(self, message: bytes) -> bytes:
        inner, outer = self._inner.copy(), self._outer.copy()
        inner.update(message)
        outer.update(inner.digest())
        return outer.digest()


def _new_file(path: Path) -> int:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # O_EXCL: of two that create at once, one is refused; neither overwrites.
        return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        if path.exists():
            raise MasterKeyRefused(f"The master key {path} exists already and is not overwritten.") from None
        raise MasterKeyRefused(f"The master key {path} cannot be written: {error.strerror}.") from None


def _bound_to(use: KeyUse) -> bytes:
    return f"data key|{use.municipality}|{use.purpose}|{use.number}|{FORMAT}".encode()


def _refuse_open_rights(path: Path, mode: int) -> None:
    if stat.S_IMODE(mode) & 0o077:
        raise MasterKeyRefused(
            f"The master key {path} has mode {stat.S_IMODE(mode):04o}, so others than its owner may have "
            "read or changed it: set it to 0600."
        )


def _decoded(path: Path, content: bytes) -> bytes:
    try:
        secret = bytes.fromhex(content.decode("ascii"))
    except ValueError:
        secret = b""
    if len(secret) != KEY_BYTES or len(content) != 2 * KEY_BYTES:
        raise MasterKeyRefused(
            f"The master key {path} is damaged: it must hold {2 * KEY_BYTES} hexadecimal digits and nothing else."
        )
    return secret


def _keys_of_one_use(keys: Iterable[DataKey]) -> list[DataKey]:
    """Give the keys by number, oldest first; refuse none, mixed uses and doubled numbers."""
    ordered = sorted(keys, key=lambda key: key.use.number)
    if not ordered:
        raise EncryptionRefused("At least one data key is needed.")
    if len({(key.use.municipality, key.use.purpose) for key in ordered}) > 1:
        raise EncryptionRefused("The data keys belong to different municipalities or purposes.")
    if len({key.use.number for key in ordered}) < len(ordered):
        raise EncryptionRefused("Two data keys have the same number.")
    return ordered


def _encoded(text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError:
        raise EncryptionRefused("The text has half of a character (a lone surrogate) and cannot be kept.") from None


def _blind(keyed: _Keyed, kind: str, value: str) -> bytes:
    if not value:
        raise EncryptionRefused("An empty value has no blind index.")
    # No kind contains NUL, so that no two pairs of kind and value give the same message.
    return keyed.digest(_encoded(f"{kind}\0{value}"))[:BLIND_INDEX_BYTES]
