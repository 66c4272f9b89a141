"""The status page as an Atom feed."""

from collections.abc import Iterable
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from incidents.models import StatusPage, Update
from incidents.queries.status_page import PublicIncident, read_status_page

MOST = 50


class StatusFeed(Feed):  # type: ignore[type-arg]  # takes no parameters when the program runs
    """The newest public updates, each an entry of its own that keeps its id for good."""

    feed_type = Atom1Feed

    def __init__(self, page: StatusPage) -> None:
        self.page = page

    def title(self) -> str:
        return self.page.title or _("Status")

    def subtitle(self) -> str:
        return self.page.intro

    def link(self) -> str:
        return reverse("status:page")

    def items(self) -> Iterable[tuple[PublicIncident, Update]]:
        shown = read_status_page(self.page)
        said = [
            (incident, update)
            for incident in [*shown.happening, *shown.earlier]
            for update in incident.updates
        ]
        return sorted(said, key=lambda one: (one[1].posted_at, one[1].pk), reverse=True)[:MOST]

    def item_title(self, item: tuple[PublicIncident, Update]) -> str:
        return ", ".join(item[0].services)

    def item_description(self, item: tuple[PublicIncident, Update]) -> str:
        return item[1].public_text

    def item_link(self, item: tuple[PublicIncident, Update]) -> str:
        return f"{reverse('status:page')}#update-{item[1].pk}"

    def item_guid(self, item: tuple[PublicIncident, Update]) -> str:
        return f"tag:{urlsplit(settings.SITE_URL).hostname},2026:status/{item[1].pk}"

    def item_pubdate(self, item: tuple[PublicIncident, Update]) -> datetime:
        return item[1].posted_at

    def item_updateddate(self, item: tuple[PublicIncident, Update]) -> datetime:
        return item[1].posted_at
