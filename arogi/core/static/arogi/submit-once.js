// A form that was sent is not sent again by a second click or a second Enter; after ten seconds one may try anew.
const PATIENCE_MS = 10_000;

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.dataset.arogiSent) {
    event.preventDefault();
    return;
  }
  form.dataset.arogiSent = "yes";
  setTimeout(() => delete form.dataset.arogiSent, PATIENCE_MS);
});

// A page that the browser kept and shows again may be sent again.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-arogi-sent]")) delete form.dataset.arogiSent;
});
