/* Keeps "38 min" and "in 12 min" true while a page is open.

   The tag `time` writes `<time datetime data-relative="since">` with the words already in it; this
   says them the same way, with the words that `people/templatetags/goldseam.py` puts into
   the page. From a day on nothing changes while somebody looks, so that is left as it is.

   Inside `components/due.html`, "Next update in 2 min" makes room for "An update is due" when its
   time has come. */
import { announce } from "./announce.js";

const EVERY = 15_000;
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

export function times() {
  const words = document.querySelector("meta[name=time-words]")?.content;
  if (!words) return;
  const say = wording(JSON.parse(words));
  const update = () => {
    for (const element of document.querySelectorAll("time[data-relative]")) {
      const said = say(element.dataset.relative, Date.parse(element.dateTime) - Date.now());
      if (said && said !== element.textContent) element.textContent = said;
    }
    document.querySelectorAll("[data-due]").forEach(turn);
  };
  setInterval(update, EVERY);
  // Timers sleep in a tab nobody looks at.
  document.addEventListener("visibilitychange", () => document.hidden || update());
}

function turn(element) {
  const [due, notYet] = [".is-due", ".not-yet"].map((part) => element.querySelector(part));
  const isDue = Date.parse(element.dataset.due) < Date.now();
  if (isDue !== due.hidden) return;
  due.hidden = !isDue;
  notYet.hidden = isDue;
  if (isDue && "announced" in element.dataset) announce(due.textContent.trim());
}

/* Returns `say(how, gap)`: how is "ago" or "since", gap in milliseconds, negative in the past. */
export function wording(words) {
  const fill = (words, what) => words.replace("{}", what);
  const length = (gap, parts) => {
    const minutes = Math.floor(Math.abs(gap) / MINUTE);
    const hours = Math.floor(minutes / 60);
    const said = [];
    if (hours) said.push(fill(words.hr, hours));
    if (!hours || (minutes % 60 && parts > 1)) said.push(fill(words.min, minutes % 60));
    return said.join(" ");
  };

  return (how, gap) => {
    if (Math.abs(gap) >= DAY) return null;
    if (how === "since") return length(gap, 2);
    if (Math.abs(gap) < MINUTE) return gap > 0 ? words.now : words.just;
    return fill(gap > 0 ? words.in : words.ago, length(gap, 1));
  };
}
