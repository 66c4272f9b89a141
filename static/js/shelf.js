/* What the service worker could not deliver, and how it is delivered: once.

   One tab at a time sends (a Web Lock), and the client token makes a repeat the same incident.
   Each is sent as the form was, with the CSRF token of now, and is taken from the shelf when
   Goldseam has it. What Goldseam refuses waits until its author has looked at it. */
import { csrfToken } from "./session.js";

export const SHELF = "filings";
const PATIENCE = 20_000;

export async function onShelf() {
  const cache = await caches.open(SHELF);
  const entries = await Promise.all((await cache.keys()).map((one) => cache.match(one)));
  return Promise.all(entries.filter(Boolean).map((entry) => entry.json()));
}

export async function takeFromShelf(token) {
  await (await caches.open(SHELF)).delete(`/kept/${token}`);
}

async function put(one) {
  await (await caches.open(SHELF)).put(`/kept/${one.token}`, Response.json(one));
}

/* Send what waits for `user`. Returns "away", "signed-out", "busy" (another tab sends) or "done". */
export function sendAll(user, addresses, onSent) {
  return navigator.locks.request(SHELF, { ifAvailable: true }, async (lock) => {
    if (!lock) return "busy";
    for (const one of await onShelf()) {
      if (one.user !== user || one.isRefused) continue;
      const { says, room } = await deliver(one, addresses);
      if (says === "refused") await put({ ...one, isRefused: true });
      else if (says !== "sent") return says;
      else {
        await takeFromShelf(one.token);
        onSent(room);
      }
    }
    return "done";
  });
}

async function deliver(one, { form, file, signIn }) {
  if (!csrfToken()) await ask(form);
  const headers = { "X-CSRFToken": csrfToken() ?? "" };
  const body = new URLSearchParams(one.pairs);
  const answer = await ask(file, { method: "POST", body, headers });
  const isElsewhere = answer?.redirected && new URL(answer.url).pathname === signIn;
  // 409: somebody else is signed in now.
  if (isElsewhere || answer?.status === 409) return { says: "signed-out" };
  if (answer?.redirected) return { says: "sent", room: answer.url };
  if (!answer || answer.status >= 500 || answer.status === 429) return { says: "away" };
  return { says: "refused" };
}

async function ask(address, options) {
  const signal = AbortSignal.timeout(PATIENCE);
  return fetch(address, { ...options, signal }).catch(() => undefined);
}
