// Warn two minutes before the idle time is over; when it is, cover the page and keep what was typed.
// Tabs tell each other that somebody is at work, so that one idle tab does not warn in vain.
const dialog = document.querySelector("[data-arogi-session]");
const WARN_SECONDS = 120;

const find = (name) => dialog.querySelector(`[data-arogi-session-${name}]`);
const ask = (method, token = "") =>
  fetch(dialog.dataset.stay, { method, redirect: "manual", headers: { "X-CSRFToken": token } });
const tokens = () => document.querySelectorAll("input[name=csrfmiddlewaretoken]");

let lastSeen = Date.now();
const tabs = new BroadcastChannel("arogi-session");
const seen = () => {
  lastSeen = Date.now();
  if (dialog.open && find("over").hidden) dialog.close();
};
const tellTabs = () => {
  seen();
  tabs.postMessage("seen");
};

const left = () => Number(dialog.dataset.idleSeconds) - Math.floor((Date.now() - lastSeen) / 1000);

const end = () => {
  find("warning").hidden = true;
  find("over").hidden = false;
  if (!dialog.open) dialog.showModal();
  dialog.classList.add("session--over");
};

const tick = () => {
  const seconds = left();
  if (!find("over").hidden || seconds > WARN_SECONDS) return;
  if (seconds <= 0) return end();
  find("left").textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  if (!dialog.open) dialog.showModal();
};

const stay = async () => {
  const answer = await ask("POST", tokens()[0]?.value);
  if (answer.ok) tellTabs();
  else end();
};

const resume = async () => {
  const answer = await ask("GET");
  find("not-yet").hidden = answer.ok;
  if (!answer.ok) return;
  const { token } = await answer.json();
  for (const input of tokens()) input.value = token;
  find("over").hidden = true;
  find("warning").hidden = false;
  dialog.classList.remove("session--over");
  dialog.close();
  tellTabs();
};

if (dialog?.dataset.stay) {
  tabs.addEventListener("message", seen);
  tellTabs();
  document.addEventListener("htmx:afterRequest", tellTabs);
  // An answer that came from elsewhere (the sign-in page) must not land inside this page.
  document.addEventListener("htmx:beforeSwap", (event) => {
    const asked = new URL(event.detail.pathInfo.finalRequestPath, location.href).pathname;
    if (new URL(event.detail.xhr.responseURL).pathname === asked) return;
    event.detail.shouldSwap = false;
    end();
  });
  find("stay").addEventListener("click", stay);
  find("resume").addEventListener("click", resume);
  // Escape means "go on working"; it cannot uncover a page that is over.
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    if (find("over").hidden) stay();
  });
  setInterval(tick, 1000);
}
