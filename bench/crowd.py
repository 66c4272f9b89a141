"""How long pages take with many incidents: beside their own SQL, and beside fewer incidents.

Pages are asked of Django itself, with everything a request goes through but the network.
A page, its own queries by themselves, and a bare page are measured in turns, so that a busy
machine slows all three.
"""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from statistics import median
from urllib.parse import urlencode

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bench.data import LONG_ROOM, Company
from bench.figures import line, title
from incidents.models import Incident, Service
from incidents.queries.cards import for_cards
from incidents.queries.similar import similar_incidents
from incidents.queries.sorting import SORTS
from learning.domain.counting import count_quarters
from learning.queries.alike import told_alike
from people.models import User
from postmortems.models import FollowUp, FollowUpState, Postmortem
from postmortems.places import Place
from postmortems.queries.follow_up_places import SORTS as FOLLOW_UP_SORTS
from postmortems.queries.listing import Shelf

ROUNDS = 15
ENOUGH = 30
HALF_TYPED = "Checkout times out for some customers since the last rele"
MISSPELT = "paymnets tims out"


@dataclass(frozen=True)
class Took:
    """Seconds: a page, its own queries, and the bare page, each the middle of several."""

    page: float
    sql: float
    bare: float

    @property
    def ratio(self) -> float:
        return self.page / (self.sql + self.bare)


def measure(sizes: Iterable[int]) -> None:
    """Load a company of each size in turn and ask for the same pages."""
    took = {size: _at(Company(size)) for size in sorted(sizes)}
    if len(took) < 2:
        return
    few, many = min(took), max(took)
    title(
        f"{many:,} incidents beside {few:,}",
        how="Each page in bare pages of its own run, so that a busier hour does not count.",
    )
    for name, large in took[many].items():
        small = took[few][name]
        times = (large.page / large.bare) / (small.page / small.bare)
        line(name, f"{times:.2f} times", "within 1.5 times")


def _at(company: Company) -> dict[str, Took]:
    title(f"Pages with {company.size:,} incidents")
    company.load()
    begin = time.monotonic()
    cells = count_quarters()
    line(f"every quarter counted, {cells:,} figures", f"in {time.monotonic() - begin:.1f} s")
    reader = User.objects.order_by("pk")[7]
    _sql_of_reads(reader, company)
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(reader)
    took = {}
    for name, path in _addresses(company).items():
        took[name] = _page(client, path)
        one = took[name]
        value = f"{one.ratio:.1f} times"
        how = f"{one.page * 1000:.1f} ms; SQL {one.sql * 1000:.1f}, bare {one.bare * 1000:.1f}"
        line(f"{name} ({how})", value, "at most 3 times")
    return took


