"""The settings of the status page, for admins."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from incidents.domain import status_page
from incidents.models import StatusMail, StatusMailState, StatusPage
from incidents.permissions import may_run_status_page
from people.api.given import Given, Text
from people.api.permissions import allow
from people.api.verbs import reading, verb
from people.api.views import Room


class StatusPageOut(serializers.ModelSerializer[StatusPage]):
    class Meta:
        model = StatusPage
        fields = ["is_on", "title", "intro"]
        read_only_fields = fields


class SettingUpStatusPage(Given):
    is_on = serializers.BooleanField()
    title = Text(max_length=80)
    intro = Text(max_length=300)


class StatusPageViewSet(Room):
    room = "incidents"
    serializer_class = StatusPageOut
    queryset = StatusPage.objects.none()

    def read_again(self, thing: StatusPage) -> Any:
        return self.show(_page())

    @reading("settings", detail=False, out=StatusPageOut)
    def read(self, request: Request) -> Response:
        """Whether there is a status page, and what stands above it."""
        allow(may_run_status_page(self.user))
        return self.shown(_page())

    @verb("set-up", detail=False, given=SettingUpStatusPage, out=StatusPageOut)
    def set_up(self, request: Request) -> Response:
        """Turn it on or off, and say what stands above it."""
        allow(may_run_status_page(self.user))
        return self.shown(self.do(status_page.set_up_status_page, only=_page()))

    @verb("try-again", detail=False, status=204)
    def try_again(self, request: Request) -> Response:
        """Send the mail again that could not be delivered."""
        allow(may_run_status_page(self.user))
        aside = StatusMail.objects.filter(state=StatusMailState.SET_ASIDE)
        self.do(status_page.try_mail_again, mails=list(aside.values_list("pk", flat=True)))
        return Response(status=204)


def _page() -> StatusPage:
    return StatusPage.objects.filter(pk=1).first() or StatusPage(pk=1)
