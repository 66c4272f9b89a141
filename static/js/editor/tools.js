/* The buttons over an editor, and the keys that do the same.

   `components/editor_tools.html` has them once a page, in a <template>. */
import { EditorSelection } from "../../vendor/editor/editor.min.js";
import { csrfToken } from "../session.js";
import { nextHint } from "./hints.js";

const acts = {
  bold: (view) => around(view, "**"),
  italic: (view) => around(view, "_"),
  code: (view) => around(view, "`"),
  heading: (view) => before(view, "### "),
  list: (view) => before(view, "- "),
  quote: (view) => before(view, "> "),
  link,
  hints: nextHint,
};

export const shortcuts = [
  { key: "Mod-b", run: acts.bold },
  { key: "Mod-i", run: acts.italic },
  { key: "Mod-e", run: acts.code },
  { key: "Mod-k", run: acts.link },
];

export function tools(box, view) {
  const template = document.querySelector("template[data-editor-tools]");
  if (!template) return "";
  const bar = template.content.firstElementChild.cloneNode(true);
  const label = box.labels[0]?.textContent.trim();
  if (label) bar.setAttribute("aria-label", `${bar.getAttribute("aria-label")}: ${label}`);
  if (!box.form?.dataset.preview) bar.querySelector("[data-tool=preview]")?.remove();
  const buttons = [...bar.querySelectorAll("[data-tool]")];
  for (const button of buttons) button.tabIndex = -1;
  buttons[0].tabIndex = 0;
  bar.addEventListener("mousedown", (event) => event.preventDefault());
  bar.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-tool]");
    if (!button) return;
    if (button.dataset.tool === "preview") return preview(box, view, button);
    acts[button.dataset.tool]?.(view);
    view.focus();
  });
  bar.addEventListener("keydown", (event) => walk(event, buttons));
  return bar;
}

/* One stop for the Tab key; the arrows go from button to button. */
function walk(event, buttons) {
  const steps = { ArrowRight: 1, ArrowLeft: -1, Home: -buttons.length, End: buttons.length };
  const step = steps[event.key];
  const at = buttons.indexOf(document.activeElement);
  if (step === undefined || at < 0) return;
  event.preventDefault();
  const next = buttons[Math.max(0, Math.min(buttons.length - 1, at + step))];
  for (const button of buttons) button.tabIndex = button === next ? 0 : -1;
  next.focus();
}

function around(view, mark) {
  const { state } = view;
  view.dispatch({
    userEvent: "format",
    ...state.changeByRange(({ from, to }) => {
      const outside = state.sliceDoc(from - mark.length, from) + state.sliceDoc(to, to + mark.length);
      if (outside === mark + mark) {
        const changes = [
          { from: from - mark.length, to: from },
          { from: to, to: to + mark.length },
        ];
        return { changes, range: EditorSelection.range(from - mark.length, to - mark.length) };
      }
      const changes = [
        { from, insert: mark },
        { from: to, insert: mark },
      ];
      return { changes, range: EditorSelection.range(from + mark.length, to + mark.length) };
    }),
  });
  return true;
}

/* Begin each line of the selection with a mark, or take it away where all have it. */
function before(view, mark) {
  const { state } = view;
  const { from, to } = state.selection.main;
  const lines = [];
  for (let at = from; at <= to; at = lines.at(-1).to + 1) lines.push(state.doc.lineAt(at));
  const have = lines.every(({ text }) => text.startsWith(mark));
  const changes = lines.map((line) =>
    have ? { from: line.from, to: line.from + mark.length } : { from: line.from, insert: mark },
  );
  view.dispatch({ changes, userEvent: "format" });
  return true;
}

function link(view) {
  const { from, to } = view.state.selection.main;
  const words = view.state.sliceDoc(from, to);
  const at = from + words.length + 3;
  view.dispatch({
    userEvent: "format",
    changes: { from, to, insert: `[${words}](https://)` },
    selection: words ? { anchor: at, head: at + 8 } : { anchor: from + 1 },
  });
  return true;
}

/* The text as it will be read, in the place of the editor, until the button is pressed again. */
async function preview(box, view, button) {
  const frame = view.dom.parentElement;
  const shown = frame.querySelector("[data-preview-of]");
  const isShown = button.getAttribute("aria-pressed") === "true";
  button.setAttribute("aria-pressed", String(!isShown));
  view.dom.hidden = !isShown;
  if (isShown) {
    shown?.remove();
    return view.focus();
  }
  const page = document.createElement("div");
  Object.assign(page, { className: "prose preview", tabIndex: 0 });
  page.dataset.previewOf = box.name;
  frame.append(page);
  try {
    const body = new URLSearchParams({ text: view.state.doc.toString() });
    const headers = { "X-CSRFToken": csrfToken() ?? "" };
    const answer = await fetch(box.form.dataset.preview, { method: "POST", body, headers });
    if (!answer.ok || answer.redirected) throw new Error(answer.status);
    page.innerHTML = await answer.text();
  } catch {
    page.textContent = button.dataset.away;
  }
}
