"""Repairs that are no glued words: broken encodings, hyphens at line ends, stray marks, and characters nobody sees."""

from __future__ import annotations

import re
from html import unescape

from dragoman.intake.edits import Edit
from dragoman.intake.vocabulary import glue_words
from dragoman.knowledge.frequencies import zipf
from dragoman.model.article import Repair

Mend = tuple[Repair | None, list[Edit]]

# C0 and C1 controls besides tab, line feed and carriage return; marks of zero width; marks of writing direction.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufff9-\ufffb]"
)
_SOFT_HYPHEN = "\xad"
_SOFT_WORD = re.compile(r"[^\W\d_]{0,100}\xad[^\W\d_]*(?:\xad[^\W\d_]*)*")
_LIGATURE = re.compile("[\ufb00-\ufb06]")
_LIGATURES = {
    "\ufb00": "ff",
    "\ufb01": "fi",
    "\ufb02": "fl",
    "\ufb03": "ffi",
    "\ufb04": "ffl",
    "\ufb05": "st",
    "\ufb06": "st",
}
_OLD_QUOTES = re.compile(r"``|''")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});")

# UTF-8 read as Windows-1252 or Latin-1: a lead byte's letter and then a continuation byte's sign.
_MOJIBAKE = re.compile("[ÂÃâðÐÑØÙ][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|ï»¿|ï¿½")
_RUN = re.compile(r"[^ \t\r\n]+")

_NAME_IN_S = re.compile(r"(?<![\w’'-])([A-Z][a-z]{2,})s ([a-z]{4,})\b")
_NAME_ALONE = re.compile(r"(?<![\w’'-])[A-Z][a-z]{2,}(?![\w’'-])")
_LINE_END_HYPHEN = re.compile(r"(?<![\w-])([A-Za-z][a-z]+)-[ \t]*\r?\n[ \t]*([a-z]+)(?![\w-])")
_STRAY_COMMA = re.compile(r"(?<=\w)(\.)\s{0,3},(?=\s+[a-z])|,\s{0,3}(,)(?=\s)")
_STRAY_STOP = re.compile(r"(?<=[\w)”’\"][.!?])(?<!\.\.)[ \t]+\.(?=\s+[A-Z“\"]|\s*\Z)")

RARE = 2.5
"""Zipf under which half of a word broken at a line end is no word of its own."""


def find_mends(text: str) -> list[Mend]:
    """Every mend of the text; those with a Repair change what is read, those without do not."""
    found: list[Mend] = []
    if not text.isascii():
        _find_unseen(text, found)
        _find_mojibake(text, found)
    elif not text.isprintable():
        _find_unseen(text, found)
    _find_hyphens(text, found)
    _find_stray(text, found)
    _find_lost_apostrophes(text, found)
    if "&" in text:
        for match in _ENTITY.finditer(text):
            words = unescape(match[0])
            if words != match[0]:
                found.append((None, [Edit(match.start(), match.end(), " " if not words.isprintable() else words)]))
    if "``" in text:
        for match in _OLD_QUOTES.finditer(text):
            found.append((None, [Edit(match.start(), match.end(), "“" if match[0] == "``" else "”")]))
    return found


def _find_lost_apostrophes(text: str, found: list[Mend]) -> None:
    """ "the Keitas statement", where the text has Keita alone too: "Keita's statement"."""
    nouns = glue_words().possessed
    names: frozenset[str] | None = None
    for match in _NAME_IN_S.finditer(text):
        name, noun = match[1], match[2]
        if noun not in nouns or zipf(f"{name}s".lower()) >= RARE:
            continue
        if names is None:
            names = frozenset(_NAME_ALONE.findall(text))
        if name in names:
            whole = Repair(match.start(), match.end(1) + 1, f"{name}s", f"{name}'s", "repair.apostrophe.possessive")
            found.append((whole, [Edit(match.end(1), match.end(1) + 1, "'s")]))


def _find_unseen(text: str, found: list[Mend]) -> None:
    for match in _UNSEEN.finditer(text):
        control = match[0] < " " or "\x7f" <= match[0] <= "\x9f"
        if match[0] != _SOFT_HYPHEN:
            found.append((None, [Edit(match.start(), match.end(), " " if control else "")]))
    if _SOFT_HYPHEN in text:
        _find_soft_hyphens(text, found)
    for match in _LIGATURE.finditer(text):
        found.append((None, [Edit(match.start(), match.end(), _LIGATURES[match[0]])]))


