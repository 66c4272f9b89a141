/* Pictures pasted or dropped into the boxes of a `<form data-pictures="address">`.

   Each is sent to that address, which answers with the Markdown that shows it; it goes in where the
   caret is, and `components/pictures.html` says what became of it. A form that is sent while a
   picture is on its way waits for it. Whether it is a picture at all, the server says. */

const LARGEST = 10 * 1024 * 1024;
const onTheirWay = new WeakMap();

export function pictures() {
  // On their way down, before an editor reads what came.
  document.addEventListener("paste", (event) => take(event, event.clipboardData), true);
  document.addEventListener("drop", (event) => take(event, event.dataTransfer), true);
  document.addEventListener("dragover", (event) => {
    if (formOf(event) && event.dataTransfer.types.includes("Files")) event.preventDefault();
  });
  // On its way down, before the form is marked as sent.
  document.addEventListener("submit", waitForThem, true);
}

function boxOf({ target }) {
  const editor = target.closest?.(".editor");
  return editor ? editor.previousElementSibling : target.closest?.("textarea:not([readonly])");
}

function formOf(event) {
  return boxOf(event)?.form?.closest("[data-pictures]");
}

function take(event, carried) {
  const form = formOf(event);
  // A cell copied from a table comes as text and as a picture of it: the text is meant.
  const files = carried?.types.includes("text/plain") ? [] : [...(carried?.files ?? [])];
  if (!form || !files.length) return;
  event.preventDefault();
  event.stopPropagation();
  const box = boxOf(event);
  const before = onTheirWay.get(form) ?? Promise.resolve();
  const sent = files.reduce((last, file) => last.then(() => add(form, box, file)), before);
  onTheirWay.set(form, sent);
  sent.finally(() => onTheirWay.get(form) === sent && onTheirWay.delete(form));
}

function waitForThem(event) {
  const sent = onTheirWay.get(event.target);
  if (!sent) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const button = event.submitter;
  sent.then((arrived) => arrived && event.target.requestSubmit(button));
}

/* True when the picture is in the text. */
async function add(form, box, file) {
  const says = form.querySelector("[data-pictures-says]");
  const say = (words, isWrong = false) => {
    says.textContent = words;
    says.classList.toggle("error", isWrong);
  };
  if (file.size > LARGEST) return say(says.dataset.large, true);
  say(says.dataset.adding);
  try {
    const { markdown, error } = await send(form, file, says.dataset);
    if (error) return say(error, true);
    insert(box, markdown);
    say(says.dataset.added);
    return true;
  } catch {
    say(says.dataset.unreachable, true);
  }
}

async function send(form, file, words) {
  const data = new FormData();
  data.set("file", file, file.name || "picture");
  data.set("csrfmiddlewaretoken", form.elements.namedItem("csrfmiddlewaretoken").value);
  const response = await fetch(form.dataset.pictures, { method: "POST", body: data });
  if (response.redirected) return { error: words.signedOut };
  if (response.status === 413) return { error: words.large };
  return response.json();
}

/* On lines of its own, so that the text stands above it; undo takes it out again. */
function insert(box, markdown) {
  const taking = new CustomEvent("editor:insert", { detail: markdown, cancelable: true });
  if (!box.dispatchEvent(taking)) return;
  const { selectionStart: start, selectionEnd: end, value } = box;
  const gap = start && !value.slice(0, start).endsWith("\n") ? "\n\n" : "";
  const text = `${gap}${markdown}\n`;
  box.focus();
  if (document.execCommand("insertText", false, text)) return;
  box.setRangeText(text, start, end, "end");
  box.dispatchEvent(new Event("input", { bubbles: true }));
}
