"""Pictures of people: drawn anew when they come, and gone when they are taken away."""

from uuid import uuid4

from django.core.files import File
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from people.errors import DomainError
from people.models import User
from people.redrawing import Drawn, redraw

SIDE = 256


def put_up_avatar(user: User, *, by: User, file: "File[bytes]") -> User:
    """Show a picture of somebody in place of their initials.

    It is drawn before anything is locked, since that can take a second.
    """
    _check_own(user, by)
    return _keep(user, redraw(file, square=SIDE))


@transaction.atomic
def _keep(user: User, drawn: Drawn) -> User:
    user = User.objects.select_for_update().get(pk=user.pk)
    before = user.avatar.name
    ending = drawn.content_type.partition("/")[2]
    user.avatar.save(f"{uuid4().hex}.{ending}", ContentFile(drawn.data), save=False)
    user.save(update_fields=["avatar"])
    _forget(user, before)
    return user


@transaction.atomic
def take_down_avatar(user: User, *, by: User) -> User:
    """Show somebody's initials again. Taking down what is not there is fine."""
    _check_own(user, by)
    user = User.objects.select_for_update().get(pk=user.pk)
    remove_avatar(user)
    return user


def remove_avatar(user: User) -> None:
    """Let a picture go, in the transaction of whoever locked the row."""
    before, user.avatar = user.avatar.name, ""
    user.save(update_fields=["avatar"])
    _forget(user, before)


def _forget(user: User, name: str | None) -> None:
    """Delete a file once nothing leads to it any more, which a rollback would bring back."""
    if name:
        storage = user.avatar.storage
        transaction.on_commit(lambda: storage.delete(name), robust=True)


def _check_own(user: User, by: User) -> None:
    if by != user:
        raise DomainError(_("Only the person themselves can change their picture."))
