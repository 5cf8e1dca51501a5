import hmac
import os
import uuid

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from arogi.core import crypto
from arogi.core.crypto import BlindIndex, Cipher, DataKey, KeyUse, MasterKey, Place, Purpose

TOWN = uuid.UUID("018f0000-0000-7000-8000-000000000001")
OTHER_TOWN = uuid.UUID("018f0000-0000-7000-8000-000000000002")
ROW = uuid.UUID("018f0000-0000-7000-8000-00000000000a")
OTHER_ROW = uuid.UUID("018f0000-0000-7000-8000-00000000000b")
HERE = Place("people_identifier", "value", ROW, TOWN)
MASTER = MasterKey(bytes(range(32)))


def data_key(number=1, *, municipality=TOWN, purpose=Purpose.IDENTIFIERS):
    secret = f"{number}{purpose}{municipality}".encode()[:32].ljust(32, b".")
    return DataKey(KeyUse(municipality, purpose, number), secret)


def index_key(number=1, *, municipality=TOWN):
    return DataKey(KeyUse(municipality, Purpose.BLIND_INDEX, number), bytes([number]) * 31 + municipality.bytes[-1:])


CIPHER = Cipher([data_key()])
INDEX = BlindIndex([index_key()])


class TestMasterKeyFile:
    def test_a_created_key_is_for_its_owner_only_and_loads_again(self, tmp_path):
        path = tmp_path / "keys" / "master.key"

        created = crypto.create_master_key(path)

        assert path.stat().st_mode & 0o777 == 0o600
        assert crypto.load_master_key(path).fingerprint == created.fingerprint

    def test_an_odd_umask_changes_nothing(self, tmp_path):
        before = os.umask(0o777)
        try:
            crypto.create_master_key(tmp_path / "master.key")
        finally:
            os.umask(before)

        assert (tmp_path / "master.key").stat().st_mode & 0o777 == 0o600

    def test_two_created_keys_differ(self, tmp_path):
        first, second = (crypto.create_master_key(tmp_path / name) for name in ("one", "two"))

        assert first.fingerprint != second.fingerprint

    def test_an_existing_key_is_never_overwritten(self, tmp_path):
        path = tmp_path / "master.key"
        crypto.create_master_key(path)
        before = path.read_bytes()

        with pytest.raises(crypto.MasterKeyRefused, match="not overwritten"):
            crypto.create_master_key(path)
        assert path.read_bytes() == before

    def test_a_place_that_cannot_be_written_is_named(self, tmp_path):
        (tmp_path / "file").write_text("")

        with pytest.raises(crypto.MasterKeyRefused, match="cannot be written"):
            crypto.create_master_key(tmp_path / "file" / "master.key")

    def test_a_missing_key_is_refused_with_one_sentence(self, tmp_path):
        with pytest.raises(crypto.MasterKeyRefused, match="is missing: without it the encrypted data cannot be read"):
            crypto.load_master_key(tmp_path / "master.key")

    def test_a_directory_is_no_key(self, tmp_path):
        with pytest.raises(crypto.MasterKeyRefused, match="cannot be read"):
            crypto.load_master_key(tmp_path)

    @pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644, 0o601])
    def test_a_key_that_others_may_touch_is_refused(self, tmp_path, mode):
        path = tmp_path / "master.key"
        crypto.create_master_key(path)
        path.chmod(mode)

        with pytest.raises(crypto.MasterKeyRefused, match=f"has mode {mode:04o}.*set it to 0600"):
            crypto.load_master_key(path)

    def test_a_key_that_its_owner_may_only_read_is_good(self, tmp_path):
        path = tmp_path / "master.key"
        created = crypto.create_master_key(path)
        path.chmod(0o400)

        assert crypto.load_master_key(path).fingerprint == created.fingerprint

    @pytest.mark.parametrize(
        "content",
        ["", "00" * 31, "00" * 33, "zz" * 32, "κλειδί", "00 " * 32, "00" * 32 + "\n" + "00" * 32],
        ids=["empty", "short", "long", "not hexadecimal", "not ascii", "spaced", "two lines"],
    )
    def test_a_damaged_key_is_refused(self, tmp_path, content):
        path = tmp_path / "master.key"
        path.write_text(content, encoding="utf-8")
        path.chmod(0o600)

        with pytest.raises(crypto.MasterKeyRefused, match="is damaged"):
            crypto.load_master_key(path)

    def test_secrets_do_not_show_when_printed(self):
        key = data_key()

        assert bytes(range(32)).hex() not in repr(MASTER)
        assert repr(key.secret) not in repr(key)


