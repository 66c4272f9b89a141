/* The words that comments are about, underlined in the editor. What is read in the page counts code
   points of the text as the server has it; where the text here is ahead of that, what was marked
   stays marked until both say the same. */
import { Decoration, EditorView, StateEffect, StateField } from "../../vendor/editor/editor.min.js";
import { openThread } from "../threads.js";

const marked = StateEffect.define();

/* The extension of one box. Pressing marked words leads to their comment. */
export function remarks() {
  const click = ({ target }) => {
    const words = target.closest("[data-about-thread]");
    if (words) openThread(words.dataset.aboutThread);
  };
  return [field, EditorView.domEventHandlers({ click })];
}

/* Marks the words of a box now, and again whenever the threads have been fetched. */
export function follow(box, view) {
  const mark = () => view.dispatch({ effects: marked.of(threadsOf(box.name)) });
  document.addEventListener("htmx:after:swap", ({ target }) => target.id === "threads" && mark());
  document.addEventListener("thread:show", (event) => {
    const range = rangeOf(view.state, event.target.dataset.thread);
    if (!range) return;
    event.preventDefault();
    view.dispatch({ selection: range, effects: EditorView.scrollIntoView(range.anchor, { y: "center" }) });
    view.focus();
  });
  mark();
}

const field = StateField.define({
  create: () => Decoration.none,
  update(before, { docChanged, changes, effects, state }) {
    let marks = docChanged ? before.map(changes) : before;
    for (const effect of effects) if (effect.is(marked)) marks = drawn(effect.value, marks, state.doc);
    return marks;
  },
  provide: (one) => EditorView.decorations.from(one),
});

function threadsOf(name) {
  return [...document.querySelectorAll("#open-threads [data-words]")]
    .map(({ dataset }) => dataset)
    .filter(({ section }) => section === name);
}

function drawn(threads, before, doc) {
  const known = new Map();
  before.between(0, doc.length, (from, to, { spec }) => void known.set(spec.thread, [from, to]));
  const text = doc.toString();
  const ranges = [];
  for (const { thread, source, start, end } of threads) {
    const place = [start, end].map((offset) => unitsBefore(text, Number(offset)));
    const [from, to] = text.slice(...place) === source ? place : (known.get(thread) ?? [0, 0]);
    const attributes = { "data-about-thread": thread };
    if (to > from) ranges.push(Decoration.mark({ class: "commented", attributes, thread }).range(from, to));
  }
  return Decoration.set(ranges, true);
}

/* UTF-16 units before a place that is counted in code points. */
function unitsBefore(text, points) {
  let units = 0;
  for (let left = points; left > 0 && units < text.length; left -= 1) {
    units += text.codePointAt(units) > 0xffff ? 2 : 1;
  }
  return units;
}

function rangeOf(state, thread) {
  let found = null;
  state.field(field).between(0, state.doc.length, (from, to, { spec }) => {
    if (spec.thread === thread) found = { anchor: from, head: to };
  });
  return found;
}
