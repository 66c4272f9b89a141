/* A form that is on its way looks like it, and a second click does not send it again.

   The server drops repeats too; this only saves people from wondering. The mark goes when the
   page is shown again from the back/forward cache, when htmx has its answer, and after a while in
   any case: nobody is left with a button that does nothing. */

const AT_MOST = 8000;

export function submitting() {
  // On its way down, so that htmx does not hear of the second click either.
  document.addEventListener("submit", refuseRepeats, true);
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented && !isSentByHtmx(form)) return;
    mark(form, event.submitter);
    setTimeout(() => forgetSending(form), AT_MOST);
  });
  document.addEventListener("htmx:finally:request", ({ target }) => {
    const form = target.closest?.("form");
    if (form) forgetSending(form);
  });
  addEventListener("pageshow", () => document.querySelectorAll("[data-sending]").forEach(forgetSending));
}

function refuseRepeats(event) {
  if (!("sending" in event.target.dataset)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
}

function isSentByHtmx(form) {
  return form.hasAttribute("hx-post");
}

function mark(form, button) {
  form.dataset.sending = "";
  button?.setAttribute("aria-busy", "true");
}

export function forgetSending(form) {
  delete form.dataset.sending;
  // A button can stand outside its form and belong to it all the same.
  for (const element of form.elements) element.removeAttribute("aria-busy");
}
