"""The questions of a record, each a command: `events`, `timeline`, `visits`, `officeholders`, `agreements`, …"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal, TypeAlias

import typer

from dragoman.cli.exits import speaking
from dragoman.cli.options import DEFAULT_DB, Database, Format, Out

_EPILOG = "Exit status: 0 answered; 2 the call itself is wrong."

Text: TypeAlias = str | None
KnownOn = Annotated[
    Text, typer.Option("--as-known-on", metavar="DATE", help="Only what articles published by then tell.")
]
From = Annotated[Text, typer.Option("--from", metavar="DATE", help="Happened on or after.")]
To = Annotated[Text, typer.Option("--to", metavar="DATE", help="Happened on or before.")]
Limit = Annotated[int | None, typer.Option(min=0, help="At most so many rows.")]
Independent = Annotated[
    int | None,
    typer.Option("--independent", metavar="N", min=0, help="At least so many witnesses that no state runs."),
]
Country = Annotated[Text, typer.Option(help="A party's country (ISO 3166 alpha-3).")]
Actor = Annotated[Text, typer.Option(help="Country of the acting side.")]
Recipient = Annotated[Text, typer.Option(help="Country of the other side.")]
BothWays = Annotated[Text, typer.Option("--dyad", metavar="AAA,BBB", help="Two countries, either way round.")]
Types = Annotated[list[str] | None, typer.Option("--type", help="PLOVER event type; may be repeated.")]
Status = Annotated[
    list[str] | None, typer.Option("--status", help="actual, future, hypothetical, historical; may be repeated.")
]
ActualStatus = Annotated[
    list[str] | None,
    typer.Option("--status", help="future, hypothetical, historical; may be repeated. Default: actual."),
]
PlaceCountry = Annotated[Text, typer.Option("--place-country", help="Country where it happened.")]
Evidence = Annotated[Text, typer.Option("--text", help="Words in the evidence.")]
Publisher = Annotated[Text, typer.Option(help="Part of the publisher's name.")]
One = Annotated[str, typer.Argument(metavar="A", help="One country (ISO 3166 alpha-3).")]
Other = Annotated[str, typer.Argument(metavar="B", help="The other.")]


def register(app: typer.Typer) -> None:
    """Adds the commands to the program."""
    for name, command, example in (
        ("events", events, "dragoman events --dyad CHN,PRK --type CONSULT --independent 2"),
        ("timeline", timeline, "dragoman timeline --country ISL --from 2022-01-01 --to 2022-12-31"),
        ("visits", visits, "dragoman visits --by MNG --host JPN --abroad"),
        ("officeholders", officeholders, "dragoman officeholders --country NOR --office 'foreign minister'"),
        ("agreements", agreements, "dragoman agreements --between ARM AZE"),
        ("statements", statements, "dragoman statements --speaker Lavrov --about sanctions"),
        ("dyad", dyad, "dragoman dyad CHN PRK --from 2018-01-01 --to 2018-12-31 --plot both.png"),
        ("who-reports", who_reports, "dragoman who-reports USA PRK --from 2017-01-01"),
        ("witnesses", witnesses, "dragoman witnesses 3f2a9c"),
    ):
        app.command(name=name, rich_help_panel="Ask a record", epilog=f"Examples:\n\n  {example}\n\n{_EPILOG}")(command)


def events(
    db: Database = DEFAULT_DB, country: Country = None, actor: Actor = None, recipient: Recipient = None,
    dyad: BothWays = None, type: Types = None, status: Status = None, date_from: From = None, date_to: To = None,
    place_country: PlaceCountry = None, text: Evidence = None, publisher: Publisher = None,
    independent: Independent = None, limit: Limit = None, as_known_on: KnownOn = None, format: Format = None,
    out: Out = None,
) -> None:  # fmt: skip
    """Which events there were: each once, however many articles tell of it."""
    with speaking():
        from dragoman.cli.answering import answer, code, pair
        from dragoman.store.questions_events import Events

        question = Events(
            country=code(country), actor=code(actor), recipient=code(recipient), dyad=pair(dyad),
            types=tuple(each.upper() for each in type or ()), statuses=tuple(status or ()), date_from=date_from,
            date_to=date_to, place_country=code(place_country), text=text, publisher=publisher,
            independent=independent, limit=limit, as_known_on=as_known_on,
        )  # fmt: skip
        answer(question, db, format, out)


def timeline(
    db: Database = DEFAULT_DB, country: Country = None, actor: Actor = None, recipient: Recipient = None,
    dyad: BothWays = None, type: Types = None, status: Status = None, date_from: From = None, date_to: To = None,
    place_country: PlaceCountry = None, text: Evidence = None, publisher: Publisher = None,
    independent: Independent = None, limit: Limit = None, as_known_on: KnownOn = None, format: Format = None,
    out: Out = None,
) -> None:  # fmt: skip
    """What happened day by day: events, agreements signed or ended, offices begun or ended."""
    with speaking():
        from dragoman.cli.answering import answer, code, pair
        from dragoman.store.questions_events import Timeline

        question = Timeline(
            country=code(country), actor=code(actor), recipient=code(recipient), dyad=pair(dyad),
            types=tuple(each.upper() for each in type or ()), statuses=tuple(status or ()), date_from=date_from,
            date_to=date_to, place_country=code(place_country), text=text, publisher=publisher,
            independent=independent, limit=limit, as_known_on=as_known_on,
        )  # fmt: skip
        answer(question, db, format, out)


def visits(
    db: Database = DEFAULT_DB,
    by: Annotated[Text, typer.Option(help="Country of the visitors (ISO 3166 alpha-3).")] = None,
    host: Annotated[Text, typer.Option("--host", help="Country visited.")] = None,
    who: Annotated[Text, typer.Option(help="Words in the names of visitors or hosts.")] = None,
    abroad: Annotated[
        bool | None, typer.Option("--abroad/--at-home", help="Only visits to another country, or only others.")
    ] = None,
    status: ActualStatus = None, date_from: From = None, date_to: To = None, independent: Independent = None,
    limit: Limit = None, as_known_on: KnownOn = None, format: Format = None, out: Out = None,
) -> None:  # fmt: skip
    """Who visited whom."""
    with speaking():
        from dragoman.cli.answering import answer, code
        from dragoman.store.questions_events import Visits

        question = Visits(
            by=code(by), to=code(host), who=who, abroad=abroad, statuses=tuple(status or ("actual",)),
            date_from=date_from, date_to=date_to, independent=independent, limit=limit, as_known_on=as_known_on,
        )  # fmt: skip
        answer(question, db, format, out)


def officeholders(
    db: Database = DEFAULT_DB,
    country: Annotated[Text, typer.Option(help="Whose office it is (ISO 3166 alpha-3).")] = None,
    office: Annotated[Text, typer.Option(help="Words in the title or the name of the body.")] = None,
    holder: Annotated[Text, typer.Option(help="Words in the holder's name.")] = None,
    accredited_to: Annotated[Text, typer.Option("--accredited-to", help="Country an envoy is sent to.")] = None,
    on: Annotated[
        Text, typer.Option("--on", metavar="DATE", help="Held on that day, as far as articles tell.")
    ] = None,
    status: Annotated[
        list[str] | None, typer.Option("--status", help="incumbent, outgoing, former, designate; may be repeated.")
    ] = None,
    independent: Independent = None, limit: Limit = None, as_known_on: KnownOn = None, format: Format = None,
    out: Out = None,
) -> None:  # fmt: skip
    """Who held which office, as articles tell it."""
    with speaking():
        from dragoman.cli.answering import answer, code
        from dragoman.store.questions_facts import Officeholders

        question = Officeholders(
            country=code(country), office=office, holder=holder, accredited_to=code(accredited_to), on=on,
            statuses=tuple(status or ()), independent=independent, limit=limit, as_known_on=as_known_on,
        )  # fmt: skip
        answer(question, db, format, out)


def agreements(
    db: Database = DEFAULT_DB,
    between: Annotated[
        tuple[str, str] | None, typer.Option("--between", metavar="A B", help="Two countries that are parties.")
    ] = None,
    country: Annotated[Text, typer.Option(help="A country that is a party (ISO 3166 alpha-3).")] = None,
    status: Annotated[
        list[str] | None, typer.Option("--status", help="signed, in force, ended, proposed; may be repeated.")
    ] = None,
    text: Annotated[Text, typer.Option(help="Words in name, subject, parties or evidence.")] = None,
    independent: Independent = None, limit: Limit = None, as_known_on: KnownOn = None, format: Format = None,
    out: Out = None,
) -> None:  # fmt: skip
    """Which treaties and agreements there are, and where they stand."""
    with speaking():
        from dragoman.cli.answering import answer, code
        from dragoman.store.questions_facts import Agreements

        question = Agreements(
            between=tuple(each.upper() for each in (*(between or ()), *filter(None, [code(country)]))),
            statuses=tuple(status or ()), text=text, independent=independent, limit=limit, as_known_on=as_known_on,
        )  # fmt: skip
        answer(question, db, format, out)


def statements(
    db: Database = DEFAULT_DB,
    speaker: Annotated[Text, typer.Option(help="Words in the speaker's name.")] = None,
    country: Annotated[Text, typer.Option(help="The speaker's country (ISO 3166 alpha-3).")] = None,
    said_to: Annotated[Text, typer.Option("--said-to", help="Words in the name of whom it was said to.")] = None,
    about: Annotated[Text, typer.Option(help="Words in what was said.")] = None,
    date_from: Annotated[Text, typer.Option("--from", metavar="DATE", help="Published on or after.")] = None,
    date_to: Annotated[Text, typer.Option("--to", metavar="DATE", help="Published on or before.")] = None,
    publisher: Publisher = None, independent: Independent = None, limit: Limit = None, as_known_on: KnownOn = None,
    format: Format = None, out: Out = None,
) -> None:  # fmt: skip
    """Who said what, to whom, and through whom it came."""
    with speaking():
        from dragoman.cli.answering import answer, code
        from dragoman.store.questions_facts import Statements

        question = Statements(
            speaker=speaker, country=code(country), addressee=said_to, about=about, date_from=date_from,
            date_to=date_to, publisher=publisher, independent=independent, limit=limit, as_known_on=as_known_on,
        )  # fmt: skip
        answer(question, db, format, out)


def dyad(
    one: One, other: Other, db: Database = DEFAULT_DB, date_from: From = None, date_to: To = None,
    by: Annotated[Literal["day", "month", "year"], typer.Option(help="How long a period is.")] = "month",
    counted: Annotated[
        Literal["told", "published"],
        typer.Option(help="told: leave out events of which only the day of publication is known."),
    ] = "published",
    status: ActualStatus = None,
    plot: Annotated[
        Path | None, typer.Option("--plot", metavar="FILE", help="A picture: .png, .svg or .html.")
    ] = None,
    as_known_on: KnownOn = None, format: Format = None, out: Out = None,
) -> None:  # fmt: skip
    """What two countries do to each other, period by period: a panel to merge with others."""
    with speaking():
        from dragoman.cli.answering import answer, draw
        from dragoman.store.questions_dyads import Dyad

        question = Dyad(
            one=one.upper(), other=other.upper(), date_from=date_from, date_to=date_to, by=by, counted=counted,
            statuses=tuple(status or ("actual",)), as_known_on=as_known_on,
        )  # fmt: skip
        if plot is not None:
            draw(question, db, plot)
        if plot is None or format is not None or out is not None:
            answer(question, db, format, out, noted=plot is not None)


def who_reports(
    one: One, other: Other, db: Database = DEFAULT_DB, date_from: From = None, date_to: To = None,
    status: ActualStatus = None, as_known_on: KnownOn = None, format: Format = None, out: Out = None,
) -> None:  # fmt: skip
    """How each publisher tells two countries: how much, how friendly, in whose words."""
    with speaking():
        from dragoman.cli.answering import answer
        from dragoman.store.questions_dyads import WhoReports

        question = WhoReports(
            one=one.upper(), other=other.upper(), date_from=date_from, date_to=date_to,
            statuses=tuple(status or ("actual",)), as_known_on=as_known_on,
        )  # fmt: skip
        answer(question, db, format, out)


def witnesses(
    claim_id: Annotated[str, typer.Argument(metavar="ID", help="An event's or claim's id, or the beginning of one.")],
    db: Database = DEFAULT_DB, as_known_on: KnownOn = None, format: Format = None, out: Out = None,
) -> None:  # fmt: skip
    """Who tells of a happening or fact: its claims, why they were joined, and what each tells otherwise."""
    with speaking():
        from dragoman.cli.answering import answer, whole_id
        from dragoman.store.questions_witnesses import Witnesses

        answer(Witnesses(claim=whole_id(claim_id, db), as_known_on=as_known_on), db, format, out)
