"""A write-up as a Markdown file."""

import re

from django.conf import settings
from django.utils.translation import gettext as _

from people.markdown import OUR_PICTURE
from postmortems.exports.document import Document, Part, Planned, Told

PICTURE = re.compile(rf"(?<=\]\(){OUR_PICTURE.pattern}(?=[)\s])", re.ASCII)


def as_markdown(document: Document) -> str:
    """What was learnt, section by section, with what was typed as it was typed."""
    parts = [
        f"# {document.title}",
        _head(document),
        *map(_incident, document.incidents),
        *map(_part, document.parts),
        _follow_ups(document.follow_ups),
        *(["---"] if document.corrections else []),
        *(f"*{_one_line(one)}*" for one in document.corrections),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _head(document: Document) -> str:
    stands = [f"**{document.status}**", document.published]
    by = _("Written by %(people)s") % {"people": document.by} if document.by else ""
    return "  \n".join(line for line in (" ".join(one for one in stands if one), by) if line)


def _incident(told: Told) -> str:
    facts = "".join(f"\n- {name}: {value}" for name, value in told.facts)
    return f"**{told.reference}: {_one_line(told.title)}**\n{facts}"


def _part(part: Part) -> str:
    factors = "\n".join(f"- **{one.kind}.** {_indented(one.text)}" for one in part.factors)
    said = [f"{'#' * part.level} {part.heading}", with_whole_addresses(part.text.strip()), factors]
    return "\n\n".join(one for one in said if one)


def _follow_ups(planned: list[Planned]) -> str:
    if not planned:
        return ""
    return f"## {_('Follow-ups')}\n\n" + "\n".join(map(_follow_up, planned))


def _follow_up(one: Planned) -> str:
    facts = ", ".join(part for part in (one.stands, one.who, one.when) if part)
    lines = [f"- [{'x' if one.is_done else ' '}] **{one.kind}.** {_indented(one.what)}", facts]
    lines += [_indented(one.because), one.link and f"<{one.link}>"]
    return "  \n  ".join(line for line in lines if line)


def with_whole_addresses(text: str) -> str:
    """Pictures by their whole address, so that whoever may see them finds them from anywhere."""
    return PICTURE.sub(lambda found: f"{settings.SITE_URL}{found[0]}", text)


def _indented(text: str) -> str:
    """Lines that stay inside the list item they are in."""
    return "\n  ".join(text.strip().splitlines())


def _one_line(text: str) -> str:
    return " ".join(text.split())
