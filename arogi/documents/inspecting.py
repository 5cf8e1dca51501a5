"""Looks into one stranger's file and writes it anew, in a process of its own that has little memory and little time.

Run by its path, isolated (`python -I inspecting.py KIND LIMITS`), so it imports nothing of Arogi and finds no key in
its environment: whatever a hostile file does to a library, it does it here. The file comes on standard input. The
answer on standard output is one line of JSON, and after it the new file: `{"pages": 2}`, or `{"refused": "pdf_act"}`.

Pictures are drawn again on an empty sheet as JPEG: no metadata, no comment, no profile, nothing appended survives.
PDFs are written again by qpdf without what describes or starts something; those that could run or carry something are
refused.
"""

from __future__ import annotations

import contextlib
import io
import json
import resource
import sys
from collections.abc import Iterator
from typing import Any

PICTURES = ("JPEG", "PNG", "WEBP")
# What a PDF may not do, in the names of ISO 32000: run, start, send, fetch, carry.
ACTS = frozenset(
    {
        "/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToE", "/GoToR", "/Rendition", "/Movie", "/Sound",
        "/RichMediaExecute", "/GoTo3DView",
    }
)  # fmt: skip
CARRIED = {
    "/JS": "pdf_script", "/JavaScript": "pdf_script", "/EmbeddedFiles": "pdf_attachment", "/EF": "pdf_attachment",
    "/XFA": "pdf_form", "/RichMedia": "pdf_attachment",
}  # fmt: skip
# Left out of the new file: who made it, with what, and what would happen by itself.
DROPPED = ("/OpenAction", "/AA", "/Metadata", "/PieceInfo")
MOST_OBJECTS = 200_000


class Refused(Exception):
    """The file is not taken; the text is the code of the reason."""


def main() -> None:
    """Read, look, answer."""
    kind, limits = sys.argv[1], json.loads(sys.argv[2])
    _have_little(limits)
    content = sys.stdin.buffer.read()
    try:
        pages, clean = (_picture if kind == "picture" else _pdf)(content, limits)
    except Refused as refused:
        _answer({"refused": str(refused)})
    except MemoryError:
        _answer({"refused": "too_large_inside"})
    except Exception as fault:
        _answer({"refused": "unreadable", "fault": type(fault).__name__})
    else:
        _answer({"pages": pages}, clean)


def _have_little(limits: dict[str, int]) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (limits["memory"],) * 2)
    resource.setrlimit(resource.RLIMIT_CPU, (limits["seconds"],) * 2)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # it has no business with files


def _answer(said: dict[str, Any], content: bytes = b"") -> None:
    sys.stdout.buffer.write(json.dumps(said).encode() + b"\n" + content)


def _picture(content: bytes, limits: dict[str, int]) -> tuple[int, bytes]:
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = None  # asked below, before anything is unpacked, and with a reason for people
    with Image.open(io.BytesIO(content), formats=PICTURES) as picture:
        if picture.width * picture.height > limits["pixels"]:
            raise Refused("too_many_pixels")
        # A JPEG can be unpacked at a half or a quarter of its size: the new one is not larger than this.
        picture.draft("RGB", (limits["side"], limits["side"]))
        turned = ImageOps.exif_transpose(picture)
        sheet = _on_white(turned)
    sheet.thumbnail((limits["side"], limits["side"]))
    written = io.BytesIO()
    sheet.save(written, "JPEG", quality=82)
    return 1, written.getvalue()


def _on_white(picture: Any) -> Any:
    """Copy what is to be seen, and nothing else, onto an empty sheet."""
    from PIL import Image

    sheet = Image.new("RGB", picture.size, "white")
    if picture.has_transparency_data:
        seen = picture.convert("RGBA")
        sheet.paste(seen, mask=seen.getchannel("A"))
    else:
        sheet.paste(picture.convert("RGB"))
    return sheet


def _pdf(content: bytes, limits: dict[str, int]) -> tuple[int, bytes]:
    import pikepdf

    try:
        pdf = pikepdf.open(io.BytesIO(content), suppress_warnings=True)
    except pikepdf.PasswordError:
        raise Refused("pdf_locked") from None
    with pdf:
        if pdf.is_encrypted:
            raise Refused("pdf_locked")
        if len(pdf.objects) > MOST_OBJECTS:
            raise Refused("too_large_inside")
        pages = len(pdf.pages)
        if not pages:
            raise Refused("unreadable")
        if pages > limits["pages"]:
            raise Refused("too_many_pages")
        _look_through(pdf)
        return pages, _written_anew(pdf)


def _look_through(pdf: Any) -> None:
    for dictionary in _dictionaries(pdf):
        names = set(dictionary.keys())
        for name in names & CARRIED.keys():
            raise Refused(CARRIED[name])
        act = str(dictionary.get("/S", ""))
        if act in ACTS:
            raise Refused("pdf_script" if act == "/JavaScript" else "pdf_act")
        if str(dictionary.get("/Type", "")) == "/EmbeddedFile":
            raise Refused("pdf_attachment")


def _dictionaries(pdf: Any) -> Iterator[Any]:
    """Give every dictionary of the file, wherever it is hidden; indirect ones once."""
    import pikepdf

    waiting = [*pdf.objects, pdf.trailer]
    seen = 0
    while waiting:
        one = waiting.pop()
        seen += 1
        if seen > 10 * MOST_OBJECTS:
            raise Refused("too_large_inside")
        if isinstance(one, pikepdf.Stream | pikepdf.Dictionary):
            yield one
            inner = [one.get(name) for name in one.keys()]  # noqa: SIM118 - no mapping of Python's
        elif isinstance(one, pikepdf.Array):
            inner = list(one)
        else:
            continue
        waiting += [each for each in inner if isinstance(each, pikepdf.Object) and not each.is_indirect]


def _written_anew(pdf: Any) -> bytes:
    import pikepdf

    for name in DROPPED:
        with contextlib.suppress(KeyError):
            del pdf.Root[name]
    for page in pdf.pages:
        for name in DROPPED:
            with contextlib.suppress(KeyError):
                del page.obj[name]
    with contextlib.suppress(KeyError):
        del pdf.trailer["/Info"]
    written = io.BytesIO()
    pdf.save(
        written,
        fix_metadata_version=False,
        compress_streams=False,
        stream_decode_level=pikepdf.StreamDecodeLevel.none,
        deterministic_id=True,
    )
    return written.getvalue()


if __name__ == "__main__":
    main()
