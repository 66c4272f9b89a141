"""What a story begins with when it is told from a published write-up."""

from typing import Any

from incidents.models import Incident
from people.models import User
from postmortems.models import FollowUpState, Postmortem
from postmortems.queries.naming import all_texts, name_people

# Which sections of the write-up a section of the story begins with.
BEGINS_WITH = {
    "what_broke": ("what_happened", "impact"),
    "how_we_noticed": ("how_we_noticed",),
    "what_i_know_now": ("what_we_know_now", "how_it_behaves", "how_to_find_it"),
}


def from_write_up(postmortem: Postmortem, *, teller: User) -> dict[str, Any]:
    """The words of a write-up as those of a story, people by their roles.

    A story outlives who is where, and tells what its teller did; everybody else in it is
    somebody in a role.
    """
    name_people([postmortem], in_texts=all_texts, always_roles=True)
    said = postmortem.naming.text
    incidents = postmortem.incidents.filter(pk__in=Incident.objects.visible_to(teller).standing())
    done = postmortem.follow_ups.filter(state=FollowUpState.DONE).order_by("pk")
    words = {
        section: "\n\n".join(said(getattr(postmortem, name)) for name in names).strip()
        for section, names in BEGINS_WITH.items()
    }
    return words | {
        "title": said(postmortem.title),
        "what_changed": "\n".join(f"- {said(one.what)}" for one in done),
        "incidents": ", ".join(one.reference for one in incidents.order_by("pk")),
        "services": list(incidents.order_by().values_list("services", flat=True).distinct()),
    }
