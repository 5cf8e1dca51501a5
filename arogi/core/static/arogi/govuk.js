// Start GOV.UK Frontend's own behaviours on the page, and on what is added to it later.
const { Button, Checkboxes, ErrorSummary, NotificationBanner, Radios, ServiceNavigation, createAll } = await import(
  document.body.dataset.arogiGovuk
);

document.body.classList.add("js-enabled", "govuk-frontend-supported");

const start = (scope) => {
  for (const component of [Button, Checkboxes, NotificationBanner, Radios]) createAll(component, {}, { scope });
};

start(document);
createAll(ServiceNavigation);
createAll(ErrorSummary);
document.addEventListener("arogi:added", (event) => start(event.target));
document.addEventListener("htmx:afterSwap", (event) => start(event.target));
