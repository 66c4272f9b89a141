/* Moves between the windows of a timeline without loading the page again.

   A link with `data-window` has htmx morph the room into one that shows another page of entries, so
   that a note one is writing stays. The address follows, so that loading the page again shows the
   same, and the reader goes on at the top of what came.

   Moving and refreshing take turns (`hx-sync`): a move ends a refresh that is under way, which would
   bring the former window back; a refresh that waited for a move asks for the window that came. */

// The link itself is often gone when its window has come, so the request is remembered.
const moves = new WeakSet();

export function timeline() {
  document.addEventListener("htmx:before:request", ({ target, detail }) => {
    if (target.id === "room") detail.ctx.request.action = target.getAttribute("hx-get");
    if (!target.matches?.("[data-window]")) return;
    moves.add(detail.ctx);
    history.replaceState(history.state, "", target.href);
  });
  document.addEventListener("htmx:after:swap", ({ detail }) => {
    if (!moves.has(detail.ctx)) return;
    const title = document.getElementById("timeline-title");
    title?.focus({ preventScroll: true });
    title?.scrollIntoView({ block: "start" });
  });
}
