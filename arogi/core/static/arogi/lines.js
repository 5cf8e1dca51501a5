// Add and remove lines of a formset without a round trip. Inside [data-arogi-lines]: a <template data-arogi-line> with
// `__prefix__`, a [data-arogi-line-list], a button [data-arogi-add-line]; each line is a [data-arogi-line-of] with a button
// [data-arogi-remove-line]. Without JavaScript both buttons send the form (`add_line`, `remove_line`), the server answers.
// With it a removed line stays in the form, hidden and marked `-DELETE` as Django's formsets (can_delete) expect.
const total = (box) => box.querySelector("input[name$=TOTAL_FORMS]");

const add = (box) => {
  const line = box.querySelector("template[data-arogi-line]");
  const number = Number(total(box).value);
  const holder = document.createElement("div");
  holder.innerHTML = line.innerHTML.replaceAll("__prefix__", number).replaceAll("__number__", number + 1);
  const added = holder.firstElementChild;
  box.querySelector("[data-arogi-line-list]").append(added);
  total(box).value = number + 1;
  added.dispatchEvent(new CustomEvent("arogi:added", { bubbles: true }));
  added.querySelector("input:not([type=hidden]), select, textarea")?.focus();
};

const remove = (box, line) => {
  const named = line.querySelector("[name]").name.match(/^(.+-\d+)-/);
  const mark = document.createElement("input");
  Object.assign(mark, { type: "hidden", name: `${named[1]}-DELETE`, value: "on" });
  line.append(mark);
  line.hidden = true;
  box.querySelector("[data-arogi-add-line]").focus();
};

document.addEventListener("click", (event) => {
  const box = event.target.closest("[data-arogi-lines]");
  const button = event.target.closest("[data-arogi-add-line], [data-arogi-remove-line]");
  if (!box || !button) return;
  event.preventDefault();
  if (button.matches("[data-arogi-add-line]")) add(box);
  else remove(box, button.closest("[data-arogi-line-of]"));
});
