/* After the list was narrowed in place, the address bar says so, and so does the screen reader. */
import { announce } from "./announce.js";

document.addEventListener("htmx:after:swap", ({ target }) => {
  if (target.id !== "finder") return;
  const found = document.getElementById("found");
  // Replaced, not added: the way back leads to the page before, not through every letter typed.
  history.replaceState(null, "", found.dataset.address);
  announce(found.dataset.says);
});