class TestWrappedKeys:
    USE = KeyUse(TOWN, Purpose.NOTES, 7)

    def test_a_wrapped_key_opens_for_its_use(self):
        wrapped = crypto.new_wrapped_key(MASTER, self.USE)

        key = crypto.unwrap(MASTER, memoryview(wrapped), self.USE)

        assert key.use == self.USE
        assert len(wrapped) == 65
        assert key.secret not in wrapped

    def test_every_new_key_is_another(self):
        keys = {crypto.unwrap(MASTER, crypto.new_wrapped_key(MASTER, self.USE), self.USE).secret for _ in range(50)}

        assert len(keys) == 50

    @pytest.mark.parametrize(
        "use",
        [
            KeyUse(OTHER_TOWN, Purpose.NOTES, 7),
            KeyUse(TOWN, Purpose.FILES, 7),
            KeyUse(TOWN, Purpose.NOTES, 8),
        ],
        ids=["municipality", "purpose", "number"],
    )
    def test_a_wrapped_key_does_not_open_for_another_use(self, use):
        wrapped = crypto.new_wrapped_key(MASTER, self.USE)

        with pytest.raises(crypto.Tampered):
            crypto.unwrap(MASTER, wrapped, use)

    def test_another_master_key_is_named_in_the_refusal(self):
        wrapped = crypto.new_wrapped_key(MASTER, self.USE)
        other = MasterKey(b"k" * 32)

        with pytest.raises(crypto.MasterKeyRefused) as refusal:
            crypto.unwrap(other, wrapped, self.USE)
        assert MASTER.fingerprint.hex() in str(refusal.value)
        assert other.fingerprint.hex() in str(refusal.value)

    def test_no_byte_of_a_wrapped_key_can_be_changed(self):
        wrapped = crypto.new_wrapped_key(MASTER, self.USE)

        for position in range(len(wrapped)):
            with pytest.raises(crypto.CryptoRefused):
                crypto.unwrap(MASTER, flipped(wrapped, position), self.USE)

    @pytest.mark.parametrize("length", [0, 1, 16, 64, 66])
    def test_a_wrapped_key_of_wrong_length_is_refused(self, length):
        with pytest.raises(crypto.UnknownFormat):
            crypto.unwrap(MASTER, (b"\1" + MASTER.fingerprint + bytes(80))[:length], self.USE)

    @pytest.mark.parametrize("number", [0, -1, 2**32])
    def test_a_key_number_must_fit_its_four_bytes(self, number):
        with pytest.raises(crypto.EncryptionRefused):
            KeyUse(TOWN, Purpose.NOTES, number)

    def test_keys_of_wrong_length_are_refused(self):
        with pytest.raises(crypto.EncryptionRefused):
            DataKey(self.USE, b"short")
        with pytest.raises(crypto.MasterKeyRefused):
            MasterKey(b"short")


class TestValues:
    @settings(deadline=None)
    @given(st.text())
    def test_every_text_comes_back(self, text):
        assert CIPHER.decrypt(CIPHER.encrypt(text, HERE), HERE) == text

    def test_a_ciphertext_is_33_bytes_longer_and_does_not_show_the_text(self):
        ciphertext = CIPHER.encrypt("01013099997", HERE)

        assert len(ciphertext) == len("01013099997") + 33
        assert b"0101309" not in ciphertext

    def test_the_layout_is_format_key_number_nonce_and_body(self):
        ciphertext = Cipher([data_key(258)]).encrypt("x", HERE)

        assert ciphertext[:5] == b"\x01\x00\x00\x01\x02"
        assert crypto.key_number(memoryview(ciphertext)) == 258

    def test_what_the_database_hands_out_as_memoryview_is_read(self):
        assert CIPHER.decrypt(memoryview(CIPHER.encrypt("κείμενο", HERE)), HERE) == "κείμενο"

    def test_ten_thousand_encryptions_have_ten_thousand_nonces(self):
        nonces = {CIPHER.encrypt("same", HERE)[5:17] for _ in range(10_000)}

        assert len(nonces) == 10_000

    def test_no_byte_of_a_ciphertext_can_be_changed(self):
        ciphertext = CIPHER.encrypt("01013099997", HERE)

        for position in range(len(ciphertext)):
            with pytest.raises(crypto.DecryptionRefused):
                CIPHER.decrypt(flipped(ciphertext, position), HERE)

    def test_no_cut_or_longer_ciphertext_is_read(self):
        ciphertext = CIPHER.encrypt("01013099997", HERE)

        for wrong in (*(ciphertext[:length] for length in range(len(ciphertext))), ciphertext + b"\0"):
            with pytest.raises(crypto.DecryptionRefused):
                CIPHER.decrypt(wrong, HERE)

    @pytest.mark.parametrize(
        "place",
        [
            Place("people_phone", "value", ROW, TOWN),
            Place("people_identifier", "note", ROW, TOWN),
            Place("people_identifier", "value", OTHER_ROW, TOWN),
            Place("people_identifier", "value", ROW, OTHER_TOWN),
        ],
        ids=["table", "column", "row", "municipality"],
    )
    def test_a_ciphertext_cannot_be_moved(self, place):
        ciphertext = CIPHER.encrypt("01013099997", HERE)

        with pytest.raises(crypto.Tampered):
            CIPHER.decrypt(ciphertext, place)

    def test_two_rows_cannot_swap_their_ciphertexts(self):
        there = Place(HERE.table, HERE.column, OTHER_ROW, TOWN)
        mine, yours = CIPHER.encrypt("mine", HERE), CIPHER.encrypt("yours", there)

        with pytest.raises(crypto.Tampered):
            CIPHER.decrypt(yours, HERE)
        with pytest.raises(crypto.Tampered):
            CIPHER.decrypt(mine, there)

    def test_names_cannot_blur_into_one_another(self):
        with pytest.raises(crypto.EncryptionRefused):
            Place("people|identifier", "value", ROW, TOWN)
        with pytest.raises(crypto.EncryptionRefused):
            Place("people", "identifier|value", ROW, TOWN)

    def test_one_municipality_does_not_write_with_the_key_of_another(self):
        with pytest.raises(crypto.EncryptionRefused):
            CIPHER.encrypt("x", Place(HERE.table, HERE.column, ROW, OTHER_TOWN))

    def test_a_lone_surrogate_is_refused(self):
        with pytest.raises(crypto.EncryptionRefused):
            CIPHER.encrypt("\ud800", HERE)


