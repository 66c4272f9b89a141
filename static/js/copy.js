/* `<button data-copy="text">` puts the text on the clipboard and says so. */
import { announce } from "./announce.js";

const SHOWN_FOR = 2000;

export function copying() {
  document.addEventListener("click", async ({ target }) => {
    const button = target.closest?.("[data-copy]");
    if (!button) return;
    if (!(await copy(button.dataset.copy))) return;
    button.dataset.copied = "";
    setTimeout(() => delete button.dataset.copied, SHOWN_FOR);
    announce(button.dataset.copiedSays ?? "Copied");
  });
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelecting(text);
  }
}

/* The clipboard API is missing where the page came over plain http. */
function copyBySelecting(text) {
  const from = document.activeElement;
  const area = document.createElement("textarea");
  area.value = text;
  area.className = "visually-hidden";
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  from?.focus();
  return done;
}
