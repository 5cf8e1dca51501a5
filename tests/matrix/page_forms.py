"""The forms of a page, as a browser would find them in its HTML."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

TEXT_KINDS = frozenset({"text", "email", "search", "tel", "number", "password", "date", "time", "url", "textarea"})


@dataclass
class Box:
    """One control: its kind, and what it would send untouched (None: nothing, like an empty checkbox)."""

    name: str
    kind: str
    value: str | None = ""


@dataclass
class FoundForm:
    """One form that POSTs."""

    action: str
    boxes: list[Box] = field(default_factory=list)

    def filled(self, **changes: str) -> dict[str, list[str]]:
        """Give what the browser would send, with some values replaced."""
        sent: dict[str, list[str]] = {}
        for box in self.boxes:
            value = changes.get(box.name, box.value)
            if value is not None and (box.kind not in {"radio"} or box.name not in sent):
                sent.setdefault(box.name, []).append(value)
        return sent

    @property
    def text_boxes(self) -> list[str]:
        """Name the boxes that people type in."""
        return [box.name for box in self.boxes if box.kind in TEXT_KINDS]

    @property
    def all_boxes(self) -> list[str]:
        """Name every control, hidden ones too, but the form token."""
        return [box.name for box in self.boxes if box.name != "csrfmiddlewaretoken"]


class Reader(HTMLParser):
    """Collects forms, scripts' texts, event handlers and addresses of one page."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[FoundForm] = []
        self.handlers: list[tuple[str, str]] = []
        self.addresses: list[str] = []
        self.script_texts: list[str] = []
        self._form: FoundForm | None = None
        self._select: Box | None = None
        self._textarea: Box | None = None
        self._in_script = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.handlers += [(tag, name) for name in given if name.startswith("on") or name == "srcdoc"]
        self.addresses += [value for name, value in given.items() if name in {"href", "src", "action", "formaction"}]
        self._in_script = tag == "script"
        if tag == "form" and given.get("method", "").lower() == "post":
            self._form = FoundForm(given.get("action", ""))
        elif (self._form is not None and given.get("name")) or tag == "option":
            self._control(tag, given)

    def _control(self, tag: str, given: dict[str, str]) -> None:
        if tag == "option" and self._select is not None:
            if "selected" in given or self._select.value is None:
                self._select.value = given.get("value", "")
        elif self._form is None:
            return
        elif tag == "select":
            self._select = Box(given["name"], "select", None)
            self._form.boxes.append(self._select)
        elif tag == "textarea":
            self._textarea = Box(given["name"], "textarea")
            self._form.boxes.append(self._textarea)
        elif tag == "input":
            self._form.boxes.append(_input(given))

    def handle_data(self, data: str) -> None:
        if self._textarea is not None:
            self._textarea.value = (self._textarea.value or "") + data
        if self._in_script:
            self.script_texts.append(data)

    def handle_endtag(self, tag: str) -> None:
        self._in_script = False
        if tag == "textarea":
            self._textarea = None
        elif tag == "select":
            self._select = None
        elif tag == "form" and self._form is not None:
            self.forms.append(self._form)
            self._form = None


def _input(given: dict[str, str]) -> Box:
    kind = given.get("type", "text")
    untouched = kind in {"checkbox", "radio"} and "checked" not in given
    return Box(given["name"], kind, None if untouched else given.get("value", "on" if kind == "checkbox" else ""))
