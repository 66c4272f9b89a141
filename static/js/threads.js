/* Comments and the words they are about (templates/postmortems/_threads.html).

   The words are painted with the Custom Highlight API, which changes nothing in the page, so that
   htmx can morph it. Pressing the words of a comment leads to them in the article, and pressing
   those leads to the comment. Where a browser cannot paint, the links lead to the section. */
import { commentOnSelection } from "./selection.js";
import { rangeOf } from "./words.js";

const painted = new Map();

export function threads() {
  if (!document.getElementById("threads")) return;
  paint();
  commentOnSelection();
  document.addEventListener("htmx:after:swap", paint);
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("[data-show-words]");
    if (link) showWords(link.closest("[data-thread]"), event);
    else if (event.target.closest?.("#article")) showThread(event);
  });
}

function paint() {
  painted.clear();
  for (const thread of document.querySelectorAll("#open-threads [data-words]")) {
    const { section, words, nth } = thread.dataset;
    const place = document.querySelector(`#${section} > .prose`);
    const range = place && rangeOf(place, words, Number(nth));
    if (range) painted.set(thread.dataset.thread, range);
  }
  highlight("commented", [...painted.values()]);
}

function highlight(name, ranges) {
  if (!globalThis.CSS?.highlights) return;
  CSS.highlights.set(name, Object.assign(new Highlight(...ranges), { priority: name === "commented" ? 0 : 1 }));
}

function emphasise(thread, range) {
  for (const one of document.querySelectorAll(".thread.now")) one.classList.remove("now");
  thread.classList.add("now");
  highlight("commented-now", range ? [range] : []);
}

/* From a comment to its words: in the article here, in an editor by static/js/editor/remarks.js. */
function showWords(thread, event) {
  const range = painted.get(thread.dataset.thread);
  emphasise(thread, range);
  const asked = new CustomEvent("thread:show", { bubbles: true, cancelable: true });
  if (!range) {
    if (!thread.dispatchEvent(asked)) event.preventDefault();
    return;
  }
  event.preventDefault();
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  range.startContainer.parentElement.scrollIntoView({ block: "center", behavior: calm ? "auto" : "smooth" });
}

/* From words in the article to their comment. */
function showThread({ clientX, clientY, target }) {
  if (target.closest("a, button, summary") || !getSelection().isCollapsed) return;
  const caret = document.caretPositionFromPoint?.(clientX, clientY);
  if (!caret) return;
  for (const [number, range] of painted) {
    if (!range.isPointInRange(caret.offsetNode, caret.offset)) continue;
    openThread(number);
    return emphasise(document.getElementById(`thread-${number}`), range);
  }
}

export function openThread(number) {
  const thread = document.getElementById(`thread-${number}`);
  if (!thread) return;
  const folded = thread.closest("details:not([open])");
  if (folded) folded.open = true;
  thread.focus({ preventScroll: true });
  thread.scrollIntoView({ block: "nearest" });
}
