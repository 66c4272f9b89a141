/* One box of Markdown as an editor. The box stays in its form, hidden, and says the same. */
import {
  EditorView,
  HighlightStyle,
  defaultKeymap,
  history,
  historyKeymap,
  keymap,
  lintKeymap,
  markdown,
  markdownLanguage,
  placeholder,
  syntaxHighlighting,
  tags,
} from "../../vendor/editor/editor.min.js";
import { hints } from "./hints.js";
import { follow, remarks } from "./remarks.js";
import { shortcuts, tools } from "./tools.js";

const grown = new WeakMap();

const looks = HighlightStyle.define([
  { tag: tags.heading, class: "md-heading" },
  { tag: tags.strong, class: "md-strong" },
  { tag: tags.emphasis, class: "md-emphasis" },
  { tag: tags.strikethrough, class: "md-strike" },
  { tag: [tags.monospace, tags.url], class: "md-code" },
  { tag: tags.link, class: "md-link" },
  { tag: tags.quote, class: "md-quote" },
  { tag: [tags.processingInstruction, tags.contentSeparator], class: "md-mark" },
]);

// Over what CodeMirror brings along; the rest is in static/css/editor.css.
const calm = EditorView.theme({
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "inherit", lineHeight: "1.6" },
  ".cm-content": { padding: ".65rem 0", minHeight: "5.5rem", caretColor: "var(--ink)" },
  ".cm-line": { padding: "0 .8rem" },
  ".cm-placeholder": { color: "var(--muted)" },
});

/* Put an editor in the place of a box. `shared` are the extensions that take its text from
   elsewhere; without them what is typed is the box's own. */
export function grow(box, shared) {
  if (grown.has(box) || box.readOnly || box.disabled) return grown.get(box);
  const wasFocused = document.activeElement === box;
  const { selectionStart, selectionEnd } = box;
  const frame = document.createElement("div");
  frame.className = "editor";
  box.after(frame);
  const view = new EditorView({
    doc: shared?.text ?? box.value,
    parent: frame,
    extensions: [
      shared?.extensions ?? [history(), keymap.of(historyKeymap)],
      keymap.of([...shortcuts, ...lintKeymap, ...defaultKeymap]),
      markdown({ base: markdownLanguage, addKeymap: true }),
      syntaxHighlighting(looks),
      calm,
      EditorView.lineWrapping,
      EditorView.cspNonce.of(document.querySelector("meta[name=csp-nonce]")?.content ?? ""),
      EditorView.contentAttributes.of(described(box)),
      placeholder(box.placeholder),
      EditorView.updateListener.of((update) => update.docChanged && copy(box, update)),
      hints(box, frame),
      remarks(),
    ],
  });
  grown.set(box, view);
  frame.prepend(tools(box, view));
  frame.append(...frame.querySelectorAll(".hint-card"));
  box.hidden = true;
  // A refresh of the page knows nothing of an editor, and leaves what is around it alone.
  box.closest(".field")?.setAttribute("hx-morph-skip", "");
  for (const label of box.labels) label.addEventListener("click", () => view.focus());
  listen(box, view);
  follow(box, view);
  if (wasFocused) {
    view.dispatch({ selection: { anchor: selectionStart, head: selectionEnd } });
    view.focus();
  }
  return view;
}

/* The editor has the name and the description that the box had. */
function described(box) {
  const [label] = box.labels;
  const attributes = { spellcheck: "true", autocapitalize: "sentences", autocorrect: "on" };
  for (const name of ["aria-describedby", "aria-invalid"]) {
    if (box.hasAttribute(name)) attributes[name] = box.getAttribute(name);
  }
  if (!label) return { ...attributes, "aria-label": box.getAttribute("aria-label") ?? "" };
  label.id ||= `${box.id}-label`;
  return { ...attributes, "aria-labelledby": label.id };
}

let copying = false;

function copy(box, { state }) {
  copying = true;
  box.value = state.doc.toString();
  box.dispatchEvent(new Event("input", { bubbles: true }));
  copying = false;
}

/* What others do to the box: a draft that comes back, a form that is cleared, a pasted picture. */
function listen(box, view) {
  const follow = () => {
    if (copying || box.value === view.state.doc.toString()) return;
    view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: box.value } });
  };
  box.addEventListener("input", follow);
  box.form?.addEventListener("reset", () => setTimeout(follow));
  box.addEventListener("editor:insert", (event) => {
    event.preventDefault();
    const { from, to } = view.state.selection.main;
    const before = view.state.sliceDoc(0, from);
    const gap = before && !before.endsWith("\n") ? "\n\n" : "";
    const insert = `${gap}${event.detail}\n`;
    view.dispatch({ changes: { from, to, insert }, selection: { anchor: from + insert.length } });
    view.focus();
  });
  box.focus = () => view.focus();
}