def _addresses(company: Company) -> dict[str, str]:
    incidents, size = reverse("incidents:list"), company.size
    half_way = SORTS["newest"].place_of(Incident.objects.get(pk=size // 2))
    services = Service.objects.filter(name__in=["checkout", "payments"]).values_list("pk")
    asked = [("title", HALF_TYPED), *(("services", number) for (number,) in services)]
    return {
        "the list": incidents,
        "the list, half-way down": f"{incidents}?after={half_way}",
        "a search for common words": f"{incidents}?q=checkout+release+rolled+back",
        "a search with slips": f"{incidents}?{urlencode({'q': MISSPELT})}",
        "a room": reverse("incidents:room", args=[size - 100]),
        f"a room with {LONG_ROOM:,} entries": reverse("incidents:room", args=[company.long]),
        "beside the form": f"{reverse('learning:beside')}?{urlencode(asked)}",
        "beside a room": reverse("learning:beside_incident", args=[size - 100]),
        "the insights": reverse("insights:insights"),
        **_after_incidents(company),
    }


def _after_incidents(company: Company) -> dict[str, str]:
    """Write-ups, and what follows from them."""
    write_ups, follow_ups = reverse("postmortems:list"), reverse("follow_ups:list")
    published = Postmortem.objects.published().filter(pk__gte=company.write_ups // 2).earliest("pk")
    assert published.published_at is not None
    half_way = Place(False, published.published_at, published.pk)
    done = FollowUp.objects.filter(postmortem=published.pk, done_at__isnull=False).earliest("pk")
    done_half_way = FOLLOW_UP_SORTS["done"].place_of(done, is_mine=False)
    return {
        "write-ups": f"{write_ups}?{urlencode({'show': Shelf.PUBLISHED})}",
        "write-ups, half-way down": (
            f"{write_ups}?{urlencode({'show': Shelf.PUBLISHED, 'after': half_way})}"
        ),
        "a write-up": published.get_absolute_url(),
        "follow-ups": follow_ups,
        "follow-ups that are done, half-way down": (
            f"{follow_ups}?{urlencode({'state': FollowUpState.DONE, 'after': done_half_way})}"
        ),
    }


def _sql_of_reads(reader: User, company: Company) -> None:
    """What the database takes for searches and suggestions, by themselves."""
    services = list(Service.objects.filter(name__in=["checkout", "payments"]))
    seldom = Incident.objects.filter(pk__gt=company.size // 2, title__contains=", ").first()
    assert seldom is not None
    rare = seldom.title.rpartition(", ")[2]

    def search(text: str) -> Callable[[], object]:
        seen = Incident.objects.visible_to(reader).standing().order_by("-pk")
        return lambda: list(for_cards(seen.matching(text))[:ENOUGH])

    reads: dict[str, Callable[[], object]] = {
        "suggested incidents": lambda: similar_incidents(
            reader, title=HALF_TYPED, services=services
        ),
        "suggested incidents, misspelt": lambda: similar_incidents(reader, title=MISSPELT),
        "suggested stories": lambda: told_alike(reader, title=HALF_TYPED, services=services),
        f"search for a rare word, “{rare}”": search(rare),
        "search for a common word, “slow”": search("slow"),
        "search for common words": search("checkout release rolled back"),
        "search for a rare and a common one": search(f"slow {rare}"),
        f"search for “{MISSPELT}”": search(MISSPELT),
        "search for a reference": search(f"INC-{company.size // 3}"),
        "search for nothing there is": search("zeppelin"),
    }
    for name, read in reads.items():
        say_sql_of(name, read, goal="under 50 ms" if "suggested" in name else "")


def say_sql_of(name: str, read: Callable[[], object], *, goal: str) -> None:
    """Print what the database takes for the queries of a read, sent again several times."""
    with CaptureQueriesContext(connection) as captured:
        read()
    queries = [str(query["sql"]) for query in captured]
    seconds = [_replay(queries) for _round in range(ROUNDS)]
    line(
        f"SQL of {name}", f"{median(seconds) * 1000:.1f}, least {min(seconds) * 1000:.1f} ms", goal
    )


def _page(client: Client, path: str) -> Took:
    """Ask for a page, for its own queries and for a bare page, in turns."""
    bare = reverse("bare_page")
    queries, shared = _queries(client, path), _queries(client, bare)
    own = queries[len(shared) :]
    pages, sqls, bares = [], [], []
    for _round in range(ROUNDS):
        pages.append(_get(client, path))
        sqls.append(_replay(own))
        bares.append(_get(client, bare))
    return Took(median(pages), median(sqls), median(bares))


def _queries(client: Client, path: str) -> list[str]:
    """The queries of a page, asked a second time so that a process remembers what it can."""
    _get(client, path)
    with CaptureQueriesContext(connection) as captured:
        _get(client, path)
    return [str(query["sql"]) for query in captured]


def _get(client: Client, path: str) -> float:
    begin = time.perf_counter()
    answer = client.get(path)
    took = time.perf_counter() - begin
    if answer.status_code != 200:
        raise SystemExit(f"{path} answered {answer.status_code}, so there is nothing to measure.")
    return took


def _replay(queries: list[str]) -> float:
    """Send queries again, and take all of their rows."""
    begin = time.perf_counter()
    with connection.cursor() as cursor:
        for query in queries:
            cursor.execute(query)
            cursor.fetchall()
    return time.perf_counter() - begin
