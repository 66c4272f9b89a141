/* Starts the service worker, lets it keep the form, and goes on when Goldseam is back. */
import { growing } from "./live.js";
import { recall, remember } from "./storage.js";

const KEPT_AT = "goldseam-form-kept-at";
const HALF_A_DAY = 12 * 60 * 60 * 1000;
const PATIENCE = 10_000;

export function offline() {
  const place = document.querySelector("[data-kept]");
  if (!place || !("serviceWorker" in navigator)) return;
  const page = document.querySelector("[data-offline]");
  if (page) waitForGoldseam(page, place.dataset);
  else if (document.body.dataset.user) addEventListener("load", () => keep(place.dataset));
  else forgetForm(place.dataset);
}

/* What the form says changes with the first filing, and with the services there are. */
async function keep({ worker }) {
  const { user, away } = document.body.dataset;
  if (away !== undefined) return;
  const isOld = Date.now() - Number(recall(KEPT_AT)) > HALF_A_DAY;
  const afresh = isOld || document.querySelector("[data-filed]") !== null;
  navigator.serviceWorker.addEventListener("controllerchange", () => ask({ keepFor: user }));
  await navigator.serviceWorker.register(worker);
  await ask({ keepFor: user, afresh });
  if (afresh) remember(KEPT_AT, String(Date.now()));
}

async function ask(what) {
  const { active } = await navigator.serviceWorker.ready;
  active.postMessage(what);
}

/* At the sign-in nobody is here, so nobody's form is. */
async function forgetForm({ form }) {
  for (const name of await caches.keys()) await (await caches.open(name)).delete(form);
}

async function waitForGoldseam(page, { form }) {
  const { alive, home, own } = page.dataset;
  const pauses = growing();
  const look = async () => {
    const signal = AbortSignal.timeout(PATIENCE);
    const answer = await fetch(alive, { signal }).catch(() => undefined);
    if (!answer?.ok) setTimeout(look, pauses.next());
    // While something waits to be sent, kept.js goes on when it is.
    else if ("isKept" in page.dataset) setTimeout(look, pauses.next());
    else if (location.pathname === own) location.assign(home);
    else location.reload();
  };
  setTimeout(look, pauses.next());
  addEventListener("online", look);
  page.toggleAttribute("data-has-form", Boolean(await caches.match(form)));
}
