"""Names or roles, whichever a write-up is shown with; `queries/naming.py` has named its people.

A builtin library (`config/settings.py`), so no template needs to load it.
"""

from typing import Any

from django import template
from django.utils.safestring import SafeString

from postmortems.exports.html import Rendering
from postmortems.models import Postmortem, Version

register = template.Library()


@register.filter
def told_in(text: str, postmortem: Postmortem | None) -> str:
    """Return what somebody wrote, as the write-up it is told in, if any, calls its people."""
    return postmortem.naming.text(text) if postmortem else text


@register.filter
def authors_of(postmortem: Postmortem) -> str:
    """Return what its authors are called, who are loaded."""
    return postmortem.naming.together(postmortem.authors.all())


@register.filter
def writers_in(version: Version, postmortem: Postmortem) -> str:
    """Return what those are called who wrote since the version before; they are loaded."""
    return postmortem.naming.together(version.writers.all())


@register.filter
def reviewer_in(this_round: Any, postmortem: Postmortem) -> str:
    """Return what the reviewer of a round is called; it is one `with_reviewers`."""
    return postmortem.naming.reviewer(this_round.reviewer, this_round.teams)


@register.simple_tag
def drawn(render: Rendering, text: str) -> SafeString:
    """Draw Markdown for a document, with its pictures from where the document has them."""
    return render.markdown(text)