class TestRotation:
    def test_two_keys_are_read_and_the_newer_one_writes(self):
        old = CIPHER.encrypt("before", HERE)
        both = Cipher([data_key(2), data_key(1)])

        new = both.encrypt("after", HERE)

        assert (both.decrypt(old, HERE), both.decrypt(new, HERE)) == ("before", "after")
        assert (crypto.key_number(old), crypto.key_number(new)) == (1, 2)

    def test_a_value_of_a_key_that_is_gone_is_refused_by_its_number(self):
        ciphertext = Cipher([data_key(2)]).encrypt("x", HERE)

        with pytest.raises(crypto.UnknownKey, match="number 2"):
            CIPHER.decrypt(ciphertext, HERE)

    def test_a_ciphertext_relabelled_to_the_other_key_is_refused(self):
        both = Cipher([data_key(1), data_key(2)])
        ciphertext = both.encrypt("x", HERE)

        with pytest.raises(crypto.Tampered):
            both.decrypt(ciphertext[:4] + b"\1" + ciphertext[5:], HERE)

    @pytest.mark.parametrize(
        "keys",
        [
            [],
            [data_key(1), data_key(2, municipality=OTHER_TOWN)],
            [data_key(1), data_key(2, purpose=Purpose.NOTES)],
            [data_key(1), data_key(1)],
            [index_key()],
        ],
        ids=["none", "two municipalities", "two purposes", "one number twice", "key of a blind index"],
    )
    def test_unfit_keys_make_no_cipher(self, keys):
        with pytest.raises(crypto.EncryptionRefused):
            Cipher(keys)


class TestBlindIndex:
    def test_equal_values_are_found_and_16_bytes_long(self):
        assert INDEX.of("amka", "01013099997") == BlindIndex([index_key()]).of("amka", "01013099997")
        assert len(INDEX.of("amka", "01013099997")) == 16

    def test_kind_and_value_and_municipality_all_count(self):
        elsewhere = BlindIndex([index_key(municipality=OTHER_TOWN)])
        marks = {
            INDEX.of("amka", "1"),
            INDEX.of("afm", "1"),
            INDEX.of("amka", "2"),
            elsewhere.of("amka", "1"),
        }

        assert len(marks) == 4

    def test_kind_and_value_do_not_run_together(self):
        assert INDEX.of("ab", "c") != INDEX.of("a", "bc")

    def test_during_a_rotation_both_marks_are_looked_for(self):
        old, new = INDEX.of("amka", "1"), BlindIndex([index_key(2)]).of("amka", "1")
        both = BlindIndex([index_key(1), index_key(2)])

        assert both.of("amka", "1") == new
        assert both.every("amka", "1") == (new, old)

    def test_an_empty_value_has_no_mark(self):
        with pytest.raises(crypto.EncryptionRefused):
            INDEX.of("amka", "")

    def test_a_key_for_encryption_makes_no_index(self):
        with pytest.raises(crypto.EncryptionRefused):
            BlindIndex([data_key()])


def flipped(data, position):
    return data[:position] + bytes([data[position] ^ 0x01]) + data[position + 1 :]


class TestManyRowsAtOnce:
    @given(plain=st.text(alphabet=st.characters(exclude_categories=["Cs"])))
    def test_what_a_column_encrypts_is_read_at_its_cell_and_nowhere_else(self, plain):
        sealed = CIPHER.column("people_identifier", "value")(plain, str(ROW))

        assert CIPHER.decrypt(sealed, HERE) == plain
        with pytest.raises(crypto.Tampered):
            CIPHER.decrypt(sealed, Place("people_identifier", "value", OTHER_ROW, TOWN))

    def test_the_blind_index_is_the_standard_keyed_hash(self):
        key = index_key()

        assert INDEX.of("amka", "01018412345") == hmac.digest(key.secret, b"amka\x0001018412345", "sha256")[:16]
