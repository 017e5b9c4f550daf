"""Writes the generated pages and the shown outputs of the documentation; with --check it only says what is stale.

    python docs/make_pages.py [--check]

Generated are docs/rules.md and docs/schema.md. In README.md and docs/*.md, the fenced block under one of these comments
is filled anew:

    <!-- output of: dragoman ARGUMENTS -->            what the command prints, run in the project's folder
    <!-- record of: FILE name=value ... -->           the first record of `dragoman code FILE` with these values
"""

from __future__ import annotations

import json
import os
import re
import shlex
import sys
from collections.abc import Iterator
from contextlib import chdir
from pathlib import Path
from tempfile import TemporaryDirectory

from typer.testing import CliRunner

from dragoman.cli.main import app
from dragoman.knowledge.lexicon import Lexicon, Rule, load_lexicon
from dragoman.knowledge.ontology import Ontology, load_ontology
from dragoman.store.database import Store
from dragoman.store.schema import schema_markdown

ROOT = Path(__file__).resolve().parent.parent
WIDTH = "150"  # columns of a shown table: narrower ones break the evidence into slivers
_SHOWN = re.compile(
    r"(?P<head><!-- (?P<what>output|record) of: (?P<words>[^\n]*?) -->\n+```\w*\n)(?P<body>.*?)(?=^```$)", re.S | re.M
)

_RULES_HEAD = """# The event rules

This page is generated from the lexicon (`python docs/make_pages.py`); do not edit it. How to write a rule, and what the
slots mean: [howto-rule.md](howto-rule.md). What the types mean: `src/dragoman/data/ontology/event_types.yaml`.

Slots are tried from left to right; the first that holds a party fills the role.
"""


def pages() -> dict[str, str]:
    """The generated pages, by path relative to the project's folder."""
    return {"docs/rules.md": rules_markdown(load_lexicon(), load_ontology()), "docs/schema.md": _schema()}


def rules_markdown(lexicon: Lexicon, ontology: Ontology) -> str:
    """All event rules by type, operators last; ends in a line break."""
    operators = [rule for rule in lexicon.rules if rule.operator is not None]
    plain = [rule for rule in lexicon.rules if rule.operator is None]
    cues = sum(len(_cues(rule)) for rule in lexicon.rules)
    parts = [_RULES_HEAD, f"\n{len(lexicon.rules)} rules, {cues} cues.\n"]
    for name, type_ in ontology.types.items():
        mine = [rule for rule in plain if rule.type == name]
        parts.append(f"\n## {name}\n\n{type_.definition} {len(mine)} rules.\n")
        parts.extend(_rule(rule) for rule in mine)
    parts.append(
        "\n## Operators\n\nTheir type hangs on the action inside them; what comes of it stands in "
        f"`composition.yaml`. {len(operators)} rules.\n"
    )
    parts.extend(_rule(rule) for rule in operators)
    return "".join(parts)


def _cues(rule: Rule) -> tuple[str, ...]:
    return (*rule.verbs, *rule.nouns, *rule.adjectives)


def _rule(rule: Rule) -> str:
    return f"\n### {rule.id}\n\n" + "".join(f"- {line}\n" for line in _lines(rule))


def _lines(rule: Rule) -> Iterator[str]:
    name = f"{rule.type}.{rule.mode}" if rule.mode else rule.type
    marks = [f"operator {rule.operator} over {', '.join(rule.complement)}" if rule.operator else name]
    if rule.cameo:
        marks.append(f"CAMEO {rule.cameo}")
    marks.append(f"confidence {rule.confidence:g}")
    if rule.contexts:
        marks.append("contexts " + ", ".join(rule.contexts))
    yield "; ".join(marks)
    for label, words in (("verbs", rule.verbs), ("nouns", rule.nouns), ("adjectives", rule.adjectives)):
        if words:
            yield f"{label}: {_listed(words)}"
    for label, among in (
        ("with the object", rule.objects),
        ("with the modifier", rule.modifiers),
        ("never with", rule.without),
    ):
        if among:
            yield f"{label}: {_listed(sorted(among))}"
    if rule.verbs or rule.adjectives:
        yield _slots("", rule.actor, rule.recipient, rule)
    if rule.nouns:
        yield _slots("as a noun: ", rule.noun_actor, rule.noun_recipient, rule)
    if rule.examples:
        yield f"example: {_plain(rule.examples[0].text)}"
    if rule.counter_examples:
        yield f"not: {_plain(rule.counter_examples[0])}"


