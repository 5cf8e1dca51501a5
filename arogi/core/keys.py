"""The data keys of the entered municipality, opened once per process and kept in memory."""

from __future__ import annotations

from functools import cache, lru_cache
from uuid import UUID

from django.conf import settings

from arogi.core import crypto, tenancy
from arogi.core.models import DataKey


def ensure_master_key() -> None:
    """Make the installation's master key when it has none yet.

    A key that was lost is not replaced here: the operator sees the refusal of the first page that needs it.
    """
    if not settings.MASTER_KEY_FILE.exists():
        crypto.create_master_key(settings.MASTER_KEY_FILE)


@cache
def _master_key() -> crypto.MasterKey:
    return crypto.load_master_key(settings.MASTER_KEY_FILE)


def make_data_keys() -> None:
    """Make the entered municipality's first keys: one for each purpose."""
    municipality = tenancy.current_municipality_id()
    for purpose in crypto.Purpose:
        use = crypto.KeyUse(municipality=municipality, purpose=purpose)
        DataKey.objects.create(purpose=purpose, key_version=1, wrapped=crypto.new_wrapped_key(_master_key(), use))


def identifier_cipher() -> crypto.Cipher:
    """Give the cipher for identifiers and phones of the entered municipality."""
    return _cipher(tenancy.current_municipality_id(), crypto.Purpose.IDENTIFIERS)


def note_cipher() -> crypto.Cipher:
    """Give the cipher for texts that only few may read, of the entered municipality."""
    return _cipher(tenancy.current_municipality_id(), crypto.Purpose.NOTES)


def file_cipher() -> crypto.Cipher:
    """Give the cipher for stored files of the entered municipality."""
    return _cipher(tenancy.current_municipality_id(), crypto.Purpose.FILES)


def blind_index() -> crypto.BlindIndex:
    """Give the blind index of the entered municipality."""
    return _blind_index(tenancy.current_municipality_id())


@lru_cache(maxsize=1024)
def _cipher(municipality: UUID, purpose: crypto.Purpose) -> crypto.Cipher:
    return crypto.Cipher(_opened(municipality, purpose))


@lru_cache(maxsize=512)
def _blind_index(municipality: UUID) -> crypto.BlindIndex:
    return crypto.BlindIndex(_opened(municipality, crypto.Purpose.BLIND_INDEX))


def _opened(municipality: UUID, purpose: crypto.Purpose) -> list[crypto.DataKey]:
    rows = DataKey.objects.filter(purpose=purpose).values_list("key_version", "wrapped")
    uses = [(crypto.KeyUse(municipality, purpose, number), bytes(wrapped)) for number, wrapped in rows]
    return [crypto.unwrap(_master_key(), wrapped, use) for use, wrapped in uses]
