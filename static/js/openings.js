/* `<a data-opening="text">` puts a beginning into the box below what is there, its first gap chosen.
   Without scripts the link loads the page with it in the box. */
const GAP = "…";

export function openings() {
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("[data-opening]");
    const box = link && document.querySelector("textarea[name=text]");
    if (!box) return;
    event.preventDefault();
    begin(box, link.dataset.opening);
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
