"""Rules by id, for people: what a rule says and in which file it stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from dragoman.knowledge.lexicon import Lexicon, Rule, load_lexicon
from dragoman.knowledge.tables import DATA

_EVENTS = DATA / "languages" / "en" / "events"


@dataclass(frozen=True, slots=True)
class RuleText:
    """A rule's pattern in one line, and the file it stands in (relative to the data folder)."""

    text: str
    origin: str


@cache
def _lexicon() -> Lexicon:
    return load_lexicon(_EVENTS)


def describe_rule(rule_id: str) -> RuleText | None:
    """The text of an event rule, or None for a rule that stands in code or other data."""
    lexicon = _lexicon()
    rule = lexicon.rule(rule_id)
    if rule is None:
        return None
    return RuleText("; ".join(_parts(rule)), f"languages/en/events/{lexicon.files[rule_id]}")


def _parts(rule: Rule) -> Iterator[str]:
    yield rule.type + (f".{rule.mode}" if rule.mode else "")
    if rule.operator:
        yield f"operator {rule.operator} over {', '.join(rule.complement)}"
    for name, words in (("verbs", rule.verbs), ("nouns", rule.nouns), ("adjectives", rule.adjectives)):
        if words:
            shown = ", ".join(words[:12])
            yield f"{name} {shown}" + (f" and {len(words) - 12} more" if len(words) > 12 else "")
    if rule.objects:
        yield "with an object among " + ", ".join(sorted(rule.objects)[:12])
    yield f"recipient {', '.join(rule.recipient if rule.verbs or rule.adjectives else rule.noun_recipient) or 'none'}"
