"""What Goldseam knows of people and groups, as a directory reads and writes it."""

from functools import cache
from typing import TYPE_CHECKING, Annotated, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from pydantic import AfterValidator, Field
from scim2_models import (
    URN,
    AuthenticationScheme,
    Bulk,
    CaseExact,
    ChangePassword,
    ComplexAttribute,
    ETag,
    External,
    Filter,
    Mutability,
    Patch,
    Reference,
    Required,
    Resource,
    ScimPolicy,
    ScimProvider,
    ServiceProviderConfig,
    Sort,
    Uniqueness,
)

from people.forms import no_control_characters

if TYPE_CHECKING:
    # What the schema of people is called on the wire.
    from scim2_models import User

MOST_ON_A_PAGE = 200
WORK = "work"


def _plain(text: str | None) -> str | None:
    """Refuse what no form would take."""
    try:
        no_control_characters(text)
    except ValidationError as error:
        raise ValueError(" ".join(error.messages)) from None
    return text


def _something(text: str | None) -> str | None:
    if text is not None and not text.strip():
        raise ValueError("it is empty")
    return text


def _address(text: str | None) -> str | None:
    if text:
        try:
            validate_email(text)
        except ValidationError as error:
            raise ValueError(" ".join(error.messages)) from None
    return text


Text = Annotated[str | None, Field(max_length=120), AfterValidator(_plain)]
Called = Annotated[Text, AfterValidator(_something)]
Long = Annotated[str | None, Field(max_length=254), AfterValidator(_plain)]
Address = Annotated[str | None, Field(max_length=254), AfterValidator(_address)]


class Name(ComplexAttribute):
    given_name: Text = None
    """All of the name but its last word."""

    family_name: Text = None
    """The last word of the name."""


class Mail(ComplexAttribute):
    value: Annotated[Address, Required.true] = None
    """The address that somebody signs in with, and gets mail at. One is kept, the primary one."""

    type: Text = Field(None, examples=[WORK])
    primary: bool | None = Field(None, examples=["true"])


class Membership(ComplexAttribute):
    value: Annotated[str | None, Mutability.read_only, CaseExact.true] = None
    ref: Annotated[Reference["Group"] | None, Mutability.read_only] = Field(
        None, serialization_alias="$ref", validation_alias="$ref"
    )
    display: Annotated[str | None, Mutability.read_only] = None


class Person(Resource[Any]):
    """A person who has an account."""

    __schema__ = URN("urn:ietf:params:scim:schemas:core:2.0:User")

    external_id: Annotated[Long, CaseExact.true] = None
    """The number that the directory has for somebody."""

    user_name: Annotated[Long, AfterValidator(_something), Uniqueness.server, Required.true] = None
    """What somebody signs in with at the directory."""

    name: Annotated[Name | None, Required.true] = None
    """The same as displayName, in two parts; left out, it is worked out."""

    display_name: Annotated[Called, Required.true] = None
    """The name by which colleagues know somebody; left out, it is made of name."""

    title: Text = None
    """What somebody's work is called."""

    active: Annotated[bool | None, Required.true] = None
    """Whether somebody is here. Who leaves hands on what they hold, and keeps what they wrote."""

    emails: Annotated[list[Mail] | None, Required.true] = None
    """The address, which may be left out where userName is one."""

    groups: Annotated[list[Membership] | None, Mutability.read_only] = None


class Member(ComplexAttribute):
    value: Annotated[str | None, Mutability.immutable, CaseExact.true, Required.true] = None
    ref: Annotated[Reference["User"] | None, Mutability.immutable] = Field(  # type: ignore[type-arg]
        None, serialization_alias="$ref", validation_alias="$ref"
    )
    type: Annotated[str | None, Mutability.immutable] = Field(None, examples=["User"])


class Group(Resource[Any]):
    """A team, or those who have a role."""

    __schema__ = URN("urn:ietf:params:scim:schemas:core:2.0:Group")

    external_id: Annotated[Long, CaseExact.true] = None
    display_name: Annotated[Called, Required.true, Uniqueness.server] = None
    """The name of the team, or of a group that gives a role."""

    members: list[Member] | None = None


# Directories say more than Goldseam keeps, and Entra removes members in a way of its own.
POLICY = ScimPolicy(
    unknown=ScimPolicy.Unknown.ignore,
    remove_value_as_filter=ScimPolicy.RemoveValue.apply,
    unmatched_path_filter=ScimPolicy.UnmatchedPathFilter.create,
)


@cache
def provider() -> ScimProvider:
    return ScimProvider([Person, Group], config=_config(), policy=POLICY)


def _config() -> ServiceProviderConfig:
    docs = Reference[External](f"{settings.SITE_URL}/api/")
    token = AuthenticationScheme(
        type=AuthenticationScheme.Type.oauthbearertoken,
        name="Token of a service account",
        description="Authorization: Bearer, with a token that has the scope scim.",
        documentation_uri=docs,
        primary=True,
    )
    return ServiceProviderConfig(
        documentation_uri=docs,
        patch=Patch(supported=True),
        bulk=Bulk(supported=False, max_operations=0, max_payload_size=0),
        filter=Filter(supported=True, max_results=MOST_ON_A_PAGE),
        change_password=ChangePassword(supported=False),
        sort=Sort(supported=False),
        etag=ETag(supported=True),
        authentication_schemes=[token],
    )
