"""The page that describes the database's tables and views, made from the comments in the database itself."""

from __future__ import annotations

from dragoman.store.database import Store

_HEAD = """# The database

This page is generated from the database's own comments (`dragoman.store.schema.schema_markdown`); do not edit it.

`dragoman load` writes one DuckDB file. Open it with DuckDB, or with R or Python through DuckDB, and read the views:
`events`, `statements`, `visits`, `officeholders`, `agreements`, `timeline`, `dyad_months`, `reports` have one row for
each happening or fact, however many articles tell of it; `event_claims`, `statement_claims` and `standing_facts` have
one for each claim. Behind most of them stands a macro `known_…(day)`: `FROM known_events('2001-06-30')` has what
articles published by that day tell. The tables stand under them. Rows are only ever added, but for the tables that
judging makes anew each time.

Ids are hashes of content: the same claim has the same id in every database. Offsets count Unicode code points from 0,
end exclusive, into `articles.text`. Text with half a surrogate pair (broken input), which UTF-8 cannot hold, is stored
as U+FDD0 followed by the text with `\\` doubled and the half written `\\uD8xx`.
"""


def schema_markdown(store: Store) -> str:
    """The page as Markdown, ending in a line break."""
    parts = [_HEAD]
    for title, kind in (("Views", "view"), ("Tables", "table")):
        parts.append(f"\n## {title}\n")
        for relation in store.relations():
            if relation.kind == kind:
                parts.append(
                    f"\n### {relation.name}\n\n{relation.comment}\n\n| column | type | what |\n|---|---|---|\n"
                )
                parts.extend(f"| `{column.name}` | {column.type} | {column.comment} |\n" for column in relation.columns)
    return "".join(parts)
