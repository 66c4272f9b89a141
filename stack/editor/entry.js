/* What the pages use of CodeMirror and Yjs, in one file: `static/vendor/editor/editor.min.js`.
   `./dev vendor` builds it anew (stack/editor_bundle.py). */
export { EditorSelection, EditorState, StateEffect, StateField } from "@codemirror/state";
export { Decoration, EditorView, ViewPlugin, WidgetType, keymap, placeholder } from "@codemirror/view";
export { defaultKeymap, history, historyKeymap, redo, undo } from "@codemirror/commands";
export { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
export { markdown, markdownLanguage } from "@codemirror/lang-markdown";
export { forEachDiagnostic, linter, lintKeymap, nextDiagnostic, setDiagnostics } from "@codemirror/lint";
export { tags } from "@lezer/highlight";
export * as decoding from "lib0/decoding";
export * as encoding from "lib0/encoding";
export {
  Doc,
  UndoManager,
  createAbsolutePositionFromRelativePosition,
  createRelativePositionFromJSON,
  createRelativePositionFromTypeIndex,
} from "yjs";
export { ySync, ySyncFacet, YSyncConfig, yCollab, yUndoManagerKeymap } from "y-codemirror.next";
export { IndexeddbPersistence, clearDocument } from "y-indexeddb";
export { WebsocketProvider } from "y-websocket";
