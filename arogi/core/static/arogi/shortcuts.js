// Keyboard shortcuts: an element says its own, `data-arogi-key="n"` or `"g t"`. A box is focused, a link is followed,
// a folded form is opened.
// Off when the account says so, while typing, and with Ctrl, Alt or Meta (WCAG 2.1.4).
const SEQUENCE_MS = 1200;
let started = "";
let timer = 0;

const isTyping = (target) => target.closest("input, textarea, select, [contenteditable], dialog[open]") !== null;

const wanted = (keys) => {
  const found = [...document.querySelectorAll(`[data-arogi-key="${CSS.escape(keys)}"]`)];
  // What the page itself offers goes before the frame's.
  return found.find((element) => element.closest("main")) ?? found[0];
};

const act = (element) => {
  if (element.matches("summary")) {
    const part = element.parentElement;
    part.open = true;
    part.querySelector("input:not([type=hidden]), select:not([hidden]), textarea")?.focus();
  } else if (element.matches("input, textarea, select")) {
    element.focus();
    element.select?.();
  } else {
    element.click();
  }
};

const keysOf = (event) => (started ? `${started} ${event.key}` : event.key);

document.addEventListener("keydown", (event) => {
  const off = document.body.dataset.arogiShortcuts !== "on";
  if (off || event.ctrlKey || event.altKey || event.metaKey || event.repeat || isTyping(event.target)) return;
  // On a Greek keyboard the same keys give Greek letters.
  const keys = keysOf(event).toLowerCase().replace("ν", "n").replace("γ", "g").replace("τ", "t");
  const element = wanted(keys);
  clearTimeout(timer);
  started = !started && document.querySelector(`[data-arogi-key^="${CSS.escape(keys)} "]`) ? keys : "";
  timer = setTimeout(() => (started = ""), SEQUENCE_MS);
  if (!element) return;
  event.preventDefault();
  act(element);
});
