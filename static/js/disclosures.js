/* When someone opens a `<details class="disclosure">`, they go on typing in its first field. */

const FIELD = ":is(input, textarea, select):not([type=hidden], :disabled)";

export function disclosures() {
  // `toggle` does not bubble, so it is caught on its way down.
  document.addEventListener(
    "toggle",
    ({ target }) => {
      if (!target.matches?.("details.disclosure") || !target.open) return;
      // A page that arrives with one open leaves the focus where it is.
      if (!target.contains(document.activeElement)) return;
      const checked = target.querySelector(`${FIELD}:checked`);
      (checked ?? target.querySelector(FIELD))?.focus();
    },
    true,
  );
}
