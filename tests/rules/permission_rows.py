"""What stands for the numbers in an address, where no row of the query counts does."""

from allauth.mfa.models import Authenticator
from django.db.models import Model

from nudges.models import Address, Delivery, Nudge, Outlet
from nudges.models.delivery import EMAIL_OUTLET, State
from organisation.models import DataExport
from people.domain.tokens import make_token, open_service_account
from people.models import Scope, User
from slack.models import Account
from tests.factories import UserFactory
from webhooks.domain.endpoints import add_endpoint
from webhooks.models import Message


class Rows:
    """One of each thing that has an owner: the author's, or else an admin's."""

    def __init__(self, author: User, admin: User) -> None:
        token, _word = make_token(author, by=author, name="Mine", scopes=[Scope.READ_LEARNING])
        script = open_service_account(by=admin, display_name="A script")
        of_script, _word = make_token(script, by=admin, name="Its", scopes=[Scope.READ_LEARNING])
        endpoint, _secret = add_endpoint(
            by=admin, url="https://93.184.215.14/", events=["incident.declared"]
        )
        nudge = Nudge.objects.filter(recipient=author).order_by("pk").first()
        aside = Delivery.objects.order_by("pk").first()
        Delivery.objects.filter(pk=aside.pk).update(state=State.SET_ASIDE)
        own = Address.objects.filter(person=author).order_by("pk")
        self.rows: dict[str, Model] = {
            "people/tokens": token,
            "organisation/tokens": script,
            f"organisation/tokens/{script.pk}": of_script,
            "organisation/exports": DataExport.objects.create(asked_by=admin),
            "webhooks": endpoint,
            "messages": Message.objects.create(
                endpoint=endpoint, event="incident.declared", body="{}"
            ),
            "slack/accounts": Account.objects.create(user=author, workspace="T1", slack_user="U1"),
            # Nobody's who is asked: signing in with one takes a real one.
            "accounts/passkeys": Authenticator.objects.create(
                user=UserFactory(), type=Authenticator.Type.WEBAUTHN, data={"name": "Phone"}
            ),
            "nudges": nudge,
            "nudges/undelivered": aside,
            "undelivered/outlets": Outlet.objects.create(name=EMAIL_OUTLET),
            "nudges/browsers": own.filter(channel="push").first(),
            "nudges/chat": own.filter(channel="chat").first(),
        }

    def behind(self, before: list[str], state: dict[str, Model]) -> str | None:
        """The number behind this much of an address; the longest that is known decides."""
        for start in range(len(before)):
            part = "/".join(before[start:])
            if row := self.rows.get(part) or state.get(part):
                return str(row.pk)
        return None
