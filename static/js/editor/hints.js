/* What the lens says of the words, underlined in place. */
export function hints() {
  return [];
}
