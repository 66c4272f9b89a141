/* `<button data-opening="text">` puts a beginning into the box below what is there, its first gap
   chosen. Without scripts the button sends what is there, and gets it back with the beginning. */
const GAP = "…";

export function openings() {
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-opening]");
    const box = button && document.querySelector("textarea[name=text]");
    if (!box) return;
    event.preventDefault();
    begin(box, button.dataset.opening);
  });
}

function begin(box, opening) {
  const before = box.value.trim() ? `${box.value.trimEnd()}\n\n` : "";
  box.value = before + opening;
  box.dispatchEvent(new Event("input", { bubbles: true }));
  const gap = box.value.indexOf(GAP, before.length);
  box.focus();
  box.setSelectionRange(gap, gap + GAP.length);
}
