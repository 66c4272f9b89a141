/* Says on every page what waits on this device, and sends it (shelf.js) when Goldseam is there.

   `components/kept.html` is the place; its state is one of none, waiting, signed-out, refused and
   sent. At the sign-in nobody's words are shown, only that there are some. */
import { growing } from "./live.js";
import { csrfToken } from "./session.js";
import { SHELF, onShelf, sendAll, takeFromShelf } from "./shelf.js";
import { whoIsHere } from "./storage.js";

export function kept() {
  const place = document.querySelector("[data-kept]");
  if (!place || !self.isSecureContext || !("caches" in self) || !navigator.locks) return;
  const user = whoIsHere();
  const news = new BroadcastChannel(SHELF);
  const pauses = growing();
  let later;

  const look = async () => {
    clearTimeout(later);
    const all = await onShelf();
    const mine = all.filter((one) => one.user === user);
    const waiting = mine.filter((one) => !one.isRefused);
    if (!waiting.length) {
      const others = all.length && !user ? "signed-out" : "none";
      return show(place, mine.length ? "refused" : others, mine);
    }
    show(place, place.dataset.state === "signed-out" ? "signed-out" : "waiting", waiting);
    let opened;
    const outcome = await sendAll(user, place.dataset, (room) => (opened = room));
    if (opened) {
      news.postMessage({ room: opened });
      sent(place, opened);
    }
    if (outcome === "done") return (await onShelf()).some(isRefusedOf(user)) && look();
    if (outcome !== "busy") show(place, outcome === "away" ? "waiting" : outcome, waiting);
    later = setTimeout(look, pauses.next());
  };

  news.addEventListener("message", ({ data }) => (data.room ? sent(place, data.room) : look()));
  addEventListener("online", look);
  document.addEventListener("visibilitychange", () => document.hidden || look());
  document.addEventListener("click", async ({ target }) => {
    const [refused] = (await onShelf()).filter(isRefusedOf(user));
    if (refused && target.closest?.("[data-kept-look]")) openForm(place, refused);
    if (refused && target.closest?.("[data-kept-drop]")) takeFromShelf(refused.token).then(look);
  });
  start(look);
}

/* An incident that was opened through the form itself has no business on the shelf any more. */
async function start(look) {
  const filed = document.querySelector("[data-filed]")?.dataset.filed;
  if (filed) await takeFromShelf(filed);
  look();
}

function isRefusedOf(user) {
  return (one) => one.user === user && one.isRefused;
}

function show(place, state, filings) {
  const before = place.dataset.state;
  if (state === "none" && before === "sent") return;
  place.dataset.state = state;
  for (const list of place.querySelectorAll("[data-kept-titles]")) {
    list.replaceChildren(...filings.map(({ title }) => item(title)));
  }
  const page = document.querySelector("[data-offline]");
  if (page) page.toggleAttribute("data-is-kept", filings.length > 0);
}

function item(title) {
  const line = document.createElement("li");
  line.textContent = title;
  return line;
}

function sent(place, room) {
  place.dataset.state = "sent";
  place.querySelector("[data-kept-room]").href = room;
  if (document.querySelector("[data-offline]")) location.assign(room);
}

/* Sent as a form, so that the answer is the form with what Goldseam asks about it. */
function openForm({ dataset: { file } }, { pairs }) {
  const form = document.createElement("form");
  Object.assign(form, { method: "post", action: file, hidden: true });
  for (const [name, value] of [...pairs, ["csrfmiddlewaretoken", csrfToken() ?? ""]]) {
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  }
  document.body.append(form);
  form.submit();
}
