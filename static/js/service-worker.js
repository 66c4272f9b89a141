/* Files an incident while Goldseam cannot be reached.

   It keeps the form that opens an incident (as its user sees it), the offline page, and the files
   both are drawn with; nothing else is ever kept. Pages come from the network, and only when it
   fails, answers nothing in time, or a proxy says that nobody is there (502, 503, 504), from here.

   A form that cannot be delivered is put on the shelf: an entry of the cache "filings", named by
   its client token. `kept.js` sends it from any open page. The token makes it one incident,
   however often it is sent, so a form whose answer got lost is put there too.

   Any other form that cannot be delivered stays where it was typed, and `unsent.js` says so there.

   What is pushed is shown by push-worker.js. `self.goldseam` comes from `config/offline.py`. */

const { version, files, form, file, offline, sign_out: signOut } = self.goldseam;
const CACHE = `goldseam-${version}`;
const SHELF = "filings";
const UNSENT = "unsent";
const PATIENCE = 20_000;
const AWAY = [502, 503, 504];
const KEPT_FOR = "X-Kept-For";
const TOKEN = /(name="client_token" value=")[^"]*/;

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll([...files, offline])));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(forgetOtherReleases().then(() => self.clients.claim()));
});

self.addEventListener("message", (event) => {
  if (event.data.keepFor) event.waitUntil(keepForm(event.data));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== location.origin) return;
  if (request.mode !== "navigate") {
    if (request.method === "GET" && files.includes(pathname)) event.respondWith(asset(request));
  } else if (request.method === "GET") event.respondWith(page(request, pathname));
  else if (pathname === file) event.respondWith(send(request));
  else if (signOut.includes(pathname)) event.respondWith(leave(request));
  else event.respondWith(post(request));
});

async function asset(request) {
  try {
    return await fetch(request);
  } catch (unreachable) {
    const kept = await caches.match(request, { ignoreVary: true });
    if (kept) return kept;
    throw unreachable;
  }
}

async function page(request, pathname) {
  const answer = await reach(request);
  if (answer && !AWAY.includes(answer.status)) return answer;
  const kept = (pathname === form && (await keptForm())) || (await caches.match(offline));
  return kept ?? answer ?? Response.error();
}

async function send(request) {
  const copy = request.clone();
  const answer = await reach(request);
  if (answer && answer.status < 500) return answer;
  const fields = new Map();
  for (const [name, value] of await copy.formData()) {
    if (name !== "csrfmiddlewaretoken") fields.set(name, [...(fields.get(name) ?? []), value]);
  }
  if (!fields.get("title")?.[0].trim()) return Response.redirect(form, 303);
  await putOnShelf(fields);
  return Response.redirect(`${offline}#kept`, 303);
}

/* What else cannot be delivered stays in the page that sent it, if that is one of ours and says so:
   an answer without content leaves it as it is. */
async function post(request) {
  const answer = await fetch(request).catch(() => undefined);
  if (answer && !AWAY.includes(answer.status)) return answer;
  if (await isSaid(request.url)) return new Response(null, { status: 204 });
  return answer ?? Response.error();
}

function isSaid(url) {
  const channel = new BroadcastChannel(UNSENT);
  const said = new Promise((resolve) => {
    channel.addEventListener("message", ({ data }) => data.url === url && resolve(true));
    setTimeout(resolve, 1000, false);
  });
  channel.postMessage({ asks: true, url });
  return said.finally(() => channel.close());
}

async function putOnShelf(fields) {
  const token = fields.get("client_token")?.[0] || crypto.randomUUID();
  fields.set("client_token", [token]);
  if (!fields.get("written_at")?.[0]) fields.set("written_at", [new Date().toISOString()]);
  const pairs = [...fields].flatMap(([name, values]) => values.map((value) => [name, value]));
  const kept = { token, user: fields.get("filer")?.[0] ?? "", title: fields.get("title")[0], pairs };
  await (await caches.open(SHELF)).put(`/kept/${token}`, Response.json(kept));
  new BroadcastChannel(SHELF).postMessage({});
}

/* Whoever signs out leaves no page with their name behind, and gets no messages here any more;
   what waits to be sent stays. */
async function leave(request) {
  stopMessages().catch(() => undefined);
  await (await caches.open(CACHE)).delete(form);
  return fetch(request);
}

async function stopMessages() {
  const subscription = await self.registration.pushManager?.getSubscription();
  await subscription?.unsubscribe();
}

/* The answer, or nothing when there is none in time; a redirect is an answer too. */
async function reach(request) {
  let timer;
  const late = new Promise((resolve) => (timer = setTimeout(resolve, PATIENCE)));
  try {
    return await Promise.race([fetch(request), late]);
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}

/* Keep the form for a user, unless theirs is here already and need not be new. */
async function keepForm({ keepFor, afresh }) {
  const cache = await caches.open(CACHE);
  const isTheirs = (await cache.match(form))?.headers.get(KEPT_FOR) === keepFor;
  if (isTheirs && !afresh) return;
  // What is here stays until there is a newer one, unless it is somebody else's.
  if (!isTheirs) await cache.delete(form);
  const answer = await fetch(`${form}?keep`, { redirect: "manual" });
  if (!answer.ok) return;
  const headers = new Headers({ [KEPT_FOR]: keepFor });
  for (const name of ["Content-Type", "Content-Security-Policy"]) {
    headers.set(name, answer.headers.get(name) ?? "");
  }
  await cache.put(form, new Response(await answer.text(), { headers }));
}

/* The form as it was kept; each time with a token of its own, or two filings would be one. */
async function keptForm() {
  const kept = await (await caches.open(CACHE)).match(form);
  if (!kept) return undefined;
  const html = (await kept.text())
    .replace(TOKEN, `$1${crypto.randomUUID()}`)
    .replace("<body", "<body data-away");
  return new Response(html, { headers: kept.headers });
}

async function forgetOtherReleases() {
  for (const name of await caches.keys()) {
    if (name !== CACHE && name !== SHELF) await caches.delete(name);
  }
}
