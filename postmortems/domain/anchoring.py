"""Keep comments at their words while the words around them change."""

from collections.abc import Mapping, Sequence

from postmortems.anchors import Edit
from postmortems.models import Postmortem, Thread


def carry_anchors(postmortem: Postmortem, edits: Mapping[str, Sequence[Edit]]) -> None:
    """Move what threads are about to where it is after these edits of the sections.

    The write-up's row is locked, so that no thread begins at a place that was. Resolved
    threads move too: they may be opened again.
    """
    moved: list[Thread] = []
    for thread in postmortem.threads.filter(section__in=edits, start__isnull=False):
        if thread.anchor is None:
            continue
        text = getattr(postmortem, thread.section)
        anchor = thread.anchor.after(edits[thread.section]).back(text, thread.quote)
        if anchor != thread.anchor:
            thread.start, thread.end = anchor.start, anchor.end
            moved.append(thread)
    Thread.objects.bulk_update(moved, ["start", "end"])
