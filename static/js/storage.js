/* What a browser remembers for us; where it may remember nothing, nothing is remembered. */

const USER = "goldseam-user";

export function recall(key, from = () => localStorage) {
  return attempt(() => from().getItem(key)) ?? null;
}

export function remember(key, value, into = () => localStorage) {
  attempt(() => into().setItem(key, value));
}

export function forget(key, from = () => localStorage) {
  attempt(() => from().removeItem(key));
}

export function remembered() {
  return attempt(() => Object.keys(localStorage)) ?? [];
}

/* Databases of this browser whose name begins with `prefix`, but not with `kept`. */
export async function forgetDatabases(prefix, kept) {
  const all = (await attempt(() => indexedDB.databases())) ?? [];
  for (const { name } of all) {
    if (name.startsWith(prefix) && !(kept && name.startsWith(kept))) indexedDB.deleteDatabase(name);
  }
}

/* The number of whoever is signed in. The offline page does not know, and stands for the last. */
export function whoIsHere() {
  const { user } = document.body.dataset;
  if (user) remember(USER, user);
  else if (document.querySelector("[data-offline]")) return recall(USER);
  return user ?? null;
}

function attempt(act) {
  try {
    return act();
  } catch {
    return undefined;
  }
}
