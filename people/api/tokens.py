"""One's own tokens: what there is, and the end of one. A token never makes another."""

from django.db.models import QuerySet
from rest_framework import serializers
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from people.api.paging import NewestFirst
from people.api.permissions import TokenOpensRoom
from people.api.verbs import verb
from people.api.views import Lists
from people.domain.tokens import revoke_token
from people.models import ApiToken


class TokenOut(serializers.ModelSerializer[ApiToken]):
    """A token, without what it opens things with."""

    class Meta:
        model = ApiToken
        fields = [
            "id",
            "name",
            "hint",
            "scopes",
            "made_at",
            "expires_at",
            "last_used_at",
            "revoked_at",
        ]
        read_only_fields = fields


class OwnTokens(Lists):
    """The tokens of whoever asks."""

    room = "organisation"
    permission_classes = [IsAuthenticated, TokenOpensRoom]
    serializer_class = TokenOut
    pagination_class = NewestFirst
    lookup_value_converter = "int"
    queryset = ApiToken.objects.none()

    def get_queryset(self) -> QuerySet[ApiToken]:
        return ApiToken.objects.filter(account=self.user)

    @verb(out=TokenOut)
    def revoke(self, request: Request, pk: int) -> Response:
        """End a token. What is already over stays so."""
        return self.shown(self.do(revoke_token, self.get_object()))
