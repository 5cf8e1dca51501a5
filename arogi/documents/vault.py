"""Contents of stored files on the disk: encrypted, named by their own digest, outside of everything that is served.

`<files>/<municipality>/<two digits>/<SHA-256 of the encrypted bytes>`. Named by what lies there and not by what it
says: a backup can be compared with the database without any key, and nobody who has a paper can ask whether it is here.
Each content is bound to its own row (`core.crypto`), so a file that is put in another's place cannot be read.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

from django.conf import settings

from arogi.core import keys, tenancy
from arogi.core.crypto import DecryptionRefused, Place
from arogi.documents.errors import CopyIsGone

TABLE, COLUMN = "documents_storedfile", "content"


def put(file_id: UUID, content: bytes) -> str:
    """Encrypt a content for one row and write it to the disk; give the digest that names it."""
    sealed = keys.file_cipher().encrypt_bytes(content, _place(file_id))
    digest = hashlib.sha256(sealed).hexdigest()
    target = _path(digest)
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=target.parent, prefix=".new-", delete=False) as file:  # mode 0600
        file.write(sealed)
        file.flush()
        os.fsync(file.fileno())
    Path(file.name).replace(target)
    return digest


def get(file_id: UUID, digest: str) -> bytes:
    """Give the content of one row.

    Raises:
        CopyIsGone: it is not on the disk, or is not what was written.
    """
    try:
        sealed = _path(digest).read_bytes()
    except OSError as missing:
        raise CopyIsGone from missing
    if hashlib.sha256(sealed).hexdigest() != digest:
        raise CopyIsGone
    try:
        return keys.file_cipher().decrypt_bytes(sealed, _place(file_id))
    except DecryptionRefused as refused:
        raise CopyIsGone from refused


def is_sound(digest: str) -> bool:
    """Say whether a content is on the disk as it was written; no key is needed for that."""
    try:
        with _path(digest).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == digest
    except OSError:
        return False


def drop(municipality_id: UUID, digest: str) -> None:
    """Delete a content; nothing happens when it is not there. Called when no municipality is entered any more."""
    (Path(settings.FILES_FOLDER) / str(municipality_id) / digest[:2] / digest).unlink(missing_ok=True)


def lying_there(*, before: float) -> Iterator[str]:
    """Give the names of all files of the entered municipality that were last written before a moment (seconds)."""
    for file in _folder().glob("*/*"):
        if file.stat().st_mtime < before:
            yield file.name


def drop_leftover(name: str) -> None:
    """Delete a file that no row names, half-written ones too."""
    for file in _folder().glob(f"*/{name}"):
        file.unlink(missing_ok=True)


def _folder() -> Path:
    return Path(settings.FILES_FOLDER) / str(tenancy.current_municipality_id())


def _path(digest: str) -> Path:
    return _folder() / digest[:2] / digest


def _place(file_id: UUID) -> Place:
    return Place(TABLE, COLUMN, file_id, tenancy.current_municipality_id())
