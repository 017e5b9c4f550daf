"""What belongs to the page fills the article's fields and stays out of the copy."""

from __future__ import annotations

import pytest

from dragoman.intake import article_from_text, clean_article

BODY = "The two ministers met on Friday and agreed on a plan.\nThey will meet again in spring."


@pytest.mark.parametrize(
    ("line", "place", "agency"),
    [
        ("OSLO (Reuters) - ", "Oslo", "Reuters"),
        ("Pyongyang, December 24 (KCNA) -- ", "Pyongyang", "KCNA"),
        ("BERGEN, Norway (AP) _ ", "Bergen", "AP"),
        ("BERLIN, Jan 3 (Xinhua) --", "Berlin", "Xinhua"),
        ("PARIS: ", "Paris", None),
        ("HELSINKI -- ", "Helsinki", None),
        ("Berlin, 3 Jan — ", "Berlin", None),
        ("(Reuters) - ", None, "Reuters"),
    ],
)
def test_a_dateline_is_no_content(line: str, place: str | None, agency: str | None) -> None:
    cleaned = clean_article(article_from_text(line + BODY))
    assert (cleaned.article.dateline_place, cleaned.article.agency) == (place, agency)
    assert cleaned.clean.text.startswith("The two ministers met")


@pytest.mark.parametrize(
    "line",
    ["FILE - In this photo, ", "UPDATE: ", "Georgia – ", "On May 3 — ", "Note: ", "The plan (WHO) was ", "EU-led "],
)
def test_what_only_looks_like_a_dateline_stays(line: str) -> None:
    cleaned = clean_article(article_from_text(line + BODY))
    assert cleaned.article.dateline_place is None
    assert cleaned.clean.text.startswith(line.split()[0])


def test_speakers_who_take_turns_are_no_datelines() -> None:
    cleaned = clean_article(article_from_text("ROE: Shall we begin?\nDOE: Yes.\nROE: Good."))
    assert cleaned.article.dateline_place is None
    assert "Shall we begin" in cleaned.clean.text
    assert cleaned.clean.text.startswith("ROE")


@pytest.mark.parametrize(
    "line",
    [
        " date 2021-12-24 ",
        "Date: December 24, 2021",
        "Published: 24 Dec 2021",
        "December 24, 2021, 10:30",
        "2021-12-24",
    ],
)
def test_a_header_gives_the_day(line: str) -> None:
    cleaned = clean_article(article_from_text(f"{line}\n\n{BODY}"))
    assert cleaned.article.published == "2021-12-24"
    assert cleaned.clean.text.startswith("The two ministers")


def test_a_dateline_gives_the_day_only_with_its_year() -> None:
    assert clean_article(article_from_text("OSLO, May 3, 2020 (AP) -- " + BODY)).article.published == "2020-05-03"
    assert clean_article(article_from_text("OSLO, May 3 (AP) -- " + BODY)).article.published is None


def test_a_field_of_the_row_wins_over_the_text() -> None:
    article = article_from_text(f"Date: 2021-12-24\n{BODY}\nJane Roe is a writer for the Oslo Post.",
                                published="2020-01-01", publisher="Bergen News")  # fmt: skip
    found = clean_article(article).article
    assert (found.published, found.publisher, found.author) == ("2020-01-01", "Bergen News", "Jane Roe")


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("By Jane Roe", "Jane Roe"),
        ("BY JANE ROE", "Jane Roe"),
        ("By Jane Roe and John Doe, Staff Writers", "Jane Roe, John Doe"),
        ("Written by Jane Roe | Oslo", "Jane Roe"),
    ],
)
def test_a_byline_gives_the_author(line: str, author: str) -> None:
    cleaned = clean_article(article_from_text(f"{line}\n{BODY}"))
    assert cleaned.article.author == author
    assert cleaned.clean.text.startswith("The two ministers")


def test_a_sentence_that_begins_with_by_is_no_byline() -> None:
    cleaned = clean_article(article_from_text("By Friday the ministers had agreed on a plan for the region.\n" + BODY))
    assert cleaned.article.author is None
    assert cleaned.clean.text.startswith("By Friday")


@pytest.mark.parametrize(
    ("tail", "author", "publisher"),
    [
        ("Jane Roe is a foreign affairs writer for the Oslo post.", "Jane Roe", "The Oslo Post"),
        ("Jane Roe is a senior fellow at the Bergen Institute.", "Jane Roe", None),
        ("Jane Roe is a correspondent for Oslo Post. Follow her on Twitter @janeroe.", "Jane Roe", "Oslo Post"),
        (
            "Jane Roe is the editor of Nordic Review. Her latest book is about fish. Image: AFP",
            "Jane Roe",
            "Nordic Review",
        ),
    ],
)
def test_the_authors_biography_is_no_content(tail: str, author: str, publisher: str | None) -> None:
    for gap in (" ", "\n", "\n\n"):
        cleaned = clean_article(article_from_text(BODY + gap + tail))
        assert (cleaned.article.author, cleaned.article.publisher) == (author, publisher)
        assert cleaned.clean.text.endswith("again in spring.")


