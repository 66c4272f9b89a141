/* Boxes of Markdown, `<textarea data-editor>`, become editors (static/js/editor/). That is a large
   file, so it is fetched when somebody begins to write, or at once on a page that is there to
   write in. Until then, and where it cannot be fetched, the plain box is as good. */

export function editing() {
  const shared = document.querySelector("form[data-coediting]");
  if (shared) import("./editor/coediting.js").then(({ coedit }) => coedit(shared));
  document.addEventListener("focusin", ({ target }) => {
    if (!target.matches?.("textarea[data-editor]") || target.form?.dataset.coediting) return;
    // components/editor_tools.html: without it the editor may not style itself.
    if (!document.querySelector("template[data-editor-tools]")) return;
    import("./editor/box.js").then(({ grow }) => grow(target));
  });
}
