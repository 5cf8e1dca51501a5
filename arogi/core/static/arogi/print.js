// A button that prints the page: <button type="button" hidden data-arogi-print>. Folded parts are unfolded on paper.
for (const button of document.querySelectorAll("[data-arogi-print]")) button.hidden = false;

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-arogi-print]")) window.print();
});

const folded = new Set();
window.addEventListener("beforeprint", () => {
  for (const part of document.querySelectorAll("main details:not([open]):not(.sealed)")) {
    folded.add(part);
    part.open = true;
  }
});
window.addEventListener("afterprint", () => {
  for (const part of folded) part.open = false;
  folded.clear();
});
