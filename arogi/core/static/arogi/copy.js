// A button that copies: <button type="button" hidden data-arogi-copy="id of what is copied" data-arogi-copied="Copied">.
for (const button of document.querySelectorAll("[data-arogi-copy]")) button.hidden = !navigator.clipboard;

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-arogi-copy]");
  if (!button) return;
  const source = document.getElementById(button.dataset.arogiCopy);
  await navigator.clipboard.writeText(source.value ?? source.textContent.trim());
  const before = button.textContent;
  button.textContent = button.dataset.arogiCopied;
  setTimeout(() => (button.textContent = before), 2000);
});
