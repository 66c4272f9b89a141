"""Say no more of where an anonymous story is from than many people have in common."""

from collections.abc import Iterable

from django.db.models import Count
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from incidents.models import Incident, Participation
from learning.models import Story
from people.errors import DomainError
from people.models import Team, User

# Fewer than so many who could have written it, and their team is not said.
MANY = 5


def blurred_team(user: User) -> Team | None:
    """The team of somebody, when enough people in it could have written a story.

    Those whose team is not said are as many, or else the next larger team is not said
    either: where all teams but one of two people are, no team is as good as that one's name.
    Whoever never signed in has written nothing.
    """
    writers = User.objects.who_may_write().exclude(last_login=None).order_by()
    sizes = dict(writers.values_list("team").annotate(n=Count("pk")))
    said = sorted((n, team) for team, n in sizes.items() if team and n >= MANY)
    others = sum(sizes.values()) - sum(n for n, _team in said)
    while said and 0 < others < MANY:
        others += said.pop(0)[0]
    return user.team if user.team_id in {team for _n, team in said} else None


def are_few_here() -> bool:
    """Whether so few people write here that readers may guess who told something."""
    return User.objects.who_may_write().exclude(last_login=None).count() < MANY


def team_to_say(secret_digest: str, by: User, there: list[int | None] | None) -> int | None:
    """The number of the team that readers may know a story is from.

    What is in the library keeps the team it has, wherever its author went since: few went
    from that team to this one. Of those who were `there`, enough are in it too.
    """
    known = Story.objects.filter(secret_digest=secret_digest).first()
    team = known.told_from if known else blurred_team(by)
    if team is None or (there is not None and there.count(team.pk) < MANY):
        return None
    return team.pk


def teams_there(incidents: list[Incident]) -> list[int | None] | None:
    """The team of each who took part in every one of the incidents; None where none is named."""
    if not incidents:
        return None
    took_part = Participation.objects.filter(incident__in=incidents).values("user")
    in_all = took_part.annotate(n=Count("incident", distinct=True)).filter(n=len(incidents))
    people = User.objects.who_may_write().filter(pk__in=in_all.order_by().values("user"))
    there: list[int | None] = [*people.order_by().values_list("team", flat=True)]
    if len(there) < MANY:
        raise DomainError(
            {
                "incidents": _(
                    "Few people were in %(references)s, so that naming it here would say who is "
                    "telling this. Please leave it out."
                )
                % {"references": get_text_list([one.reference for one in incidents], _("and"))}
            }
        )
    return there


def open_to_all(incidents: Iterable[Incident]) -> list[Incident]:
    """The incidents, when everybody may see them: few see one that is restricted, which tells."""
    chosen = list(incidents)
    if shut := [one for one in chosen if one.is_restricted]:
        raise DomainError(
            {
                "incidents": _(
                    "Few people can see %(reference)s, so that naming it would say who is "
                    "telling this. Please leave it out."
                )
                % {"reference": shut[0].reference}
            }
        )
    return chosen
