"""Change what the editor of a write-up asks for."""

from django.db import transaction

from people.models import User
from postmortems.domain.locking import lock_editable, tell_readers
from postmortems.domain.writing import save_postmortem
from postmortems.models import SECTIONS, Postmortem, Template


@transaction.atomic
def change_form(
    postmortem: Postmortem, *, by: User, form: str, template: Template | None = None
) -> Postmortem:
    """Ask for all sections, for the short ones, or for those of a template.

    Whatever is written stays, and is shown. Where nothing is, the words that the
    template begins with are put, in a save like any other.
    """
    postmortem = lock_editable(postmortem)
    postmortem.template = template or postmortem.template
    postmortem.form = template.form if template else form
    postmortem.save(update_fields=["template", "form"])
    texts = template.texts if template else {}
    words = {name: getattr(postmortem, name) for name in SECTIONS}
    begun = {name: text for name, text in texts.items() if not words.get(name, "").strip()}
    if not begun:
        tell_readers(postmortem)
        return postmortem
    return save_postmortem(
        postmortem,
        by=by,
        revision=postmortem.revision,
        title=postmortem.title,
        **(words | begun),
    )
