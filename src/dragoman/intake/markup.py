"""Marks of Markdown and HTML that were left in a text: what they say stays, the marks go."""

from __future__ import annotations

import re

from dragoman.intake.edits import Edit

_TAG = re.compile(r"<!--.{0,5000}?-->|</?[a-zA-Z][a-zA-Z0-9]*(?:\s[^<>]{0,3000})?/?>", re.DOTALL)
_BREAK = re.compile(r"</?(?:p|br|div|li|ul|ol|tr|table|h[1-6]|figure|figcaption|blockquote)\b", re.IGNORECASE)
_AUTOLINK = re.compile(r"<(?:https?://|mailto:)[^<>\s]{1,2000}>")
_IMAGE = re.compile(r"!\[[^\[\]]{0,300}\]\([^()]{0,2000}\)")
_LINK = re.compile(
    r"(\[+)((?:[^\[\]\\]|\\.){1,400})(\]\((?:[^()\s]|\\.|\([^()\s]*\)){1,2000}(?:\s+\"[^\"\n]{0,200}\")?\)\]?)"
)
_ESCAPE = re.compile(r"\\(?=[!-/:-@\[-`{-~])")
_STARS = re.compile(r"(?<![\w*])\*{1,3}(?=[^\s*])|(?<=[^\s*])\*{1,3}(?![\w*])")
_UNDERSCORES = re.compile(r"(?<![\w_])__?(?=[A-Za-z“\"])(?=[^_\n]{1,300}_)|(?<=[a-z.,!?”\"])__?(?![\w_])")
_HEADING = re.compile(r"^[ \t]{0,3}(?:#{1,6}[ \t]+|>[ \t]?)+", re.MULTILINE)


def find_markup(text: str) -> list[Edit]:
    """Edits that take the marks out. Each kind is looked for only where its mark stands in the text at all."""
    edits: list[Edit] = []
    if "<" in text:
        for match in _TAG.finditer(text):
            edits.append(Edit(*match.span(), "\n" if _BREAK.match(match[0]) else ""))
        edits.extend(Edit(*match.span(), "") for match in _AUTOLINK.finditer(text))
    if "](" in text:
        edits.extend(Edit(*match.span(), "") for match in _IMAGE.finditer(text))
        for match in _LINK.finditer(text):
            edits.append(Edit(*match.span(1), ""))
            edits.append(Edit(*match.span(3), ""))
    if "\\" in text:
        edits.extend(Edit(*match.span(), "") for match in _ESCAPE.finditer(text))
    if "*" in text:
        edits.extend(Edit(*match.span(), "") for match in _STARS.finditer(text))
    if "_" in text:
        edits.extend(Edit(*match.span(), "") for match in _UNDERSCORES.finditer(text))
    if "#" in text or ">" in text:
        edits.extend(Edit(*match.span(), "") for match in _HEADING.finditer(text))
    return edits


_TITLE_CODE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2}))")


def clean_title(title: str) -> str:
    """A title without the escapes of YAML and Markdown ("of\\_Germany", "Biden\\u2019s"), with single blanks."""
    if "\\" in title:
        title = _TITLE_CODE.sub(lambda match: chr(int(match[1] or match[2], 16)), title)
        title = re.sub(r"\\[_ \n]", " ", title)
        title = re.sub(r"\\(?=[!-/:-@\[-`{-~])", "", title)
    title = "".join(" " if not char.isprintable() else char for char in title)
    return " ".join(title.split())
