/* What the lens says of the words, underlined in place (hints/views.py).

   Where the caret stands in such words, a card under the box has the question and, where there is
   one, another way to say it. What is dismissed stays so in this document; nothing is held up. */
import {
  EditorView,
  forEachDiagnostic,
  linter,
  nextDiagnostic,
  setDiagnostics,
} from "../../vendor/editor/editor.min.js";
import { csrfToken } from "../session.js";

const NEW = "/hints/";
// In place of the underline that CodeMirror draws.
const underline = EditorView.theme({
  ".cm-lintRange.lens": {
    backgroundImage: "none",
    backgroundColor: "var(--gold-wash)",
    paddingBottom: "0",
    borderRadius: ".2em",
    textDecoration: "underline wavy var(--gold) 1.5px",
    textUnderlineOffset: ".25em",
    textDecorationSkipInk: "none",
  },
});
const PAUSE = 700;

export function hints(box, frame) {
  const address = box.form?.dataset.hints;
  const template = document.querySelector("template[data-hint-card]");
  if (!address || !template) return [];
  const card = template.content.firstElementChild.cloneNode(true);
  card.hidden = true;
  frame.append(card);
  const dismissed = new Set();
  const look = async (view) => {
    const text = view.state.doc.toString();
    if (!text.trim()) return [];
    const answer = await post(address, { text });
    const found = answer?.ok && !answer.redirected ? (await answer.json()).hints : [];
    return found.filter((hint) => !dismissed.has(keyOf(hint))).map((hint) => shown(hint, card));
  };
  const dismiss = (view, hint) => {
    dismissed.add(keyOf(hint));
    if (address !== NEW) post(`${address}dismiss/`, { rule: hint.rule, words: hint.words });
    forget(view, hint);
  };
  let at = null;
  const show = ({ view, state }) => {
    const found = all(state);
    const { head } = state.selection.main;
    at = found.find(({ from, to }) => from <= head && head <= to) ?? null;
    fill(card, at?.diagnostic.hint);
    count(frame, found.length);
  };
  card.addEventListener("click", ({ target }) => {
    const view = EditorView.findFromDOM(frame.querySelector(".cm-editor"));
    if (!at || !target.closest("button")) return;
    const { from, to, diagnostic } = at;
    if (target.closest("[data-hint-use]")) {
      const insert = diagnostic.hint.rewording;
      view.dispatch({ changes: { from, to, insert }, selection: { anchor: from + insert.length } });
    } else dismiss(view, diagnostic.hint);
    view.focus();
  });
  return [
    linter(look, { delay: PAUSE, tooltipFilter: () => [] }),
    EditorView.updateListener.of(show),
    underline,
  ];
}

/* Go to the next words that the lens has a question about. */
export function nextHint(view) {
  nextDiagnostic(view);
  view.focus();
  return true;
}

function shown(hint) {
  const { from, to, why, question, strength } = hint;
  const severity = strength === "hint" ? "hint" : "info";
  return { from, to, severity, message: `${why} ${question}`, markClass: "lens", hint };
}

function all(state) {
  const found = [];
  forEachDiagnostic(state, (diagnostic, from, to) => found.push({ diagnostic, from, to }));
  return found;
}

function keyOf({ rule, words }) {
  return `${rule}:${words.toLowerCase().split(/\s+/).join(" ")}`;
}

/* Take away what is underlined for the same words, wherever they stand. */
function forget(view, hint) {
  const left = all(view.state).filter(({ diagnostic }) => keyOf(diagnostic.hint) !== keyOf(hint));
  const diagnostics = left.map(({ diagnostic, from, to }) => ({ ...diagnostic, from, to }));
  view.dispatch(setDiagnostics(view.state, diagnostics));
}

function fill(card, hint) {
  card.hidden = !hint;
  if (!hint) return;
  card.querySelector("[data-hint-words]").textContent = hint.words;
  card.querySelector("[data-hint-why]").textContent = hint.why;
  card.querySelector("[data-hint-question]").textContent = hint.question;
  card.querySelector("[data-hint-rewording]").textContent = hint.rewording ?? "";
  for (const part of card.querySelectorAll("[data-hint-rewording], [data-hint-use]")) {
    part.hidden = hint.rewording === null;
  }
}

function count(frame, number) {
  const button = frame.querySelector("[data-tool=hints]");
  if (!button) return;
  button.hidden = !number;
  button.querySelector("[data-count]").textContent = number;
}

async function post(address, fields) {
  const headers = { "X-CSRFToken": csrfToken() ?? "" };
  try {
    return await fetch(address, { method: "POST", body: new URLSearchParams(fields), headers });
  } catch {
    return null;
  }
}
