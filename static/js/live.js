/* Keeps an open page up to date over Server-Sent Events.

   `components/live.html` is the element with `hx-sse:connect`. htmx's sse extension opens the
   stream and dispatches each named event ("room") as a DOM event on that element; it bubbles, so a
   fragment takes part with

     hx-get="…" hx-trigger="room from:body, refresh from:body" hx-swap="outerMorph"

   What the extension does not do is done here:

   - It reconnects a stream that ends, with growing pauses, but never retries a first connection
     that fails. `live:retry` (see hx-trigger in the component) starts it again.
   - Events that passed while there was no stream are gone. After every connection, the first one
     too (the page was made before it), and on the server's `resync`, a `refresh` event asks all
     fragments to fetch themselves again. A page opened in the moment of a change is not left behind.
   - A stream whose network vanished looks open for minutes. Once the server has sent a `beat`, its
     absence counts as the end of the stream.
   - Nobody is told while a stream renews itself, only when it stays away.

   It lets go of the stream while the tab is hidden and comes back when it is shown. */

const NOTICE_AFTER = 3_000;
const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 30_000;
const SILENCE = 45_000;

export function live() {
  for (const element of document.querySelectorAll("[data-live]")) follow(element);
}

function follow(element) {
  let connection = null;
  let connected = false;
  let ended = false;
  let heard = 0;
  let beats = false;
  let notice;
  let retry;
  const pauses = growing();

  const say = (state) => (element.dataset.state = state);
  const refresh = () => element.dispatchEvent(new CustomEvent("refresh", { bubbles: true }));
  const lose = () => {
    connected = false;
    if (!ended) notice ??= setTimeout(() => say("lost"), NOTICE_AFTER);
  };
  const end = () => {
    ended = true;
    clearTimeout(notice);
    say("ended");
  };
  const again = () => element.dispatchEvent(new CustomEvent("live:retry"));
  const retryLater = () => {
    lose();
    clearTimeout(retry);
    if (!ended) retry = setTimeout(again, pauses.next());
  };

  element.addEventListener("htmx:sse:before:connection", (event) => {
    connection = event.detail.connection;
    if (ended) event.preventDefault();
    else if (connection.attempt > 0) lose();
  });
  element.addEventListener("htmx:sse:after:connection", () => {
    clearTimeout(notice);
    notice = undefined;
    connected = true;
    heard = Date.now();
    pauses.reset();
    say("live");
    refresh();
  });
  element.addEventListener("htmx:sse:before:message", ({ detail }) => {
    heard = Date.now();
    beats ||= detail.message.event === "beat";
  });
  element.addEventListener("resync", refresh);

  // A refused stream stays refused: the session is over, or the incident is no longer ours to see.
  const refused = (status) => [401, 403, 404].includes(status);
  element.addEventListener("htmx:response:error", ({ detail }) => {
    if (refused(detail.ctx.response.status)) end();
  });
  element.addEventListener("htmx:sse:error", ({ detail }) => {
    if (refused(detail.status)) end();
  });

  // The request that opens the stream is over at once when it worked, and then it is connected.
  element.addEventListener("htmx:finally:request", () => connected || retryLater());
  element.addEventListener("htmx:sse:close", () => element.isConnected && retryLater());

  addEventListener("offline", lose);
  addEventListener("online", () => {
    connection?.delayCanceller?.();
    connection?.reader?.cancel();
    if (!connection) again();
  });
  setInterval(() => {
    if (!beats || !connected || document.hidden || Date.now() - heard < SILENCE) return;
    lose();
    connection?.reader?.cancel();
  }, SILENCE / 9);

  healFragments(refresh, () => say("ended"));
}

/* A fragment that could not be fetched keeps what it shows and is asked again in a while; one that
   is refused (the incident is no longer ours to see) is not, and the page says that it is old. */
function healFragments(refresh, giveUp) {
  const pauses = growing();
  let timer;
  const later = ({ target, detail }) => {
    if (!isFragment(target)) return;
    const status = detail.ctx?.response?.status ?? 0;
    if (status >= 400 && status < 500 && status !== 429) return giveUp();
    clearTimeout(timer);
    timer = setTimeout(refresh, pauses.next());
  };
  document.addEventListener("htmx:response:error", later);
  document.addEventListener("htmx:error", later);
  document.addEventListener("htmx:after:swap", ({ target }) => isFragment(target) && pauses.reset());
}

function isFragment(element) {
  return element.getAttribute?.("hx-trigger")?.includes("refresh from:body") ?? false;
}

/* Pauses that double, each a little different so that a thousand screens do not ask as one. */
export function growing() {
  let pause = FIRST_PAUSE;
  return {
    next() {
      const now = pause * (0.7 + Math.random() * 0.6);
      pause = Math.min(pause * 2, LONGEST_PAUSE);
      return now;
    },
    reset() {
      pause = FIRST_PAUSE;
    },
  };
}
