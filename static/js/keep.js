/* An htmx extension: what a reader did to the page outlives a refresh of it.

   A morph ("outerMorph") keeps the elements and so, by itself, what was typed, ticked and
   selected, the caret and the scroll position. What it would undo are attributes that a person
   or a script set and the server knows nothing of: an opened <details> would fall shut. */
htmx.registerExtension("keep", {
  htmx_before_morph_attr: (element, { attrName }) => {
    if (attrName === "open" && element.localName === "details") return false;
    if (attrName === "hidden" && "draftLine" in element.dataset) return false;
    if (attrName === "aria-busy" || attrName === "data-sending") return false;
  },
});
