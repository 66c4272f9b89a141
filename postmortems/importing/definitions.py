"""Link definitions, "[fix]: https://…": one stands at the end of a file and is used all over it."""

from collections import defaultdict

from postmortems.importing.headings import Place
from postmortems.importing.links import labels_in
from postmortems.importing.source import Block, Destination, Source, label_of


class Definitions:
    """The definitions of a report, put into each text that uses them."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._blocks: dict[str, Block] = {}
        self._become_links: dict[str, Destination] = {}

    def collect(self, block: Block) -> bool:
        """Keep a definition for the end; whether it is one that is not known yet."""
        label = label_of(self._source.kept(block.start)) if block.kind == "definition" else None
        if label is None or label in self._blocks:
            return False
        self._blocks[label] = block
        return True

    def texts(self) -> dict[str, str]:
        return {label: self._source.text(block.lines) for label, block in self._blocks.items()}

    def become_link(self, label: str, destination: Destination) -> None:
        """A definition whose address became the link of a follow-up needs no place in a text."""
        self._become_links.setdefault(label, destination)

    def place_in(self, parts: dict[Destination, str]) -> None:
        """Add each definition to the texts that use it; a follow-up has its link apart."""
        users: defaultdict[str, list[Destination]] = defaultdict(list)
        for destination, text in parts.items():
            if destination.place is not Place.FOLLOW_UP:
                for label in labels_in(text):
                    users[label].append(destination)
        added: defaultdict[Destination, list[str]] = defaultdict(list)
        for label, block in self._blocks.items():
            if label in self._become_links and not users[label]:
                self._source.take_lines(block.lines)
                self._source.claim(block.lines, self._become_links[label])
                continue
            text = self._source.text(block.lines)
            used_in = users[label] or [Destination(Place.WHAT_HAPPENED)]
            for destination in used_in:
                added[destination].append(text)
            self._source.claim(block.lines, used_in[0])
            self._source.set_apart(block.lines, "end")
        for destination, texts in added.items():
            parts[destination] = f"{parts[destination]}\n\n{'\n'.join(texts)}".strip()
