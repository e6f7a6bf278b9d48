// Runs before the page is drawn, so that a page in the dark does not flash: the theme that was chosen on this machine.
const chosen = (() => {
  try {
    return localStorage.getItem("detente-theme");
  } catch {
    return null; // storage may be forbidden; the system's theme is shown then
  }
})();
if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
