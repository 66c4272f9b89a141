/* Says things to people who listen rather than look. */

export function announce(words) {
  const region = document.querySelector("[data-announce]");
  if (!region) return;
  // Emptied first, so that the same words said twice are read out twice.
  region.textContent = "";
  requestAnimationFrame(() => (region.textContent = words));
}

/* What a form could not take stands above it; the keyboard and the screen reader start there, but
   for whoever was quicker than this and is at something already. */
export function announcements() {
  const at = document.activeElement;
  if (at && at !== document.body && !at.autofocus) return;
  document.querySelector("[data-focus]")?.focus();
}
