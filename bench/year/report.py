"""Say how the year was, so that whoever reads it can tell whether they would like to be there."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import timedelta
from statistics import mean, median, quantiles

from bench.figures import line, title
from bench.year.post import Letter
from bench.year.promises import PROMISES, counted, mails
from bench.year.simulation import live_through
from bench.year.world import YEAR, World
from incidents.models import HelpRequest, Incident
from nudges.domain.planning import MOST_A_DAY
from nudges.kinds import KINDS
from people.models import User


def measure() -> None:
    """Let the year of a company go by, and tell of it."""
    tell(live_through(YEAR))


def tell(world: World) -> None:
    size, incidents = world.size, Incident.objects.count()
    title(
        "A year of nudges",
        how=f"{size.people} people in {len(set(_zones()))} time zones and {incidents} incidents, "
        f"in {size.days} days from {size.begins:%d %B %Y} on. The scheduler was away for a day, "
        "and the mail server for six hours.",
    )
    _how_much(world)
    _kindness(world)
    _help()
    _promises(world)
    _by_kind(world)


def _zones() -> Iterable[str]:
    return User.objects.values_list("time_zone", flat=True)


def _how_much(world: World) -> None:
    by_mail, letters = mails(world), world.post.letters
    quiet = [one for one in by_mail if not one.interrupts]
    line("mails in all", f"{len(by_mail):,}")
    line("to browsers and chats besides", f"{len(letters) - len(by_mail):,}")
    line("to the rooms of teams", f"{world.post.announced:,}")
    line("mails a person and week", _spread(_a_week(world, by_mail)))
    line("   outside live incidents", _spread(_a_week(world, quiet)))
    line("   without the week in the library", _spread(_a_week(world, _without_digest(quiet))))
    days = Counter((one.person, one.day) for one in quiet)
    line("mails on a day, where there are any", _spread(list(days.values())))
    most = Counter((one.person, one.channel, one.address, one.day) for one in counted(world))
    line("most on one day, live things apart", f"{max(most.values())}", f"at most {MOST_A_DAY}")
    several = [one for one in letters if len(one.told) > 1]
    line("told several things at once", f"{len(several) / len(letters):.1%}")
    line("   the most in one message", f"{max(len(one.told) for one in letters)}")
    about = Counter((one.person, one.day, told.thread) for one in quiet for told in one.told)
    often = sum(count > 2 for (_person, _day, thread), count in about.items() if thread)
    line("days with three or more of one thing", f"{often:,}")
    interrupted = [one for one in letters if one.interrupts]
    at_rest = sum(not one.is_in_hours for one in interrupted)
    line("interrupted, all of live incidents", f"{len(interrupted):,}")
    line("   of those, outside hours", f"{at_rest:,}")


def _a_week(world: World, letters: Iterable[Letter]) -> list[int]:
    """How many each person got in each week, quiet weeks too."""
    weeks = world.size.days // 7
    count = Counter(
        (one.person, (one.at - world.size.begins) // timedelta(weeks=1)) for one in letters
    )
    people = User.objects.values_list("pk", flat=True)
    return [count[person, week] for person in people for week in range(weeks)]


def _without_digest(letters: Iterable[Letter]) -> list[Letter]:
    return [one for one in letters if one.told[0].kind != "digest"]


def _spread(values: Sequence[int]) -> str:
    if len(values) < 2:
        return "-"
    p95 = quantiles(values, n=20)[-1]
    return f"{median(values):.0f}, mean {mean(values):.1f}, 95 %: {p95:.0f}, most {max(values)}"


def _kindness(world: World) -> None:
    title("A kind word", how="Of those for whom somebody was asked to write.")
    rounds = list(world.watch.reached_out.values())
    became = Counter(one.became for one in rounds)
    for how, count in became.most_common():
        line(how, f"{count} ({count / len(rounds):.0%})")
    took = [one.working_minutes for one in rounds if one.answered_by is not None]
    line("working minutes until the word", _minutes(took))
    asked = Counter(person for one in rounds for person in one.asked)
    line("asked in the year, who was at all", _spread(list(asked.values())))


def _minutes(took: Sequence[float]) -> str:
    if len(took) < 2:
        return "-"
    return f"{median(took):.0f}, 95 %: {quantiles(took, n=20)[-1]:.0f}"


def _help() -> None:
    title("A hand", how="From asking until somebody said that they are on their way.")
    asked = HelpRequest.objects.filter(incident__mode="live")
    took = [
        (at - since).total_seconds() / 60
        for at, since in asked.values_list("taken_at", "asked_at")
        if at
    ]
    line("asked for", f"{asked.count()}")
    line("somebody came", f"{len(took)} ({len(took) / max(asked.count(), 1):.0%})")
    line("minutes until somebody did", _minutes(took))


def _promises(world: World) -> None:
    title("What is promised", how="Held against every message, with the zones and holidays alone.")
    for name, check in PROMISES.items():
        broken = check(world)
        line(name, f"{len(broken):,}", "none")
        for one in broken[:5]:
            print(f"      {one}")


def _by_kind(world: World) -> None:
    watch = world.watch
    title(
        "By kind",
        how=f"How many were said, how often each, and what became of them. {watch.snoozed} were "
        "put off by their reader. Others ended by themselves: passed on, answered by "
        "somebody else, or over.",
    )
    print(
        f"  {'':<22}{'said':>8}{'times':>8}{'acted on':>10}{'stopped':>9}{'lapsed':>8}{'else':>8}"
    )
    for kind in KINDS:
        if not (said := watch.said[kind]):
            continue
        acted, stopped, lapsed = watch.acted[kind], watch.stopped[kind], watch.lapsed[kind]
        rest = max(said - acted - stopped - lapsed, 0)
        shares = (f"{count / said:.0%}" for count in (acted, stopped, lapsed, rest))
        acted_on, stop, lapse, other = shares
        print(
            f"  {kind:<22}{said:>8,}{watch.sayings[kind] / said:>8.1f}"
            f"{acted_on:>10}{stop:>9}{lapse:>8}{other:>8}"
        )