def _slots(head: str, actor: tuple[str, ...], recipient: tuple[str, ...], rule: Rule) -> str:
    parts = [f"actor {', '.join(actor) or 'none'}", f"recipient {', '.join(recipient) or 'none'}"]
    if rule.reciprocal:
        parts.append("reciprocal")
    if rule.requires:
        parts.append(f"requires {', '.join(sorted(rule.requires))}")
    return head + "; ".join(parts)


def _listed(words: tuple[str, ...] | list[str]) -> str:
    return ", ".join(_plain(word) for word in words)


def _plain(text: str) -> str:
    """Text with what Markdown would take for its own marks escaped."""
    return re.sub(r"([\\`*_<>\[\]|])", r"\\\1", text)


def _schema() -> str:
    with TemporaryDirectory() as folder, Store.open(Path(folder) / "schema.duckdb") as store:
        return schema_markdown(store)


def hand_written() -> list[Path]:
    """README.md and the pages of docs/ that people write."""
    generated = {"rules.md", "schema.md"}
    return [ROOT / "README.md", *(path for path in sorted((ROOT / "docs").rglob("*.md")) if path.name not in generated)]


def with_outputs(text: str) -> str:
    """A page with its shown outputs as the program gives them now."""

    def anew(hit: re.Match[str]) -> str:
        show = _output if hit["what"] == "output" else _record
        return hit["head"] + show(shlex.split(hit["words"]))

    return _SHOWN.sub(anew, text)


def run(arguments: list[str]) -> str:
    """What `dragoman ARGUMENTS` prints on standard output, run in this process; ValueError where it fails."""
    with chdir(ROOT):
        result = CliRunner().invoke(app, arguments, env={**os.environ, "COLUMNS": WIDTH})
    if result.exit_code != 0:
        raise ValueError(f"dragoman {shlex.join(arguments)} ends with {result.exit_code}: {result.output}")
    return result.stdout


def _output(words: list[str]) -> str:
    return "".join(f"{line.rstrip()}\n" for line in run(words[1:]).splitlines())


def _record(words: list[str]) -> str:
    file, *conditions = words
    wanted = dict(condition.split("=", 1) for condition in conditions)
    for line in run(["code", file]).splitlines():
        record = json.loads(line)
        if all(str(record.get(name)) == value for name, value in wanted.items()):
            fields = (
                f"  {json.dumps(name)}: {json.dumps(value, ensure_ascii=False)}" for name, value in record.items()
            )
            return "{\n" + ",\n".join(fields) + "\n}\n"
    raise ValueError(f"no record of {file} has {wanted}")


def wanted_texts() -> dict[Path, str]:
    """What each page of the documentation should hold now."""
    texts = {ROOT / name: text for name, text in pages().items()}
    texts |= {path: with_outputs(path.read_text(encoding="utf-8")) for path in hand_written()}
    return texts


def main(arguments: list[str]) -> int:
    """Write what is stale, or with --check name it and return 1."""
    stale = {
        path: text
        for path, text in wanted_texts().items()
        if not path.exists() or path.read_text(encoding="utf-8") != text
    }
    check = "--check" in arguments
    for path, text in stale.items():
        if check:
            sys.stderr.write(f"{path.relative_to(ROOT)} is stale; run: python docs/make_pages.py\n")
        else:
            path.write_text(text, encoding="utf-8")
            sys.stderr.write(f"{path.relative_to(ROOT)} written\n")
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
