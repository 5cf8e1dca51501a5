"""The `arogi` command inside a test: in English, on the test's own database."""

from django.utils import translation

from arogi import cli


def arogi(*words: str) -> int:
    """Run one command and give its exit status, as `arogi.cli.main` does."""
    with translation.override("en"):
        try:
            chosen = cli._parser(list(words)).parse_args(words)
            return int(chosen.handle(chosen) or 0)
        except Exception as trouble:
            return cli._explain(trouble)
