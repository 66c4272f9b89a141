"""The one exception that the rules of the domain raise."""

from django.core.exceptions import ValidationError


class DomainError(ValidationError):
    """A rule says no. Its sentence is written for the person who tried.

    Forms show it beside the form (422), the API answers 409 with it.
    """
