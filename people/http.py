from django.http import HttpRequest

from people.models import User


class UserRequest(HttpRequest):
    """A request of somebody signed in, as the login decorators let it through."""

    user: User
