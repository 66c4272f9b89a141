from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from incidents.fields import PersonField
from people.forms import DomainForm
from people.models import User


class LetInForm(DomainForm):
    """Readers can be let in too: it is about who sees it."""

    person = PersonField(
        label=_("Who else may see it?"),
        queryset=User.objects.here().order_by(Lower("display_name"), "email"),
        empty_label=_("Choose somebody"),
        error_messages={"required": _("Choose somebody.")},
    )
