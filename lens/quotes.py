"""Where somebody else is quoted, in whatever marks."""

import re
from collections.abc import Iterator

CLOSED_BY = {
    '"': '"',
    "'": "'",
    "‘": "’'",
    "“": '”"',
    "”": "”",
    "„": "“”",
    "‚": "‘’",
    "«": "»",
    "»": "«",
    "‹": "›",
    "›": "‹",
    "「": "」",
    "『": "』",
}
MARK = re.compile(r"[\"'‘’“”„‚«»‹›「」『』]")
# How far a quotation may reach: some paragraphs between double marks; a sentence or two between
# single ones, which are apostrophes too.
FAR, NEAR = 4000, 400
SINGLE = "'‘‚"
EITHER_WAY = "\"'”‘“’»«›‹"
PARAGRAPH = re.compile(r"\n[ \t\r]*\n|\r[ \t]*\r|\ue002")


def quotations(text: str) -> Iterator[tuple[int, int]]:
    """Where the quotations are, their marks included.

    A quotation over several paragraphs may open each of them anew and close the last only.
    """
    opened: dict[str, int] = {}
    for match in MARK.finditer(text):
        place, mark = match.start(), match[0]
        closes, opens = _sides(text, place)
        pair = next((one for one in opened if mark in CLOSED_BY[one]), None) if closes else None
        if pair is not None:
            start = opened.pop(pair)
            if _reaches(text, start, place, pair):
                yield start, place + 1
                opened.clear()
                continue
        if opens and mark in CLOSED_BY:
            start = opened.get(mark, -FAR)
            goes_on = mark not in SINGLE and place - start < FAR
            if goes_on and (gap := PARAGRAPH.search(text, start, place)):
                yield start, gap.start()
            opened[mark] = place


def _sides(text: str, place: int) -> tuple[bool, bool]:
    """Whether a mark can close and can open a quotation where it stands."""
    before = text[place - 1] if place else " "
    following = text[place + 1 : place + 2] or " "
    if text[place] not in EITHER_WAY:
        return True, True
    closes = not before.isspace() and not following.isalnum()
    if text[place] in "«»‹›“":
        return not before.isspace(), not following.isspace()
    opens = not following.isspace() and not before.isalnum() and before not in "=\\"
    return closes, opens


def _reaches(text: str, start: int, end: int, mark: str) -> bool:
    if mark in SINGLE:
        return end - start < NEAR and not PARAGRAPH.search(text, start, end)
    return end - start < FAR
