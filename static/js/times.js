/* Keeps "38 min" and "in 12 min" true while a page is open.

   `components/time.html` writes `<time datetime data-relative="since">` with the words already in
   it, made by `people/templatetags/goldseam.py`; this says them the same way, from the browser's
   own words for the language of the page. */

const EVERY = 30_000;
const MINUTE = 60_000;

export function times() {
  const words = wording(document.documentElement.lang || "en");
  const update = () => {
    for (const element of document.querySelectorAll("time[data-relative]")) {
      const gap = Date.parse(element.dateTime) - Date.now();
      const said = words[element.dataset.relative]?.(gap);
      if (said && said !== element.textContent) element.textContent = said;
    }
  };
  setInterval(update, EVERY);
  // Timers sleep in a tab nobody looks at.
  document.addEventListener("visibilitychange", () => document.hidden || update());
}

export function wording(language) {
  const relative = new Intl.RelativeTimeFormat(language, { style: "short", numeric: "always" });
  const now = new Intl.RelativeTimeFormat(language, { numeric: "auto" }).format(0, "second");
  const length = (n, unit) =>
    new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "short" }).format(n);

  return {
    since(gap) {
      const { days, hours, minutes } = parts(gap);
      if (days) return length(days, "day");
      if (!hours) return length(minutes, "minute");
      return [length(hours, "hour"), minutes && length(minutes, "minute")].filter(Boolean).join(" ");
    },
    ago(gap) {
      if (Math.abs(gap) < MINUTE) return now;
      const { days, hours, minutes } = parts(gap);
      const [n, unit] = days ? [days, "day"] : hours ? [hours, "hour"] : [minutes, "minute"];
      return relative.format(Math.sign(gap) * n, unit).replace(".", "");
    },
  };
}

function parts(gap) {
  const all = Math.floor(Math.abs(gap) / MINUTE);
  return { days: Math.floor(all / 1440), hours: Math.floor(all / 60) % 24, minutes: all % 60 };
}
