/* What stands in an `<ol data-arranged>` can be dragged by its `[data-handle]`, with a mouse, a pen or
   a finger. Where it is let go, the form of its first button sends the new place: the buttons do the
   same without this. */

export function arranging() {
  document.addEventListener("pointerdown", (event) => {
    const item = event.target.closest?.("[data-handle]")?.closest("[data-arranged] > li");
    if (!item || event.button) return;
    event.preventDefault();
    drag(item, event.pointerId);
  });
}

function drag(item, pointer) {
  const before = place(item);
  const controller = new AbortController();
  const { signal } = controller;
  const is = (event) => event.pointerId === pointer;
  const end = (isKept) => {
    controller.abort();
    delete item.dataset.dragged;
    if (!isKept) put(item, before);
    else if (place(item) !== before) send(item);
  };
  item.dataset.dragged = "";
  // Not on the handle, nor captured by it: what moves in the page loses both.
  addEventListener("pointermove", (event) => is(event) && settle(item, event.clientY), { signal });
  addEventListener("pointerup", (event) => is(event) && end(true), { signal });
  addEventListener("pointercancel", (event) => is(event) && end(false), { signal });
  addEventListener("keydown", ({ key }) => key === "Escape" && end(false), { signal });
}

function place(item) {
  return [...item.parentElement.children].indexOf(item);
}

function put(item, at) {
  const others = [...item.parentElement.children].filter((one) => one !== item);
  item.parentElement.insertBefore(item, others[at] ?? null);
}

/* Before the first whose middle is below the pointer. */
function settle(item, y) {
  const others = [...item.parentElement.children].filter((one) => one !== item);
  const below = others.findIndex((one) => {
    const { top, height } = one.getBoundingClientRect();
    return y < top + height / 2;
  });
  const at = below < 0 ? others.length : below;
  if (at !== place(item)) put(item, at);
}

function send(item) {
  const button = item.querySelector("button[name=to]");
  button.value = place(item);
  button.form.requestSubmit(button);
}
