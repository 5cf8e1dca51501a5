"""Names of the files that pages load."""

from __future__ import annotations

from functools import cached_property

from whitenoise.storage import CompressedManifestStaticFilesStorage  # type: ignore[import-untyped]


class HashedWhenCollected(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Give hashed names (cached for ever) to files that were collected, plain names to the others.

    So a page can be drawn in a test, or from a fresh clone, before anything was collected: the plain name is served
    from the package itself (`WHITENOISE_USE_FINDERS`). Collecting still refuses a sheet that names a missing file.
    """

    def url(self, name: str, force: bool = False) -> str:  # noqa: FBT001, FBT002 - as Django declares it
        """Give the address of a file; a page's frame asks for twenty of them."""
        if (name, force) not in self._addresses:
            self._addresses[name, force] = super().url(name, force)
        return self._addresses[name, force]

    @cached_property
    def _addresses(self) -> dict[tuple[str, bool], str]:
        return {}

    def stored_name(self, name: str) -> str:
        """Give the name in the manifest, or the plain one."""
        found: str | None = self.hashed_files.get(self.hash_key(self.clean_name(name)))
        return found or name
