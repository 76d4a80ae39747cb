// Puts it together: theme, keys, and the first drawing.

const THEMES = ["auto", "light", "dark"];

const setTheme = (theme) => {
  if (theme === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  $("theme").textContent = `Theme: ${theme}`;
  try { localStorage.setItem("badrdp-theme", theme); } catch { /* A page from a file may not keep anything. */ }
};

const storedTheme = () => {
  let theme = null;
  try { theme = localStorage.getItem("badrdp-theme"); } catch { /* As above. */ }
  return THEMES.includes(theme) ? theme : "auto";
};

let theme = storedTheme();
setTheme(theme);
$("theme").hidden = false;
$("theme").addEventListener("click", () => {
  theme = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length];
  setTheme(theme);
});

document.addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey || event.defaultPrevented) return;
  const typing = event.target.matches("input, textarea, select");
  if (event.key === "Escape") closeCase();
  else if (typing) return;
  else if (event.key === "/") $("search").focus();
  else if (event.key === "j") go(1);
  else if (event.key === "k") go(-1);
  else return;
  event.preventDefault();
});

document.documentElement.classList.add("scripted");
buildFilters();
buildMatrix();
onState(drawFilters);
onState(drawMatrix);
onState(drawPanel);
readHash();
changed();
