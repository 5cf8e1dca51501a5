// Results while typing: arrows walk through them, Escape closes them, a number is spoken. htmx fetches them.
const formOf = (element) => element.closest("[data-arogi-live-search]");
const linksOf = (form) => [...form.querySelectorAll(".frame-search__results a")];

const say = (form) => {
  const status = form.querySelector("[data-arogi-results-said]");
  status.textContent = status.dataset.arogiResultsSaid.replace("{count}", linksOf(form).length);
};

const close = (form) => {
  form.querySelector(".frame-search__results").replaceChildren();
};

document.addEventListener("htmx:afterSwap", (event) => {
  const form = formOf(event.target);
  if (!form) return;
  // Whoever emptied the box, or went on, wants no list.
  if (!form.contains(document.activeElement) || !form.querySelector("[type=search]").value.trim()) close(form);
  else say(form);
});

document.addEventListener("keydown", (event) => {
  const form = formOf(event.target);
  if (!form) return;
  if (event.key === "Escape") {
    close(form);
    form.querySelector("[type=search]").focus();
  }
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const stops = [form.querySelector("[type=search]"), ...linksOf(form)];
  const next = stops.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
  if (stops.length < 2 || !stops[next]) return;
  event.preventDefault();
  stops[next].focus();
});

document.addEventListener("click", (event) => {
  for (const form of document.querySelectorAll("[data-arogi-live-search]")) if (!form.contains(event.target)) close(form);
});
