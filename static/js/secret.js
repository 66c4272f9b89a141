/* Takes a secret from behind the `#` of the address, which was never sent, into its box.

   At the sign-in what is behind the `#` waits on the form: the page that comes then has it again. */
export function secret() {
  const found = location.hash.slice(1);
  if (!found) return;
  const box = document.querySelector("input[data-secret]");
  const entrance = document.querySelector("form[data-onward]");
  if (!box && !entrance) return;
  history.replaceState(null, "", location.pathname + location.search);
  if (box) box.value = found;
  else entrance.action += `#${found}`;
}
