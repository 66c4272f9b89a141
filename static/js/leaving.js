/* `<form data-long>` has words in it that were thought about: the browser asks before they are left.

   They are not remembered here: who tells something without a name leaves nothing in a browser. */
export function leaving() {
  let typed = false;
  addEventListener("input", ({ target }) => {
    if (target.closest?.("form[data-long]")) typed = true;
  });
  addEventListener("submit", ({ target, defaultPrevented }) => {
    if (!defaultPrevented && target.matches("[data-long]")) typed = false;
  });
  addEventListener("beforeunload", (event) => {
    if (typed) event.preventDefault();
  });
}
