"""What write-ups begin with, as admins word it."""

from collections.abc import Iterable, Mapping

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.domain.auditing import action, note
from people.errors import DomainError
from people.models import User
from people.words import asks_who
from postmortems.models import SECTIONS, Template, TemplateDefault

WRITTEN = action("template.written", gettext_lazy("Wrote a template"))
CHANGED = action("template.changed", gettext_lazy("Changed a template"))
USED = action("template.used", gettext_lazy("Put a template in or out of use"))


@transaction.atomic
def write_template(
    *,
    by: User,
    name: str,
    form: str,
    sections: Iterable[str],
    prompts: Mapping[str, str],
    texts: Mapping[str, str],
    occasions: Iterable[str] = (),
) -> Template:
    """Keep a new template."""
    _one_admin_at_a_time()
    template = Template(name=name, form=form)
    _word(template, sections=sections, prompts=prompts, texts=texts)
    template = _keep(template, occasions)
    note(WRITTEN, by=by, about=template)
    return template


@transaction.atomic
def change_template(
    template: Template,
    *,
    by: User,
    name: str,
    form: str,
    sections: Iterable[str],
    prompts: Mapping[str, str],
    texts: Mapping[str, str],
    occasions: Iterable[str] = (),
) -> Template:
    """Put a template into better words. Write-ups that began with it keep every word they have."""
    _one_admin_at_a_time()
    template = Template.objects.select_for_update().get(pk=template.pk)
    template.name = "" if template.key and name == template.title else name
    template.form = form
    _word(template, sections=sections, prompts=prompts, texts=texts)
    note(CHANGED, by=by, about=template)
    return _keep(template, occasions)


@transaction.atomic
def use_template(template: Template, *, by: User, is_in_use: bool) -> Template:
    """Take a template out of use, or back. Out of use it is no incident's own any more."""
    _one_admin_at_a_time()
    template = Template.objects.select_for_update().get(pk=template.pk)
    template.is_in_use = is_in_use
    template.save(update_fields=["is_in_use"])
    note(USED, by=by, about=template, is_in_use=is_in_use)
    if not is_in_use:
        template.defaults.all().delete()
    return template


def _one_admin_at_a_time() -> None:
    """Two who give the same severity to two templates would otherwise wait for each other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('postmortems_template'))")


def _word(
    template: Template,
    *,
    sections: Iterable[str],
    prompts: Mapping[str, str],
    texts: Mapping[str, str],
) -> None:
    """Refuse what asks who, and keep the words there are, in the order of the sections."""
    asked = set(sections)
    if not asked & set(SECTIONS):
        raise DomainError(_("Ask for at least one section."))
    for name, prompt in prompts.items():
        if asks_who(prompt):
            sentence = _(
                "Goldseam asks what made something possible, never who. "
                "Could this ask about the system, the change or the response?"
            )
            raise DomainError({f"prompt_{name}": sentence})
    template.sections = [name for name in SECTIONS if name in asked]
    template.prompts = {name: prompts[name] for name in SECTIONS if prompts.get(name)}
    template.texts = {name: texts[name] for name in SECTIONS if texts.get(name)}


def _keep(template: Template, occasions: Iterable[str]) -> Template:
    try:
        with transaction.atomic():
            template.save()
    except IntegrityError as error:
        raise DomainError({"name": _("There is a template with this name already.")}) from error
    chosen = list(occasions)
    template.defaults.exclude(occasion__in=chosen).delete()
    for occasion in chosen:
        TemplateDefault.objects.update_or_create(occasion=occasion, defaults={"template": template})
    return template
