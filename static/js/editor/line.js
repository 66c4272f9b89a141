/* An <input> that shows a shared text and writes into it, one line of it. */

export function line(input, text) {
  input.value = text.toString();
  const here = {};
  input.addEventListener("input", () => {
    const [before, after] = [text.toString(), input.value];
    let start = 0;
    while (start < before.length && before[start] === after[start]) start += 1;
    let end = 0;
    const most = Math.min(before.length, after.length) - start;
    while (end < most && before.at(-1 - end) === after.at(-1 - end)) end += 1;
    text.doc.transact(() => {
      text.delete(start, before.length - start - end);
      text.insert(start, after.slice(start, after.length - end));
    }, here);
  });
  text.observe(({ delta }, { origin }) => {
    if (origin === here) return;
    const caret = [moved(input.selectionStart, delta), moved(input.selectionEnd, delta)];
    input.value = text.toString();
    if (document.activeElement === input) input.setSelectionRange(...caret);
  });
}

/* Where a caret is after a change of the text. */
function moved(caret, delta) {
  let at = 0;
  let place = caret;
  for (const { retain, insert, delete: gone } of delta) {
    if (at > place) break;
    if (retain) at += retain;
    if (insert) {
      place += insert.length;
      at += insert.length;
    }
    if (gone) place -= Math.min(gone, place - at);
  }
  return place;
}
