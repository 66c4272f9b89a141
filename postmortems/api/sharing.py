"""Links with which people outside read one published write-up."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from incidents.api.shared import PersonOut
from people.api.given import Given, Text
from people.api.paging import NewestFirst
from people.api.verbs import says, verb
from postmortems import permissions
from postmortems.api.shared import InWriteUp
from postmortems.domain import sharing
from postmortems.forms.sharing import LONGEST, USUAL
from postmortems.models import ShareLink


class ShareLinkOut(serializers.ModelSerializer[ShareLink]):
    """A link, without its address; of those who open it, only how often and when last."""

    shared_by = PersonOut(read_only=True, allow_null=True)
    is_open = serializers.BooleanField(read_only=True)

    class Meta:
        model = ShareLink
        fields = [
            "id",
            "label",
            "shared_by",
            "shared_at",
            "expires_at",
            "ended_at",
            "is_open",
            "times_opened",
            "last_opened_on",
        ]
        read_only_fields = fields


class LinkMade(ShareLinkOut):
    """A link that was just made: `url` is said this once, and kept nowhere."""

    url = serializers.CharField(read_only=True)

    class Meta(ShareLinkOut.Meta):
        fields = [*ShareLinkOut.Meta.fields, "url"]
        read_only_fields = fields


class Sharing(Given):
    """`label` says whom it is for, and is read here only."""

    days = serializers.IntegerField(min_value=1, max_value=LONGEST, default=USUAL)
    label = Text(max_length=120)  # type: ignore[assignment]


class ShareLinkViewSet(InWriteUp):
    """The links there are, newest first, for whoever may make them."""

    serializer_class = ShareLinkOut
    pagination_class = NewestFirst
    queryset = ShareLink.objects.none()
    never_kept = frozenset({"create"})

    def get_queryset(self) -> QuerySet[ShareLink]:
        if "write_up" in self.kwargs:
            self.allow(permissions.may_share)
        return self.of_write_up("share_links").select_related("shared_by")

    @says(given=Sharing, out=LinkMade, status=201, example={"days": 30, "label": "Larkspur Ltd"})
    def create(self, request: Request, write_up: int) -> Response:
        """Make a link. Whoever holds it reads the write-up, with people by role."""
        token = self.do(sharing.share_postmortem, self.allow(permissions.may_share), given=Sharing)
        link: Any = self.get_queryset().get(token_digest=sharing.digest(token))
        link.url = request.build_absolute_uri(reverse("shared:read", args=[token]))
        return Response(LinkMade(link).data, 201)

    @verb(out=ShareLinkOut)
    def end(self, request: Request, write_up: int, pk: int) -> Response:
        """Let it show nothing any more."""
        self.do(sharing.end_link, self.get_object())
        return self.shown(self.again())
