/* `<form data-draft="name">` remembers what is typed in it until it is sent.

   A draft belongs to one user and one browser: it goes when they sign out, and when somebody else
   signs in. After a form was sent it goes with the page that answers; when no page answers, the
   words are there again. Forms that the server gave back with what was typed are left as they are. */
import {
  forget,
  forgetDatabases,
  recall,
  remember,
  remembered,
  whoIsHere,
} from "./storage.js";

const PREFIX = "draft:";
// What static/js/editor/coediting.js keeps.
const COPIES = "goldseam:write-up:";
const SENT = "draft-sent";
const KEPT_FOR = 14 * 24 * 60 * 60 * 1000;
const UNTOLD = new Set(["hidden", "password", "file", "submit", "button", "reset", "search"]);
const tab = () => sessionStorage;

export function drafts() {
  const user = whoIsHere();
  endWhatWasSent();
  if (!user) return;
  forgetOthers(user);
  for (const form of document.querySelectorAll("form[data-draft]")) restore(form, key(user, form));
  const keep = ({ target }) => {
    const form = target.form ?? target.closest?.("form");
    if (form?.dataset.draft) save(form, key(user, form));
  };
  document.addEventListener("input", keep);
  document.addEventListener("change", keep);
  document.addEventListener("click", ({ target }) => {
    if (target.closest?.("[data-draft-clear]")) clear(target.closest("form"), user);
  });
  document.addEventListener("submit", (event) => {
    const { draft } = event.target.dataset;
    if (draft) remember(SENT, key(user, event.target), tab);
    if (event.target.hasAttribute("data-sign-out")) forgetOthers(null);
  });
}

function key(user, form) {
  return `${PREFIX}${user}:${form.dataset.draft}`;
}

/* The answer to a form that was taken is a redirect; one that was not comes back with its words. */
function endWhatWasSent() {
  const sent = recall(SENT, tab);
  if (!sent) return;
  forget(SENT, tab);
  const [entry] = performance.getEntriesByType("navigation");
  const isTaken = entry?.redirectCount > 0 && document.body.dataset.user;
  if (isTaken || location.hash === "#kept") forget(sent);
}

/* A form that was not sent is no draft that was: the page with its words is still there. */
export function keepSent() {
  forget(SENT, tab);
}

function forgetOthers(user) {
  forgetDatabases(COPIES, user && `${COPIES}${user}:`);
  for (const name of remembered()) {
    if (name.startsWith(PREFIX) && !name.startsWith(`${PREFIX}${user}:`)) forget(name);
  }
}

function fieldsOf(form) {
  return [...form.elements].filter((field) => field.name && !UNTOLD.has(field.type));
}

function isTicked(field) {
  return field.type === "checkbox" || field.type === "radio";
}

function isChanged(field) {
  if (isTicked(field)) return field.checked !== field.defaultChecked;
  if (!field.options) return field.value !== field.defaultValue;
  return [...field.options].some((option) => option.selected !== option.defaultSelected);
}

function valuesOf(field) {
  if (isTicked(field)) return field.checked ? [field.value] : [];
  return field.selectedOptions ? [...field.selectedOptions].map((one) => one.value) : [field.value];
}

function save(form, name) {
  const fields = fieldsOf(form);
  const changed = new Set(fields.filter(isChanged).map((field) => field.name));
  if (!changed.size) return forget(name);
  const values = {};
  for (const field of fields.filter((field) => changed.has(field.name))) {
    values[field.name] = [...(values[field.name] ?? []), ...valuesOf(field)];
  }
  remember(name, JSON.stringify({ at: Date.now(), values }));
}

function restore(form, name) {
  const draft = JSON.parse(recall(name) ?? "null");
  if (!draft) return;
  if (Date.now() - draft.at > KEPT_FOR) return forget(name);
  // What the server gave back is newer.
  if (form.querySelector("[aria-invalid=true]") || document.querySelector("[data-focus]")) return;
  for (const field of fieldsOf(form)) {
    const values = draft.values[field.name];
    if (!values) continue;
    if (isTicked(field)) field.checked = values.includes(field.value);
    else if (field.options) {
      for (const option of field.options) option.selected = values.includes(option.value);
    } else field.value = values[0];
  }
  form.closest("details")?.setAttribute("open", "");
  form.querySelector("[data-draft-line]")?.removeAttribute("hidden");
  // Then htmx listens.
  document.addEventListener("htmx:after:process", () => tellFields(form), { once: true });
}

/* What follows from the fields, such as the tools of the services, is asked for anew. */
function tellFields(form) {
  for (const field of fieldsOf(form)) {
    const how = isTicked(field) || field.options ? "change" : "input";
    if (how === "input" || field.checked !== field.defaultChecked) {
      field.dispatchEvent(new Event(how, { bubbles: true }));
    }
  }
}

function clear(form, user) {
  form.reset();
  forget(key(user, form));
  form.querySelector("[data-draft-line]")?.setAttribute("hidden", "");
  tellFields(form);
  fieldsOf(form)[0]?.focus();
}