def _find_soft_hyphens(text: str, found: list[Mend]) -> None:
    """Soft hyphens go; one that stands for the hyphen of a compound of known words ("dual-use") becomes a hyphen."""
    for match in _SOFT_WORD.finditer(text):
        parts = match[0].split(_SOFT_HYPHEN)
        compound = zipf("".join(parts).lower()) == 0.0 and all(zipf(part.lower()) >= RARE for part in parts)
        mark = "-" if compound and len(parts) == 2 else ""
        edits: list[Edit] = []
        at = match.start()
        for part in parts[:-1]:
            at += len(part)
            edits.append(Edit(at, at + 1, mark))
            at += 1
        if len(parts) == 1:
            continue
        words = mark.join(parts)
        if any(not part for part in parts):  # at the word's edge: nothing that is read changes
            found.extend((None, [edit]) for edit in edits)
        else:
            found.append((Repair(*match.span(), match[0], words, "repair.hyphen.soft"), edits))


def _find_mojibake(text: str, found: list[Mend]) -> None:
    """Runs without blanks that were decoded in the wrong way; a run whose repair is sure is mapped as one block."""
    done = 0
    for match in _MOJIBAKE.finditer(text):
        if match.start() < done:
            continue
        start = match.start()
        while start > 0 and text[start - 1] not in " \t\r\n":
            start -= 1
        run = _RUN.match(text, start)
        if run is None:
            continue
        from ftfy import fix_encoding  # only here: most texts are sound

        done = run.end()
        words = str(fix_encoding(run[0]))
        if words != run[0] and words:
            words = " ".join(words.split()) or words
            repair = Repair(start, done, run[0], words, "repair.encoding.mojibake")
            found.append((repair, _least_edits(start, run[0], words)))


def _least_edits(start: int, before: str, after: str) -> list[Edit]:
    """The change without what both sides share at their ends."""
    head = 0
    while head < min(len(before), len(after)) - 1 and before[head] == after[head]:
        head += 1
    tail = 0
    while tail < min(len(before), len(after)) - head - 1 and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    return [Edit(start + head, start + len(before) - tail, after[head : len(after) - tail])]


def _find_hyphens(text: str, found: list[Mend]) -> None:
    for match in _LINE_END_HYPHEN.finditer(text):
        left, right = match[1], match[2]
        joined = zipf((left + right).lower())
        broken = zipf(left.lower()) < RARE or zipf(right) < RARE
        gap = Edit(match.end(1), match.start(2), "")
        if joined >= 3.0 or (broken and joined > 1.5):
            found.append((Repair(*match.span(), match[0], left + right, "repair.hyphen.line-end"), [gap]))
        else:
            found.append((None, [Edit(match.end(1), match.start(2), "-")]))


def _find_stray(text: str, found: list[Mend]) -> None:
    for match in _STRAY_COMMA.finditer(text):
        if (
            text[max(0, match.start() - 1) : match.start() + 1] == ".."
            or text[match.start() : match.start() + 2] == ".."
        ):
            continue
        if match[1] == "." and _abbreviated(text, match.start()):
            continue
        repair = Repair(*match.span(), match[0], ",", "repair.stray.mark")
        found.append((repair, [Edit(*match.span(), ",")]))
    for match in _STRAY_STOP.finditer(text):
        repair = Repair(
            match.start() - 1,
            match.end(),
            text[match.start() - 1 : match.end()],
            text[match.start() - 1],
            "repair.stray.mark",
        )
        found.append((repair, [Edit(*match.span(), "")]))


def _abbreviated(text: str, stop: int) -> bool:
    """True where the stop at `stop` may end an abbreviation, which a comma may follow ("Jr., who", "U.S., while")."""
    word = re.search(r"[\w.]+\Z", text[max(0, stop - 20) : stop])
    if word is None or text[stop + 1 : stop + 2] == ",":
        return True
    return "." in word[0] or len(word[0]) <= 2 or (word[0][:1].isupper() and len(word[0]) <= 5)
