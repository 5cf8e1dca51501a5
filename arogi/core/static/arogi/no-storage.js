// Nothing of the work stays in the browser (ASVS 14.3.3). htmx keeps the page's path, which may name a person's file.
const forget = () => sessionStorage.removeItem("htmx-current-path-for-history");

forget();
document.addEventListener("htmx:pushedIntoHistory", forget);
document.addEventListener("htmx:replacedInHistory", forget);
