// A long list becomes a box that looks for what is typed: <select data-arogi-typeahead>, as an ARIA combobox.
// Accents, case, final sigma and the order of the words do not matter; among equals the list's own order is kept (the
// server puts the most used first); data-aliases of an option are looked through too. Enter and Tab take the highlighted
// line, an arrow or a click opens the whole list, an emptied box chooses nothing. Without JavaScript it stays a list.
const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replaceAll("ς", "σ");

const linesOf = (select) =>
  [...select.options].filter(({ value }) => value).map((option) => {
    const text = option.textContent.trim();
    return { value: option.value, text, folded: ` ${fold(`${text} ${option.dataset.aliases ?? ""}`)}` };
  });

const matching = (lines, typed) => {
  const words = fold(typed).split(/\s+/).filter(Boolean);
  const found = lines.filter(({ folded }) => words.every((word) => folded.includes(word)));
  const begins = ({ folded }) => words.every((word) => folded.includes(` ${word}`));
  return [...found.filter(begins), ...found.filter((line) => !begins(line))];
};

const make = (name, attributes) => {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) if (value !== null) element.setAttribute(key, value);
  return element;
};

class Typeahead {
  constructor(select) {
    this.select = select;
    this.lines = linesOf(select);
    this.build(select.id, document.querySelector(`label[for="${CSS.escape(select.id)}"]`)?.textContent.trim() ?? "");
    this.close();
    this.input.addEventListener("input", () => this.open(this.input.value, 0));
    this.input.addEventListener("click", () => this.list.hidden && this.open("", -1));
    this.input.addEventListener("keydown", (event) => this.press(event));
    this.input.addEventListener("blur", () => this.leave());
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => this.take([...this.list.children].indexOf(event.target.closest("li"))));
  }

  build(id, label) {
    const { select } = this;
    const copied = (name) => select.getAttribute(name);
    this.input = make("input", {
      id, type: "text", class: select.className.replaceAll("govuk-select", "govuk-input"), role: "combobox",
      autocomplete: "off", spellcheck: "false", "aria-autocomplete": "list", "aria-controls": `${id}-options`,
      "aria-describedby": copied("aria-describedby"), "aria-invalid": copied("aria-invalid"),
    });
    this.list = make("ul", { id: `${id}-options`, class: "typeahead__list", role: "listbox", "aria-label": label });
    this.status = make("div", { class: "govuk-visually-hidden", role: "status" });
    const box = make("div", { class: "typeahead" });
    select.id = `${id}-select`;
    select.hidden = true;
    select.before(box);
    box.append(this.input, this.list, this.status, select);
  }

  open(typed, highlighted) {
    this.shown = matching(this.lines, typed);
    this.list.replaceChildren(...this.shown.map(({ text }, index) => {
      const line = make("li", { id: `${this.list.id}-${index}`, class: "typeahead__option", role: "option" });
      line.textContent = text;
      return line;
    }));
    this.list.hidden = !this.shown.length;
    this.input.setAttribute("aria-expanded", String(!this.list.hidden));
    this.highlight(typed.trim() && this.shown.length ? highlighted : -1);
    const { arogiWordsNone, arogiWordsCount } = this.select.dataset;
    this.status.textContent = this.shown.length ? arogiWordsCount.replace("{count}", this.shown.length) : arogiWordsNone;
  }

  highlight(index) {
    this.at = index;
    [...this.list.children].forEach((line, each) => line.setAttribute("aria-selected", String(each === index)));
    const line = this.list.children[index];
    if (line) {
      this.input.setAttribute("aria-activedescendant", line.id);
      line.scrollIntoView({ block: "nearest" });
    } else this.input.removeAttribute("aria-activedescendant");
  }

  close() {
    this.list.hidden = true;
    this.at = -1;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
    this.input.value = this.lines.find(({ value }) => value === this.select.value)?.text ?? "";
  }

  take(index) {
    this.set(this.shown[index]?.value ?? "");
  }

  set(value) {
    const changed = this.select.value !== value;
    this.select.value = value;
    this.close();
    if (changed) this.select.dispatchEvent(new Event("change", { bubbles: true }));
  }

  leave() {
    if (!this.input.value.trim()) this.set("");
    else if (!this.list.hidden && this.at >= 0) this.take(this.at);
    else this.close();
  }

  press(event) {
    const isOpen = !this.list.hidden;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && isOpen) this.highlight((this.at + step + this.shown.length) % this.shown.length);
    else if (step) this.open("", -1);
    else if (event.key === "Enter" && isOpen && this.at >= 0) this.take(this.at);
    else if (event.key === "Escape" && isOpen) this.close();
    else return;
    event.preventDefault();
  }
}

// A list that stands on the page several times is sent once: the others name the first, and are unfolded by scripts only.
const copyOptions = (select) => {
  const id = select.dataset.arogiOptionsOf;
  const source = document.getElementById(`${id}-select`) ?? document.getElementById(id);
  select.replaceChildren(...source.cloneNode(true).children);
  select.value = "";
  select.closest("details[hidden]")?.removeAttribute("hidden");
};

const start = (root) => {
  for (const select of root.querySelectorAll("select[data-arogi-typeahead]:not([hidden])")) {
    if (select.dataset.arogiOptionsOf) copyOptions(select);
    new Typeahead(select);
  }
};

// What only a page without scripts needs is taken away, not hidden: a hidden button would still answer to Enter.
for (const part of document.querySelectorAll("[data-arogi-without-scripts]")) part.remove();

start(document);
document.addEventListener("arogi:added", (event) => start(event.target));
document.addEventListener("htmx:afterSwap", (event) => start(event.target));
