/* A write-up that several people write in at once: `<form data-coediting="/live/write-ups/7">`.

   Yjs brings everybody's copies together, over a WebSocket, and keeps one in this browser too, so
   that what is written without a network survives a closed tab. The server answers a number behind
   what was sent once all of it is kept, and then the page says "Saved".

   Where no copy can be had (no WebSocket comes through), the form stays what it is without
   scripts: boxes and a button. */
import {
  Doc,
  IndexeddbPersistence,
  UndoManager,
  ViewPlugin,
  WebsocketProvider,
  decoding,
  encoding,
  keymap,
  yCollab,
  yUndoManagerKeymap,
} from "../../vendor/editor/editor.min.js";
import { whoIsHere } from "../storage.js";
import { grow } from "./box.js";
import { carets, company } from "./presence.js";
import { line } from "./line.js";

const KEPT = 4;
const PATIENCE = 6_000;
const MARK_AFTER = 400;
// Forgotten when somebody signs out, in static/js/drafts.js.
const PREFIX = "goldseam:write-up:";

export async function coedit(form) {
  const { coediting: address, generation, name } = form.dataset;
  const id = Number(whoIsHere());
  const [base, number] = [address.slice(0, address.lastIndexOf("/")), address.split("/").at(-1)];
  const doc = new Doc();
  const copy = new IndexeddbPersistence(`${PREFIX}${id}:${number}:${generation}`, doc);
  const server = location.origin.replace(/^http/, "ws") + base;
  const provider = new WebsocketProvider(server, number, doc, {
    connect: false,
    params: { generation },
    disableBc: true,
    maxBackoffTime: 10_000,
  });
  provider.awareness.setLocalState({ user: { id, name } });
  const state = saving(doc, provider, form.querySelector("[data-saved]"));
  for (const box of boxesOf(form)) box.readOnly = true;
  provider.connect();
  const isShared = await Promise.race([synced(provider), nothing(provider)]);
  for (const box of boxesOf(form)) box.readOnly = false;
  if (!isShared) return alone(form, provider, copy, state);
  form.dataset.shared = "";
  share(form, doc, provider.awareness);
  company(provider.awareness, form.querySelector("[data-company]"));
  addEventListener("pagehide", () => provider.awareness.setLocalState(null));
}

function boxesOf(form) {
  return form.querySelectorAll("textarea[data-editor], input[data-editor]");
}

function synced(provider) {
  return new Promise((resolve) => provider.once("sync", () => resolve(true)));
}

function nothing(provider) {
  return new Promise((resolve) => {
    setTimeout(resolve, PATIENCE, false);
    provider.on("closed", () => resolve(false));
  });
}

/* The words of a copy that was never brought together with the others' are not to come twice. */
function alone(form, provider, copy, state) {
  provider.destroy();
  copy.destroy();
  state.end("alone");
  for (const box of form.querySelectorAll("textarea[data-editor]")) grow(box);
}

function share(form, doc, awareness) {
  for (const box of boxesOf(form)) {
    const text = doc.getText(box.name);
    if (box.localName === "input") {
      line(box, text);
      continue;
    }
    const undoManager = new UndoManager(text);
    const extensions = [
      keymap.of(yUndoManagerKeymap),
      steps(undoManager),
      yCollab(text, null, { undoManager }),
      carets(awareness, text, box.name),
    ];
    box.value = text.toString();
    grow(box, { text: text.toString(), extensions });
  }
}

/* What a tool did is undone alone, and not with the words that were typed just before. */
function steps(undoManager) {
  const update = ({ transactions }) => {
    if (transactions.some((one) => one.isUserEvent("format"))) undoManager.stopCapturing();
  };
  return ViewPlugin.define(() => ({ update }));
}

/* Says whether everything that was written here is kept. */
function saving(doc, provider, place) {
  let number = 0;
  let kept = 0;
  let timer;
  let hasEnded = false;
  const say = (state) => hasEnded || (place.dataset.state = state);
  const mark = () => {
    clearTimeout(timer);
    if (provider.ws?.readyState !== WebSocket.OPEN) return;
    const encoder = encoding.createEncoder();
    encoding.writeVarUint(encoder, KEPT);
    encoding.writeVarUint(encoder, number);
    provider.ws.send(encoding.toUint8Array(encoder));
  };
  doc.on("update", (_update, origin) => {
    if (origin === provider || origin instanceof IndexeddbPersistence) return;
    number += 1;
    say(provider.wsconnected ? "saving" : "away");
    clearTimeout(timer);
    timer = setTimeout(mark, MARK_AFTER);
  });
  provider.messageHandlers[KEPT] = (_encoder, decoder) => {
    kept = Math.max(kept, decoding.readVarUint(decoder));
    if (kept >= number) say("saved");
  };
  provider.on("sync", (isSynced) => isSynced && mark());
  provider.on("status", ({ status }) => status === "connected" || say("away"));
  const end = (state) => {
    say(state);
    hasEnded = true;
  };
  provider.on("closed", ({ code }) => end(`ended-${code}`));
  addEventListener("beforeunload", (event) => kept < number && event.preventDefault());
  return { end };
}
