"""What a write-up said before, and how two versions of it differ."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from people.compare import Piece, compare
from postmortems.models import SECTIONS, FactorKind, Postmortem, Version
from postmortems.naming import Naming

PAGE = 25
HEADINGS = {"title": _("Title"), **SECTIONS, "factors": _("Contributing factors")}


@dataclass(frozen=True)
class Difference:
    """One part of a write-up in two versions, word by word."""

    heading: str
    pieces: list[Piece]


def version_page(
    postmortem: Postmortem, *, before: int | None = None
) -> tuple[list[Version], int | None]:
    """A page of versions without their texts, newest first, and where the next page begins."""
    versions = postmortem.versions.defer("words", "factors").prefetch_related("writers")
    if before is not None:
        versions = versions.filter(number__lt=before)
    page = list(versions[: PAGE + 1])
    return page[:PAGE], page[PAGE - 1].number if len(page) > PAGE else None


def texts_now(postmortem: Postmortem) -> dict[str, str]:
    """The parts of a write-up as they are, as `texts_of` gives those of a version."""
    words = {name: getattr(postmortem, name) for name in ("title", *SECTIONS)}
    factors = [{"kind": one.kind, "text": one.text} for one in postmortem.factors.order_by("pk")]
    return words | {"factors": _lines(factors)}


def texts_of(version: Version | None) -> dict[str, str]:
    """The parts of a version by name; of none, nothing."""
    if version is None:
        return dict.fromkeys(HEADINGS, "")
    return version.texts() | {"factors": _lines(version.factor_rows())}


def differences(
    naming: Naming, before: Mapping[str, str], after: Mapping[str, str]
) -> list[Difference]:
    """The parts that two versions have differently, with people called as the write-up does."""
    return [
        Difference(str(heading), compare(naming.text(before[name]), naming.text(after[name])))
        for name, heading in HEADINGS.items()
        if before[name] != after[name]
    ]


def _lines(factors: list[dict[str, str]]) -> str:
    return "\n".join(f"{FactorKind(one['kind']).label}. {one['text']}" for one in factors)
