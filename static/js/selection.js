/* Comment on what is selected in a write-up: a button appears beside it, and the one in the row of
   the heading takes it too, for those who select with the keyboard. Both fill in the form that
   stands beside the article. */
import { nthOf } from "./words.js";

const GAP = 8;
let chosen = null;

export function commentOnSelection() {
  const button = document.querySelector("[data-comment-here]");
  if (!button) return;
  // What is pressed takes the selection away from the words, in some browsers.
  button.addEventListener("pointerdown", (event) => event.preventDefault());
  button.addEventListener("click", () => chosen && fill(chosen));
  document.addEventListener("selectionchange", () => {
    if (document.activeElement === button) return;
    const now = selected();
    if (now || !document.activeElement?.closest?.("[data-comment-on]")) chosen = now;
    place(button);
    name();
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("[data-comment-on]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const about = link.dataset.commentOn;
    fill(chosen?.about === about ? chosen : { about, quote: "", nth: 0 });
  });
}

/* What is selected within one part of the article. */
function selected() {
  const selection = getSelection();
  if (selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  const quote = selection.toString().trim();
  const around = range.commonAncestorContainer;
  const within = (around.nodeType === Node.TEXT_NODE ? around.parentElement : around).closest?.(
    "#article .prose, #factors > li, #head h1",
  );
  if (!quote || !within) return null;
  if (within.localName === "h1") return { about: "title", quote, nth: 0, range };
  if (within.localName === "li") return { about: within.id, quote, nth: 0, range };
  return { about: within.closest("section").id, quote, nth: nthOf(within, range), range };
}

function place(button) {
  button.hidden = !chosen;
  if (!chosen) return;
  const [words, page] = [chosen.range.getBoundingClientRect(), document.documentElement];
  const left = Math.min(words.right, page.clientWidth - button.offsetWidth) - GAP;
  button.style.left = `${Math.max(left, GAP) + scrollX}px`;
  button.style.top = `${words.bottom + GAP + scrollY}px`;
}

/* The button in the heading's row says what it would do. */
function name() {
  for (const link of document.querySelectorAll("[data-says-selected]")) {
    const takes = chosen?.about === link.dataset.commentOn;
    link.querySelector("span").textContent = takes ? link.dataset.saysSelected : link.dataset.says;
  }
}

function fill({ about, quote, nth }) {
  const form = document.querySelector("#new-comment form");
  const field = (named) => form.elements.namedItem(named);
  const folded = document.getElementById("new-comment");
  field("about").value = about;
  field("quote").value = quote;
  field("nth").value = nth;
  document.querySelector("[data-comment-here]").hidden = true;
  const begin = () => {
    form.scrollIntoView({ block: "nearest" });
    field("text").focus();
  };
  if (folded.open) return begin();
  // After static/js/disclosures.js, which begins with the first field.
  folded.addEventListener("toggle", begin, { once: true });
  folded.open = true;
}
