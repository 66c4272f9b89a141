/* Takes a secret from behind the `#` of the address, which was never sent, into its box. */
export function secret() {
  const box = document.querySelector("input[data-secret]");
  const found = location.hash.slice(1);
  if (!box || !found) return;
  history.replaceState(null, "", location.pathname);
  box.value = found;
}
