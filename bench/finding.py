"""What the database takes for a search of the library, with a hundred thousand documents in it."""

from collections.abc import Callable

from bench.crowd import MISSPELT, say_sql_of
from bench.data import Company
from bench.figures import line, title
from incidents.models import Service
from learning.domain.shelving import bring_shelf
from learning.models import Document, Kind, Story
from learning.queries.alike import more_like
from learning.queries.finding import Wanted
from learning.queries.library import library, search
from learning.queries.places import Spot
from people.models import User

ANYTHING = Wanted()
INCIDENTS, STORIES = 100_000, 87_000


def measure() -> None:
    """Load a company that has told a great deal, and look for what people look for."""
    title("Searches of the library")
    Company(INCIDENTS, stories=STORIES).load()
    bring_shelf()
    line("documents", f"{Document.objects.count():,}", "100,000")
    for name, read in _reads(User.objects.order_by("pk")[7]).items():
        say_sql_of(name, read, goal="under 50 ms")


def _reads(reader: User) -> dict[str, Callable[[], object]]:
    services = list(Service.objects.all())
    stories = Story.objects.published().filter(what_broke__contains="It was ")
    told = stories.order_by("-pk")[len(services)]
    rare = told.what_broke.rpartition("It was ")[2].strip(".")
    half_way = Document.objects.in_order()[50_000]
    named = User.objects.order_by("pk")[0].get_short_name()

    def find(
        text: str = "", wanted: Wanted = ANYTHING, after: Spot | None = None
    ) -> Callable[[], object]:
        return lambda: search(reader, wanted, text=text, services=services, after=after)

    return {
        "a search for a rare word": find(rare),
        "a search for a common word": find("deploy"),
        "a search for common words": find("release rolled back cache"),
        "a search for a rare and a common one": find(f"deploy {rare}"),
        "a search for words in quotes": find('"connection pool"'),
        "a search with alternatives": find("certificate or migration or replica"),
        f"a search for “{MISSPELT}”": find(MISSPELT),
        "a search for somebody's name": find(f"{named} deploy"),
        "a search for nothing there is": find("zeppelin"),
        "a search of one service's write-ups": find(
            "deploy", Wanted(kind=Kind.WRITE_UP.value, services=(services[3].pk,))
        ),
        "a search of one tag": find("deploy", Wanted(tags=("dns",))),
        "all there is, without words": find(),
        "half-way down all there is": find(after=Spot.of(half_way.stands_at, half_way.pk)),
        "all that has a tag and a service": find(
            wanted=Wanted(tags=("first-month",), services=(services[-1].pk,))
        ),
        "the library as it opens": lambda: library(reader, services=services),
        "more like a story": lambda: more_like(told, reader=reader),
    }
