/* Finds words in an element, as `postmortems/finding_words.py` finds them in its Markdown: both
   compare what is left without spaces and marks. */

const LEFT_OUT = /[\s*_~`[\]()<>#|\\!+=-]/;

export function plain(text) {
  return [...text].filter((one) => !LEFT_OUT.test(one)).join("");
}

/* The text of an element without spaces and marks, and where each part of it stands. */
function read(element) {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const places = [];
  let text = "";
  while (walker.nextNode()) {
    const { data } = walker.currentNode;
    for (let at = 0; at < data.length; at += 1) {
      if (LEFT_OUT.test(data[at])) continue;
      places.push([walker.currentNode, at]);
      text += data[at];
    }
  }
  return { text, places };
}

/* The range of the `nth` time that plain `words` stand in an element, or null. */
export function rangeOf(element, words, nth) {
  const { text, places } = read(element);
  let found = text.indexOf(words);
  for (let left = nth; left > 0 && found >= 0; left -= 1) {
    const next = text.indexOf(words, found + words.length);
    if (next < 0) break;
    found = next;
  }
  if (!words || found < 0) return null;
  const range = document.createRange();
  range.setStart(...places[found]);
  const [node, at] = places[found + words.length - 1];
  range.setEnd(node, at + 1);
  return range;
}

/* How often the words of a range stand in the element before it. */
export function nthOf(element, range) {
  const before = document.createRange();
  before.selectNodeContents(element);
  before.setEnd(range.startContainer, range.startOffset);
  const [passed, words] = [plain(before.toString()), plain(range.toString())];
  return words ? passed.split(words).length - 1 : 0;
}
