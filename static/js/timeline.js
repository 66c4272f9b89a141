/* Moves between the windows of a timeline without loading the page again.

   A link with `data-window` has htmx morph the room into one that shows another hundred entries, so
   that a note one is writing stays. The address follows, so that loading the page again shows the
   same, and the reader goes on at the top of what came. */

export function timeline() {
  document.addEventListener("htmx:after:swap", ({ detail }) => {
    const link = detail.ctx?.sourceElement;
    if (!link?.matches?.("[data-window]")) return;
    const title = document.getElementById("timeline-title");
    title?.focus({ preventScroll: true });
    title?.scrollIntoView({ block: "start" });
  });
  document.addEventListener("htmx:before:request", ({ detail }) => {
    const link = detail.ctx?.sourceElement;
    if (link?.matches?.("[data-window]")) history.replaceState(history.state, "", link.href);
  });
}
