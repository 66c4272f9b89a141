/* Says things to people who listen rather than look. */

export function announce(words) {
  const region = document.querySelector("[data-announce]");
  if (!region) return;
  // Emptied first, so that the same words said twice are read out twice.
  region.textContent = "";
  requestAnimationFrame(() => (region.textContent = words));
}

/* What a form could not take stands above it; the keyboard and the screen reader start there. */
export function announcements() {
  document.querySelector("[data-focus]")?.focus();
}
