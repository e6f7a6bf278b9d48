// What a page does beyond being read: the theme, addresses without empty fields, and pictures.
import { drawAll } from "./pictures.js";

const root = document.documentElement;

function dark() {
  return root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

function offerTheme() {
  const button = document.querySelector("[data-theme-switch]");
  if (!button) return;
  const say = () => {
    button.textContent = dark() ? "Light" : "Dark";
    button.setAttribute("aria-label", dark() ? "Use the light theme" : "Use the dark theme");
  };
  button.hidden = false;
  say();
  const changed = () => {
    say();
    document.dispatchEvent(new CustomEvent("themechange"));
  };
  button.addEventListener("click", () => {
    root.dataset.theme = dark() ? "light" : "dark";
    try {
      localStorage.setItem("detente-theme", root.dataset.theme);
    } catch {
      // Storage may be forbidden; the choice lasts as long as the page then.
    }
    changed();
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", changed);
}

// A form sends its empty fields too; without them the address says only what is asked.
function leaveOutEmpty(event) {
  for (const name of new Set(event.formData.keys())) {
    const kept = event.formData.getAll(name).filter((value) => value !== "");
    event.formData.delete(name);
    kept.forEach((value) => event.formData.append(name, value));
  }
}

document.addEventListener("formdata", (event) => {
  if (event.target.method === "get") leaveOutEmpty(event);
});
document.addEventListener("htmx:configRequest", (event) => {
  const given = event.detail.formData;
  for (const name of new Set(given.keys())) {
    const kept = given.getAll(name).filter((value) => value !== "");
    given.delete(name);
    kept.forEach((value) => given.append(name, value));
  }
});
// A swapped part of a page brings its pictures with it.
document.addEventListener("htmx:afterSettle", () => drawAll(document));
document.addEventListener("themechange", () => drawAll(document));
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  const search = document.querySelector('input[type="search"]');
  if (event.key === "/" && !typing && search && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    search.focus();
  }
});

offerTheme();
drawAll(document);
