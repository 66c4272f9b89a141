from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from incidents.models import Severity
from postmortems.models.sections import PROMPTS, SECTIONS, SHORT


class Form(models.TextChoices):
    FULL = "full", _("All sections")
    SHORT = "short", _("Five questions")


class Occasion(models.TextChoices):
    """The incidents for which a template is the one to begin with."""

    ALWAYS = "always", _("Whatever has none of its own")
    CRITICAL = "critical", _("Critical")
    MAJOR = "major", _("Major")
    MINOR = "minor", _("Minor")
    UNSET = "unset", _("Severity not known")

    @classmethod
    def of(cls, severity: str) -> "Occasion":
        return cls(severity) if severity != Severity.UNSET else cls.UNSET


# Whoever writes a few lines about something small is more likely to write them at all.
SMALL = (Severity.UNSET, Severity.MINOR)

# What the templates that come with Goldseam are called, until somebody gives them a name.
OURS = {Form.FULL: _("The whole story"), Form.SHORT: _("Five questions")}


def form_for(severity: str) -> Form:
    """The form that is suggested where no template is."""
    return Form.SHORT if severity in SMALL else Form.FULL


class TemplateQuerySet(models.QuerySet["Template"]):
    def in_use(self) -> Self:
        return self.filter(is_in_use=True)


class Template(models.Model):
    """What a write-up begins with: which sections it asks for, with which words.

    Those that come with Goldseam have a `key` and leave their words empty: they are
    then said in the reader's language, until an admin puts others there.
    """

    name = models.CharField(_("name"), max_length=80, blank=True)
    key = models.CharField(max_length=10, choices=Form, blank=True, editable=False)
    form = models.CharField(_("form"), max_length=10, choices=Form, default=Form.FULL)
    sections = ArrayField(models.CharField(max_length=30), verbose_name=_("sections"))
    prompts = models.JSONField(default=dict, blank=True)
    texts = models.JSONField(default=dict, blank=True)
    is_in_use = models.BooleanField(default=True)

    objects = TemplateQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                Lower("name"), condition=~Q(name=""), name="template_name_once"
            ),
            models.UniqueConstraint(fields=["key"], condition=~Q(key=""), name="template_key_once"),
            models.CheckConstraint(
                condition=Q(form__in=Form.values), name="template_form_is_known"
            ),
            models.CheckConstraint(condition=~Q(name="") | ~Q(key=""), name="template_has_a_name"),
            models.CheckConstraint(
                condition=Q(sections__len__gte=1), name="template_asks_for_something"
            ),
            models.CheckConstraint(
                condition=Q(sections__contained_by=list(SECTIONS)),
                name="template_sections_are_known",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("postmortems:edit_template", args=[self.pk])

    @property
    def title(self) -> str:
        return self.name or str(OURS[Form(self.key)])

    @property
    def says(self) -> str:
        """What it asks for, in a line."""
        if len(self.sections) == len(SECTIONS):
            return str(_("Every section there is."))
        names = [label_of(self.form, name) for name in self.in_order]
        return " ".join(names) if self.form == Form.SHORT else ", ".join(names)

    @property
    def in_order(self) -> list[str]:
        return [name for name in SECTIONS if name in self.sections]

    def prompt(self, name: str) -> str:
        return self.prompts.get(name) or str(PROMPTS[name])


class TemplateDefault(models.Model):
    """With which template the write-up of an incident begins: one for each severity."""

    occasion = models.CharField(max_length=10, choices=Occasion, unique=True)
    template = models.ForeignKey(Template, models.CASCADE, related_name="defaults")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(occasion__in=Occasion.values), name="template_occasion_is_known"
            )
        ]

    def __str__(self) -> str:
        return self.get_occasion_display()


def label_of(form: str, name: str) -> str:
    """What a section is called in the editor: the short form asks questions."""
    return str(SHORT.get(name, SECTIONS[name]) if form == Form.SHORT else SECTIONS[name])
