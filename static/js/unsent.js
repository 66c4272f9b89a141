/* Says that a form was not sent, because Goldseam cannot be reached.

   The service worker then answers nothing, and so the page stays with all that was typed: first it
   asks whether there is a page that will say so. */
import { keepSent } from "./drafts.js";
import { forgetSending } from "./submit.js";

const CHANNEL = "unsent";

export function unsent() {
  const place = document.querySelector("[data-live]");
  if (!place) return;
  let sent;
  addEventListener("submit", ({ target, submitter, defaultPrevented }) => {
    if (defaultPrevented || target.method !== "post") return;
    sent = { form: target, url: addressOf(target, submitter) };
    delete place.dataset.unsent;
  });
  const channel = new BroadcastChannel(CHANNEL);
  channel.addEventListener("message", ({ data }) => {
    if (!data.asks || data.url !== sent?.url) return;
    channel.postMessage({ url: sent.url });
    keepSent();
    forgetSending(sent.form);
    place.dataset.unsent = "away";
    sent = undefined;
  });
  place.addEventListener("htmx:sse:after:connection", () => {
    if ("unsent" in place.dataset) place.dataset.unsent = "back";
  });
}

function addressOf(form, button) {
  const given = button?.getAttribute("formaction") ?? form.getAttribute("action") ?? "";
  const url = new URL(given, document.baseURI);
  url.hash = "";
  return url.href;
}