@pytest.mark.parametrize(
    "tail",
    [
        "Jane Roe is the president of Norland.",
        "Mr. Roe is a former minister.",
        "Roe is a writer for the Oslo Post.",
    ],
)
def test_an_end_about_somebody_else_stays(tail: str) -> None:
    cleaned = clean_article(article_from_text(f"{BODY} {tail}"))
    assert cleaned.article.author is None
    assert cleaned.clean.text.endswith(tail)


def test_somebody_the_report_is_about_is_not_its_author() -> None:
    tail = "Jane Roe is a writer for the Oslo Post."
    assert clean_article(article_from_text(f"Police freed Jane Roe on Friday. {tail}")).clean.text.endswith(tail)


@pytest.mark.parametrize(
    ("line", "credit"),
    [
        ("Image: Reuters", "Reuters"),
        ("Photo: Jane Roe", "Jane Roe"),
        ("Photo by Jane Roe/AFP", "Jane Roe/AFP"),
        ("Image credit: NASA", "NASA"),
        ("(AP Photo/Jane Roe)", "AP Photo/Jane Roe"),
    ],
)
def test_a_credit_of_a_picture_is_no_content(line: str, credit: str) -> None:
    cleaned = clean_article(article_from_text(f"{BODY}\n{line}"))
    assert cleaned.article.image_credit == credit
    assert cleaned.clean.text.endswith("again in spring.")


@pytest.mark.parametrize(
    "tail",
    [
        "-0-",
        "\\###",
        "\\# \\# \\#",
        "Published in section: News\nPublication date: May 3, 2020, 12:30\nDirect link: example.org/d/1\nText version",
        "Read more: Talks go on",
        "Click here to subscribe to our newsletter",
        "© 2021 Oslo Post. All rights reserved.",
        "Share this article",
        "https://example.org/a https://example.org/b",
        "* * *",
    ],
)
def test_the_tail_of_a_page_is_no_content(tail: str) -> None:
    assert clean_article(article_from_text(f"{BODY}\n{tail}")).clean.text.endswith("again in spring.")


def test_a_wrapped_line_that_begins_like_furniture_stays() -> None:
    text = (
        "The ministers of both countries said that they wanted to read the paper and\n"
        "Share this burden with the others in the region for many years to come."
    )
    assert "Share this burden" in clean_article(article_from_text(text)).clean.text


def test_a_name_card_of_a_site_is_left_out() -> None:
    text = "The talks with Ivan Petrenko Petrenko IvanMinister of Trade of Norland , who came from Oslo, began."
    cleaned = clean_article(article_from_text(text))
    assert cleaned.clean.text == "The talks with Ivan Petrenko, who came from Oslo, began."
    assert cleaned.repairs == ()


def test_markdown_leaves_its_words() -> None:
    cleaned = clean_article(
        article_from_text(
            "## Talks\n\n**The envoy** read [the *new*\nplan](https://example.org/a_(b)) \\[twice\\].\n\n"
            "-   One item\n-   Other item"
        )
    )
    assert cleaned.clean.text == "Talks\n\nThe envoy read the new plan [twice].\n\nOne item\n\nOther item"


def test_lines_broken_at_a_margin_are_joined_and_a_headline_is_marked() -> None:
    text = (
        "Envoys meet in Oslo\n\nThe two envoys met in the old town hall of the city on Friday and\n"
        "they talked for three hours about fish. Nobody knows what else they\nsaid.\n\nA new round is planned."
    )
    clean = clean_article(article_from_text(text)).clean
    assert [clean.text[start:end].split()[0] + ":" + kind for start, end, kind in clean.paragraphs] == [
        "Envoys:headline", "The:body", "A:body",
    ]  # fmt: skip
    assert "else they said." in clean.text


def test_a_title_loses_its_escapes() -> None:
    title = "Call with the\\_King of\\ \\ Norland\\u2019s Caf\\xE9"
    assert clean_article(article_from_text(BODY, title=title)).article.title == "Call with the King of Norland’s Café"


def test_what_is_too_long_is_left_out_with_a_problem() -> None:
    text = f"The envoy sent {'x' * 300} home. " + "They met again. " * 70_000
    cleaned = clean_article(article_from_text(text))
    assert {problem.code for problem in cleaned.problems} == {"endless-word", "article-too-long"}
    endless = next(problem for problem in cleaned.problems if problem.code == "endless-word")
    assert endless.start is not None
    assert text[endless.start : endless.end] == "x" * 300
    assert cleaned.clean.text.startswith("The envoy sent home. They met again.")
    assert len(cleaned.clean.text) <= 1_000_000
    assert not any(problem.fatal for problem in cleaned.problems)


def test_an_article_of_furniture_alone_gives_an_empty_copy_and_a_problem() -> None:
    cleaned = clean_article(article_from_text("Image: Reuters"))
    assert cleaned.clean.text == ""
    assert cleaned.clean.paragraphs == ()
    assert [problem.code for problem in cleaned.problems] == ["no-content"]
