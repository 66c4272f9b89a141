"""What becomes of an alert: the same answer when it is tried as when it comes."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import translate

from alerts.formats import Incoming
from alerts.formats.incoming import LONGEST_TITLE, key, line
from alerts.models import AlertSeverity, Rule, Source
from incidents.models import Service, Severity

BLANK = re.compile(r"\{([^{}]{1,60})\}")


@dataclass(frozen=True)
class Decision:
    """`rule` is None where none matched, and the source itself says what becomes of it."""

    action: str
    rule: Rule | None
    title: str
    severity: str
    services: tuple[Service, ...]
    group: str


def decide(
    source: Source, incoming: Incoming, *, rules: Iterable[Rule], known: dict[str, Service]
) -> Decision:
    """Let the first rule that matches decide; `known` are services by their names and slugs."""
    rule = next((one for one in rules if matches(one, incoming)), None)
    named = known.get(incoming.said("service").lower())
    service = (rule and rule.service) or named or source.service
    return Decision(
        action=rule.action if rule else source.otherwise,
        rule=rule,
        title=_title(rule, incoming),
        severity=_severity(source, rule, incoming),
        services=(service,) if service else (),
        group=_group(rule, incoming),
    )


def matches(rule: Rule, incoming: Incoming) -> bool:
    """Whether all that a rule asks is true of an alert. `*` stands for anything."""
    return all(
        _fits(pattern, incoming.said(label)) == (sign == "=")
        for label, sign, pattern in rule.matches
    )


def _fits(pattern: str, value: str) -> bool:
    literal = pattern.replace("[", "[[]").replace("?", "[?]")
    return re.match(translate(literal), value, re.IGNORECASE) is not None


def _title(rule: Rule | None, incoming: Incoming) -> str:
    if rule is None or not rule.title:
        return incoming.title
    filled = BLANK.sub(lambda blank: incoming.said(blank[1].strip()), rule.title)
    return line(filled, LONGEST_TITLE) or incoming.title


def _severity(source: Source, rule: Rule | None, incoming: Incoming) -> str:
    chosen = source.severity if rule is None or not rule.severity else rule.severity
    return incoming.severity if chosen == AlertSeverity.AS_ALERT else str(Severity(chosen))


def _group(rule: Rule | None, incoming: Incoming) -> str:
    """What belongs together: by the labels a rule names, else as the sender's format has it."""
    if rule is None:
        return key("", incoming.group or incoming.key)
    if rule.group_by:
        return key(rule.pk, *(f"{name}={incoming.said(name)}" for name in rule.group_by))
    return key(rule.pk, incoming.group or incoming.key)
