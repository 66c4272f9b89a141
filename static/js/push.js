/* Messages that this browser shows when no page is open; push-worker.js shows them.

   Once a visit (a tab's session) the browser and Goldseam compare what they know: whoever was
   reached in this browser and is not here any more is reached in it no longer, and a
   subscription that was lost, or made with another key of the site, is made anew. */
import { csrfToken } from "./session.js";
import { forget, recall, remember } from "./storage.js";

/* Who wants messages in this browser, by number. */
const WANTED_BY = "goldseam-push";
const COMPARED = "goldseam-push-compared";

export function push() {
  const place = document.querySelector("[data-push]");
  const panel = document.querySelector("[data-push-panel]");
  if (panel) here(panel, place.dataset);
  else if (place && isAble()) addEventListener("load", () => visit(place.dataset));
}

function isAble() {
  return "serviceWorker" in navigator && "PushManager" in self && "Notification" in self;
}

async function visit(place) {
  const { user } = document.body.dataset;
  if (recall(COMPARED, () => sessionStorage) === user) return;
  await compare(user, place).catch(() => undefined);
}

async function compare(user, { key, see, renew, leave }) {
  const isWanted = recall(WANTED_BY) === user;
  const subscription = await subscribed();
  if (!subscription && !isWanted) return forget(WANTED_BY);
  const now = (await (await fetch(key)).json()).key;
  if (subscription && keyOf(subscription) === now) {
    const { is_yours: isYours } = await (await send(see, { endpoint: subscription.endpoint })).json();
    if (isYours) remember(WANTED_BY, user);
    else await end(subscription, leave);
  } else {
    if (subscription) await end(subscription, leave);
    if (isWanted && Notification.permission === "granted") {
      await send(renew, answered(await subscribe(now)));
      remember(WANTED_BY, user);
    }
  }
  remember(COMPARED, user, () => sessionStorage);
}

/* Goldseam forgets it first: what the browser forgot could not be named any more. */
async function end(subscription, leave) {
  forget(WANTED_BY);
  await send(leave, { endpoint: subscription.endpoint });
  await subscription.unsubscribe();
}

/* The page about this browser. Its state is one of off, on, blocked, missing, insecure, failed. */
async function here(panel, place) {
  const { user } = document.body.dataset;
  const show = (state) => (panel.dataset.state = state);
  if (!self.isSecureContext) return show("insecure");
  if (!isAble()) return show("missing");
  await navigator.serviceWorker.register(place.worker);
  await compare(user, place).catch(() => undefined);
  const isOn = recall(WANTED_BY) === user && (await subscribed());
  if (isOn) return show("on");
  show(Notification.permission === "denied" ? "blocked" : "off");
  panel.querySelector("[data-push-allow]").addEventListener("click", () => {
    allow(panel, user).then((state) => state && show(state), () => show("failed"));
  });
}

/* Asks for permission, subscribes, and sends the form with what the browser answered. */
async function allow(panel, user) {
  const permission = await Notification.requestPermission();
  if (permission !== "granted") return permission === "denied" ? "blocked" : "off";
  const form = panel.querySelector("form");
  const fields = answered(await subscribe(panel.dataset.key));
  for (const [name, value] of Object.entries(fields)) form.elements.namedItem(name).value = value;
  remember(WANTED_BY, user);
  form.requestSubmit();
  return undefined;
}

async function subscribed() {
  const registration = await navigator.serviceWorker.getRegistration();
  return (await registration?.pushManager.getSubscription()) ?? undefined;
}

async function subscribe(key) {
  const { pushManager } = await navigator.serviceWorker.ready;
  const raw = atob(key.replaceAll("-", "+").replaceAll("_", "/"));
  const applicationServerKey = Uint8Array.from(raw, (letter) => letter.charCodeAt(0));
  return pushManager.subscribe({ userVisibleOnly: true, applicationServerKey });
}

function answered(subscription) {
  const { endpoint, keys } = subscription.toJSON();
  return { endpoint, p256dh: keys.p256dh, auth: keys.auth };
}

/* The key that a subscription was made with, as Goldseam writes it. */
function keyOf({ options }) {
  const bytes = new Uint8Array(options.applicationServerKey ?? []);
  const text = btoa(String.fromCharCode(...bytes));
  return text.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

async function send(url, fields) {
  const headers = { "X-CSRFToken": csrfToken() ?? "" };
  const answer = await fetch(url, { method: "POST", headers, body: new URLSearchParams(fields) });
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
  return answer;
}
