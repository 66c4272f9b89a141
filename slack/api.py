"""Which accounts in Slack are whose: one's own, and for admins all."""

from django.db.models import QuerySet
from rest_framework import serializers
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from incidents.api.shared import PersonOut
from people.api.paging import NewestFirst
from people.api.permissions import TokenOpensRoom
from people.api.verbs import verb
from people.api.views import Lists
from slack.domain.linking import unlink_account
from slack.models import Account


class SlackAccountOut(serializers.ModelSerializer[Account]):
    user = PersonOut(read_only=True)

    class Meta:
        model = Account
        fields = ["id", "user", "workspace_name", "slack_name", "linked_at"]
        read_only_fields = fields


class SlackAccountViewSet(Lists):
    """Accounts in Slack that somebody said are theirs. Readers unlink theirs, too."""

    room = "organisation"
    permission_classes = [IsAuthenticated, TokenOpensRoom]
    serializer_class = SlackAccountOut
    pagination_class = NewestFirst
    lookup_value_converter = "int"
    queryset = Account.objects.none()

    def get_queryset(self) -> QuerySet[Account]:
        return Account.objects.visible_to(self.user).select_related("user")

    @verb(status=204)
    def unlink(self, request: Request, pk: int) -> Response:
        """Let it do nothing here any more."""
        self.do(unlink_account, self.get_object())
        return Response(status=204)
