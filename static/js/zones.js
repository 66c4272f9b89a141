/* Asks somebody whose browser is in another time zone than their account which one they would like.

   Until they have said so once, on every page; afterwards, when they travel, on the pages they begin
   with. Whoever stays is not asked again in this browser while it stays where it is. */
import { recall, remember, whoIsHere } from "./storage.js";

export function zones() {
  const template = document.querySelector("template[data-zone]");
  if (!template) return;
  const { timeZone: here } = Intl.DateTimeFormat().resolvedOptions();
  const { zone: kept } = template.dataset;
  const key = `goldseam-zone-${whoIsHere()}`;
  if (!here || sameZone(here, kept) || recall(key) === `${here} ${kept}`) return;
  const question = template.content.cloneNode(true);
  question.querySelector("[data-zone-here]").textContent = here.replaceAll("_", " ");
  question.querySelector("[data-zone-move]").value = here;
  question.querySelector("[name=next]").value = location.pathname + location.search;
  question.querySelector("form").addEventListener("submit", ({ submitter }) => {
    if (submitter?.hasAttribute("data-zone-stay")) remember(key, `${here} ${kept}`);
  });
  template.after(question);
}

/* Some zones have two names: Asia/Kolkata is Asia/Calcutta to some browsers. */
function sameZone(one, other) {
  const name = (timeZone) => new Intl.DateTimeFormat("en", { timeZone }).resolvedOptions().timeZone;
  try {
    return name(one) === name(other);
  } catch {
    return one === other;
  }
}
