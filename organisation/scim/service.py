"""The protocol, as scim2-server knows it, for what directories really send."""

import json
from functools import cache
from typing import Any

from scim2_models import PatchOp, Resource, ResourceType
from scim2_server.service import ScimService

from organisation.scim.completing import complete_patch, complete_person
from organisation.scim.schemas import Person, provider


class Service(ScimService):
    def read_creation(
        self, resource_type: ResourceType, body: bytes, content_type: str | None
    ) -> Resource[Any]:
        body = self._completed(resource_type, body, content_type, is_new=True)
        return super().read_creation(resource_type, body, content_type)

    def read_replacement(
        self, resource_type: ResourceType, body: bytes, content_type: str | None
    ) -> Resource[Any]:
        body = self._completed(resource_type, body, content_type, is_new=False)
        return super().read_replacement(resource_type, body, content_type)

    def read_patch(
        self, resource_type: ResourceType, body: bytes, content_type: str | None
    ) -> "PatchOp[Any]":
        said = complete_patch(self.decode_body(body, content_type))
        return super().read_patch(resource_type, json.dumps(said).encode(), content_type)

    def _completed(
        self, resource_type: ResourceType, body: bytes, content_type: str | None, *, is_new: bool
    ) -> bytes:
        if self.get_model(resource_type) is not Person:
            return body
        said = complete_person(self.decode_body(body, content_type), is_new=is_new)
        return json.dumps(said).encode()


@cache
def service() -> Service:
    return Service(provider())
