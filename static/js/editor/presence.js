/* Where the others are: their carets and selections in a box, and their names over the page. */
import {
  Decoration,
  StateEffect,
  ViewPlugin,
  WidgetType,
  createAbsolutePositionFromRelativePosition,
  createRelativePositionFromJSON,
  createRelativePositionFromTypeIndex,
} from "../../vendor/editor/editor.min.js";

const COLOURS = 6;
const moved = StateEffect.define();

function colourOf(id) {
  return Number(id) % COLOURS;
}

/* The extension of one box, whose text is `text`. */
export function carets(awareness, text, name) {
  return ViewPlugin.fromClass(
    class {
      constructor(view) {
        this.view = view;
        this.decorations = Decoration.none;
        this.look = ({ added, updated, removed }) => {
          const others = [...added, ...updated, ...removed].filter((one) => one !== awareness.clientID);
          if (others.length) view.dispatch({ effects: moved.of(null) });
        };
        awareness.on("change", this.look);
      }
      destroy() {
        awareness.off("change", this.look);
      }
      update({ view, state, docChanged, selectionSet, focusChanged, transactions }) {
        if (selectionSet || docChanged || focusChanged) this.show(view, state);
        const isMoved = transactions.some(({ effects }) => effects.some((one) => one.is(moved)));
        if (isMoved || docChanged) this.decorations = others(awareness, text, state.doc.length);
      }
      show(view, { selection }) {
        const { cursor } = awareness.getLocalState() ?? {};
        if (!view.hasFocus) {
          if (cursor?.box === name) awareness.setLocalStateField("cursor", null);
          return;
        }
        const { anchor, head } = selection.main;
        const place = (index) => createRelativePositionFromTypeIndex(text, index);
        const here = { box: name, anchor: place(anchor), head: place(head) };
        if (JSON.stringify(cursor) !== JSON.stringify(here)) awareness.setLocalStateField("cursor", here);
      }
    },
    { decorations: (plugin) => plugin.decorations },
  );
}

function others(awareness, text, length) {
  const shown = [];
  const at = (json) => {
    const place = placeOf(json, text.doc);
    return place?.type === text && place.index <= length ? place.index : null;
  };
  for (const [client, { user, cursor }] of awareness.getStates()) {
    if (client === awareness.clientID || !user || !cursor) continue;
    const [anchor, head] = [at(cursor.anchor), at(cursor.head)];
    if (anchor === null || head === null) continue;
    const colour = colourOf(user.id);
    if (anchor !== head) {
      const mark = Decoration.mark({ class: "their-words", attributes: { "data-colour": `${colour}` } });
      shown.push(mark.range(Math.min(anchor, head), Math.max(anchor, head)));
    }
    const side = head >= anchor ? -1 : 1;
    shown.push(Decoration.widget({ widget: new Caret(user.name, colour), side }).range(head));
  }
  return Decoration.set(shown, true);
}

/* What another browser says of its caret can be anything. */
function placeOf(json, doc) {
  try {
    return createAbsolutePositionFromRelativePosition(createRelativePositionFromJSON(json), doc);
  } catch {
    return null;
  }
}

class Caret extends WidgetType {
  constructor(name, colour) {
    super();
    Object.assign(this, { name, colour });
  }
  eq({ name, colour }) {
    return name === this.name && colour === this.colour;
  }
  toDOM() {
    const caret = document.createElement("span");
    caret.className = "their-caret";
    caret.dataset.colour = this.colour;
    caret.dataset.name = this.name;
    caret.setAttribute("aria-hidden", "true");
    return caret;
  }
}

/* Who else is here, each once, as a list of names. */
export function company(awareness, place) {
  const draw = () => {
    const there = new Map();
    for (const [client, { user, cursor }] of awareness.getStates()) {
      if (client === awareness.clientID || !user) continue;
      there.set(user.id, { name: user.name, box: cursor?.box ?? there.get(user.id)?.box });
    }
    const items = [...there].map(([id, { name, box }]) => {
      const item = document.createElement("li");
      const [label] = (box && document.getElementById(`id_${box}`)?.labels) || [];
      item.textContent = label ? `${name}, ${label.textContent.trim()}` : name;
      item.dataset.colour = colourOf(id);
      return item;
    });
    const list = place.querySelector("ul");
    if (items.map((one) => one.textContent).join() === [...list.children].map((one) => one.textContent).join()) return;
    list.replaceChildren(...items);
    place.hidden = !items.length;
  };
  awareness.on("change", draw);
  draw();
}
