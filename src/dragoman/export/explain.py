"""The tree behind a claim, down to rules and characters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.text import Text
from rich.tree import Tree

from dragoman.export.parts import Record, part, parts, words
from dragoman.export.table import claim_title
from dragoman.export.visible import visible
from dragoman.model.article import Article
from dragoman.model.claim import Run

_PARTY_ROLES = (*("actor", "recipient", "speaker", "via", "reported_by", "addressee", "holder", "member", "parties"),)
_PLAIN_FIELDS = (
    *("kind", "type", "mode", "polarity", "status", "quad", "intensity", "cameo", "manner", "stance"),
    *("title", "name", "body", "relation", "subject", "country", "accredited_to", "organisation", "confidence"),
)
_INDENT = "  "


@dataclass(frozen=True, slots=True)
class Node:
    """One line of the tree: `label` says what it is, `value` what it is like; any characters, not yet made visible."""

    label: str
    value: str = ""
    children: tuple[Node, ...] = ()


def explain_tree(
    record: Record,
    article_text: str,
    *,
    article: Article | None = None,
    run: Run | None = None,
    rule_text: str | None = None,
    rule_origin: str | None = None,
    nearest: Sequence[tuple[str, str]] = (),
) -> Node:
    """All that stands behind the claim of `record`, as a tree.

    `article_text` is the text its offsets count into: a passage that is not to be found there is marked so.
    `rule_text` is the rule's pattern, `rule_origin` where it stands in the data, `nearest` the training sentences that
    the model finds likest, each with its label.
    """
    branches = [
        _claim_node(record),
        _rule_node(record, rule_text, rule_origin),
        _chances_node(record, nearest),
        _passage_node("cue", part(record, "cue"), article_text),
        *(_party_node(role, party, article_text) for role in _PARTY_ROLES for party in parts(record, role)),
        *(_passage_node("content", passage, article_text) for passage in parts(record, "content")),
        *(_passage_node("told again", passage, article_text) for passage in parts(record, "also")),
        _when_node(part(record, "when"), article_text),
        _where_node(part(record, "where"), article_text),
        _voices_node(parts(record, "said_by"), article_text),
        *(_passage_node(name, part(record, name), article_text) for name in ("evidence", "sentence")),
        _article_node(record, article),
        _run_node(run),
    ]
    children = tuple(branch for branch in branches if branch is not None)
    return Node(f"claim {words(record, 'id')}".rstrip(), claim_title(record), children)


def explain_lines(
    record: Record,
    article_text: str,
    *,
    article: Article | None = None,
    run: Run | None = None,
    rule_text: str | None = None,
    rule_origin: str | None = None,
    nearest: Sequence[tuple[str, str]] = (),
) -> list[str]:
    """The tree of `explain_tree` as indented lines of plain text, each safe for a terminal."""
    tree = explain_tree(
        record, article_text, article=article, run=run, rule_text=rule_text, rule_origin=rule_origin, nearest=nearest
    )
    return plain_lines(tree)


def plain_lines(node: Node, depth: int = 0) -> list[str]:
    """The tree as lines without line breaks, two blanks a level."""
    head = visible(f"{node.label}: {node.value}" if node.value else node.label)
    lines = [f"{_INDENT * depth}{head}"]
    for child in node.children:
        lines.extend(plain_lines(child, depth + 1))
    return lines


def rich_tree(node: Node) -> Tree:
    """The tree for a terminal, in colours. All text is shown literally."""
    tree = Tree(_coloured(node, "bold cyan"), guide_style="dim")
    _grow(tree, node.children)
    return tree


def _grow(tree: Tree, children: Sequence[Node]) -> None:
    for child in children:
        _grow(tree.add(_coloured(child, "cyan")), child.children)


def _coloured(node: Node, style: str) -> Text:
    line = Text(visible(node.label), style=style)
    if node.value:
        line.append(": ", style="dim")
        line.append(visible(node.value), style="default")
    return line


def _claim_node(record: Record) -> Node:
    contexts = record.get("contexts")
    context = ", ".join(map(str, contexts)) if isinstance(contexts, list | tuple) else ""
    reasons = record.get("reasons")
    why = tuple(Node("because", str(reason)) for reason in reasons) if isinstance(reasons, list | tuple) else ()
    fields = (*_fields(record, _PLAIN_FIELDS), *((Node("contexts", context),) if context else ()))
    return Node("what", claim_title(record), (*fields, *why))


def _rule_node(record: Record, rule_text: str | None, rule_origin: str | None) -> Node:
    lines = tuple(Node(line.rstrip()) for line in (rule_text or "").splitlines() if line.strip())
    pattern = (Node("pattern", "", lines),) if lines else ()
    stands = (Node("stands in", rule_origin),) if rule_origin else ()
    return Node("rule", words(record, "rule"), (*stands, *pattern))


def _chances_node(record: Record, nearest: Sequence[tuple[str, str]]) -> Node | None:
    """What the model makes of it, and what it was trained on that is likest."""
    chances = part(record, "chances")
    if chances is None:
        return None
    shares = ", ".join(f"{name} {share:.2f}" for name, share in chances.items() if isinstance(share, float))
    like = tuple(Node(label, f"“{text}”") for label, text in nearest)
    return Node("the model", shares, (Node("nearest training sentences", "", like),) if like else ())


def _party_node(role: str, party: Record, text: str) -> Node:
    fields = _fields(party, ("entity", "country", "sector", "office", "rule", "reason"))
    resolved = fields or (Node("not resolved"),)
    return Node(role.replace("_", " "), words(party, "name"), (*_spot(party, text), *resolved))


def _when_node(when: Record | None, text: str) -> Node:
    if when is None:
        return Node("when", "not known")
    days = f"{words(when, 'from') or 'open'} to {words(when, 'to') or 'open'} (the last day not included)"
    return Node(
        "when",
        words(when, "edtf"),
        (Node("days", days), *_fields(when, ("basis", "rule")), *_spot(when, text)),
    )


def _where_node(where: Record | None, text: str) -> Node | None:
    if where is None:
        return None
    fields = _fields(where, ("country", "lat", "lon", "geonames", "rule"))
    return Node("where", words(where, "name"), (*_spot(where, text), *fields))


def _voices_node(voices: Sequence[Record], text: str) -> Node:
    if not voices:
        return Node("said by", "the article, in its own voice")
    return Node(
        "said by",
        "outermost first",
        tuple(
            Node(
                str(place),
                words(voice, "name"),
                (
                    *_spot(voice, text),
                    *_fields(voice, ("entity", "country", "sector", "state_media", "manner")),
                    *filter(None, (_passage_node("cue", part(voice, "cue"), text),)),
                ),
            )
            for place, voice in enumerate(voices, 1)
        ),
    )


def _article_node(record: Record, article: Article | None) -> Node:
    if article is None:
        return Node("article", words(record, "article"))
    line = article.to_dict() | {"origin": article.origin}
    names = ("title", "publisher", "author", "agency", "dateline_place", "published", "url", "language", "origin")
    return Node("article", article.id, (*_fields(line, names), *_fields(line, ("extractor", "sha256"))))


def _run_node(run: Run | None) -> Node | None:
    if run is None:
        return None
    fields = (
        Node("code", run.code_version),
        Node("data", run.data_hash),
        Node("model", run.model),
        Node("started", run.started),
        *(Node(f"option {name}", value) for name, value in sorted(run.options.items())),
    )
    return Node("run", run.id, fields)


def _passage_node(label: str, passage: Record | None, text: str) -> Node | None:
    if passage is None:
        return None
    return Node(label, f"{_quoted(passage)} {_offsets(passage, text)}")


def _spot(item: Record, text: str) -> tuple[Node, ...]:
    """Where the words stand in the article; nothing for what no words name."""
    if item.get("start") is None or item.get("text") is None:
        return ()
    return (Node("words", f"{_quoted(item)} {_offsets(item, text)}"),)


def _quoted(item: Record) -> str:
    return f"“{words(item, 'text')}”"


def _offsets(item: Record, text: str) -> str:
    start, end = item.get("start"), item.get("end")
    if isinstance(start, int) and isinstance(end, int):
        stands = text[start:end] == item.get("text")
        return f"[{start}:{end}]" if stands else f"[{start}:{end}] (not what stands there)"
    return ""


def _fields(record: Record, names: Sequence[str]) -> tuple[Node, ...]:
    """A line for each field that has a value."""
    return tuple(Node(name.replace("_", " "), words(record, name)) for name in names if words(record, name))
