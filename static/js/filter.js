/* `<input data-filter="id">` leaves only those choices in `#id` in sight that have what was typed in
   their words; those that are chosen always stay. Enter chooses the only one that is left. */
import { announce } from "./announce.js";

export function filters() {
  document.addEventListener("input", ({ target }) => {
    if (target.dataset?.filter) narrow(target);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.dataset?.filter) return;
    event.preventDefault();
    chooseOnly(event.target);
  });
}

function choices(field) {
  return [...document.getElementById(field.dataset.filter).querySelectorAll(".choice")];
}

function fits(choice, field) {
  return choice.textContent.toLowerCase().includes(field.value.trim().toLowerCase());
}

function narrow(field) {
  const all = choices(field);
  for (const choice of all) {
    choice.hidden = !fits(choice, field) && !choice.querySelector("input").checked;
  }
  if (!all.some((choice) => fits(choice, field))) announce(field.dataset.filterNone);
}

function chooseOnly(field) {
  const found = choices(field).filter((choice) => fits(choice, field));
  if (found.length !== 1 || !field.value.trim()) return;
  const box = found[0].querySelector("input");
  if (!box.checked) box.click();
  field.value = "";
  narrow(field);
}
