"""What is asked of a page: no finding of axe, no sideways scrolling at 320 px, no clipped text with wide spacing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_RUN = """async (tags) => {
    const result = await axe.run(document, { runOnly: tags, resultTypes: ["violations"] });
    return result.violations.map(({ id, help, nodes }) =>
        `${id}: ${help}: ${nodes.slice(0, 3).map(({ html }) => html.slice(0, 160)).join(" | ")}`);
}"""
# WCAG 1.4.12, as a sheet of its own: an inline style would break the page's policy.
_TEXT_SPACING = """() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
        word-spacing: 0.16em !important; } p { margin-bottom: 2em !important; }`);
    document.adoptedStyleSheets = [sheet];
}"""
# A region that says it scrolls by itself (a wide table, WCAG 1.4.10's exception) is no overflow of the page.
_OVERFLOWS = """() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    const scrolls = (element) => {
        for (let at = element.parentElement; at && at !== document.body; at = at.parentElement)
            if (["auto", "scroll", "hidden", "clip"].includes(getComputedStyle(at).overflowX)) return true;
        return false;
    };
    return [...document.body.querySelectorAll("*")]
        .filter((element) => element.getBoundingClientRect().right > width + 1 && !scrolls(element))
        .slice(-3).map((element) => element.outerHTML.slice(0, 160));
}"""
_CLIPPED = """() => [...document.querySelectorAll("main *, header *")].filter((element) => {
    const style = getComputedStyle(element);
    const hasText = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
    const hides = ["hidden", "clip"].includes(style.overflowX) || ["hidden", "clip"].includes(style.overflowY);
    return hasText && hides && style.clipPath === "none" && !element.closest(".govuk-visually-hidden")
        && (element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1);
}).slice(0, 3).map((element) => element.outerHTML.slice(0, 160))"""


def findings(page: Page) -> list[str]:
    """Let axe look at the page as it stands; it is handed in by the debugger, so the page's policy stays in force."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE.read_text())
    result: Any = page.evaluate(_RUN, _RULES)
    return [f"at {_width(page)} px: {line}" for line in result]


def overflows(page: Page) -> list[str]:
    """Say what makes the page scroll sideways."""
    result: Any = page.evaluate(_OVERFLOWS)
    return [f"too wide at {_width(page)} px: {line}" for line in result]


def clipped(page: Page) -> list[str]:
    """Widen the spacing of the text as WCAG 1.4.12 says, and name what is cut off or makes the page scroll."""
    page.evaluate(_TEXT_SPACING)
    lines: Any = page.evaluate(_CLIPPED)
    return [f"cut off at {_width(page)} px: {line}" for line in lines] + overflows(page)


def everything(page: Page) -> list[str]:
    """Ask all of it, from the wide desk down to a magnified window."""
    found = findings(page)
    page.set_viewport_size({"width": 390, "height": 844})
    found += findings(page) + overflows(page)
    page.set_viewport_size({"width": 320, "height": 568})
    found += overflows(page)
    return found + clipped(page)


def _width(page: Page) -> int:
    return (page.viewport_size or {"width": 0})["width"]
