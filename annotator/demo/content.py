"""What the demonstration project holds: invented articles, and the work of two reviewers.

Marks are given by the words they hold, not by offsets, so that an article can be edited without
counting; `resolve` finds the words and fails loudly where they are not. The marks lie in
`articles/marks.json`, beside the texts they quote.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

from annotator.text.layout import Block, Inline, Layout, plain_layout

_FOLDER = Path(__file__).parent / "articles"


@dataclass(frozen=True, slots=True)
class DemoArticle:
    """One article of the demonstration; `file` names its text in `articles/`."""

    title: str
    url: str
    publisher: str
    byline: str | None
    published_on: date
    language: str
    file: str
    layout: str | None = None


@dataclass(frozen=True, slots=True)
class DemoSource:
    """A source link on a claim."""

    url: str
    title: str
    stance: Literal["supports", "refutes", "context"]


@dataclass(frozen=True, slots=True)
class DemoSpeaker:
    """Somebody whose words the articles report."""

    name: str
    role: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DemoMark:
    """One mark by the first or the second reviewer: the n-th place where `words` stand.

    `speaker` is the name of one of the `SPEAKERS`.

    A rating that is decisive and lacks rationale or source stays a pending choice, by the same
    rule as for everybody.
    """

    reviewer: Literal[1, 2]
    file: str
    label: Literal["claim", "quote", "context"]
    words: str
    occurrence: int = 1
    speaker: str | None = None
    note: str | None = None
    wording: str | None = None
    rating: str | None = None
    rationale: str | None = None
    sources: tuple[DemoSource, ...] = ()


def read_article(article: DemoArticle) -> str:
    """The article's text as it lies in the package."""
    return (_FOLDER / article.file).read_text("utf-8")


def read_layout(article: DemoArticle, text: str) -> Layout | None:
    """The article's layout, where one lies in the package; like marks, it is given by words."""
    if article.layout is None:
        return None
    given = json.loads((_FOLDER / article.layout).read_text("utf-8"))
    kinds = {words: (kind, level) for kind, level, words in given["blocks"]}
    blocks = [_block_of(block, text, kinds) for block in plain_layout(text).blocks]
    inline = [
        Inline(kind, *resolve(text, words), href=href) for kind, words, href in given["inline"]
    ]
    return Layout(tuple(blocks), tuple(inline))


def _block_of(block: Block, text: str, kinds: dict[str, tuple[str, int | None]]) -> Block:
    own = text[block.start : block.end]
    found = next((kinds[words] for words in kinds if own.startswith(words)), None)
    return Block(*found, block.start, block.end) if found else block


def read_guidelines() -> str:
    """The guidelines of the demonstration, in Markdown, with examples from its articles."""
    return (Path(__file__).parent / "guidelines.md").read_text("utf-8")


def read_marks() -> tuple[DemoMark, ...]:
    """The marks of both reviewers, in the order in which they were made."""
    rows = json.loads((_FOLDER / "marks.json").read_text("utf-8"))
    return tuple(_mark(**row) for row in rows)


def _mark(sources: tuple[dict[str, Any], ...] = (), **given: Any) -> DemoMark:
    return DemoMark(**given, sources=tuple(DemoSource(**source) for source in sources))


def resolve(text: str, words: str, occurrence: int = 1) -> tuple[int, int]:
    """Where the n-th occurrence of `words` begins and ends; `LookupError` if there is none."""
    start = -1
    for _ in range(occurrence):
        start = text.find(words, start + 1)
        if start < 0:
            raise LookupError(f"occurrence {occurrence} of “{words}” is not in the text")
    return start, start + len(words)


ARTICLES = (
    DemoArticle(
        title="Ferry fares to Port Merrow have doubled, islanders say",
        url="https://sound-gazette.example/2026/04/ferry-fares-port-merrow",
        publisher="The Sound Gazette",
        byline="Ruth Ansgar",
        published_on=date(2026, 4, 22),
        language="en",
        file="ferry-fares.txt",
    ),
    DemoArticle(
        title="Minister rules out moving families below the Kessel dam",
        url="https://courier.example.org/kessel-dam-minister",
        publisher="The Veldmoor Courier",
        byline="Anton Giese",
        published_on=date(2026, 10, 15),
        language="en",
        file="dam-courier.txt",
    ),
    DemoArticle(
        title='"Nobody was told to go": minister calms valley after crack in dam',
        url="https://lantern-wire.example/en/10158",
        publisher="Lantern Wire",
        byline=None,
        published_on=date(2026, 10, 16),
        language="en",
        file="dam-lantern.txt",
    ),
    DemoArticle(
        title="No, the Skerry lighthouse is not being sold for one crown 🙅🏽‍♀️",
        url="https://checkdesk.example.net/skerry-lighthouse",
        publisher="Checkdesk",
        byline="Mirja Okonedo",
        published_on=date(2026, 6, 4),
        language="en",
        file="lighthouse-rumour.txt",
    ),
    DemoArticle(
        title="وزيرة المياه: محطة التحلية ستغطي نصف حاجة مرسى الريحان",
        url="https://sada-alsahel.example/news/4417",
        publisher="صدى الساحل",
        byline="سلمى الحدّاد",
        published_on=date(2026, 9, 24),
        language="ar",
        file="desalination-ar.txt",
    ),
    DemoArticle(
        title="Is the Lindmark hospital really the slowest in the country?",
        url="https://checkdesk.example.net/lindmark-waiting-times",
        publisher="Checkdesk",
        byline="Jonas Wetterling and Mirja Okonedo",
        published_on=date(2026, 5, 30),
        language="en",
        file="hospital-numbers.txt",
        layout="hospital-numbers.layout.json",
    ),
    DemoArticle(
        title="青波市立図書館、開館時間を二時間延長へ　利用者数は「過去最多」",
        url="https://minato-shimbun.example/2026/11/library",
        publisher="みなと新報",
        byline="田所 遥",
        published_on=date(2026, 11, 13),
        language="ja",
        file="library-ja.txt",
    ),
    DemoArticle(
        title="Night trams would pay for themselves, says Halvik's deputy mayor",
        url="https://courier.example.org/halvik-night-trams",
        publisher="The Veldmoor Courier",
        byline="Ruth Ansgar",
        published_on=date(2026, 11, 9),
        language="en",
        file="night-trams.txt",
    ),
)

SPEAKERS = (
    DemoSpeaker("Ines Haldor", "board member for the tenants’ union", ("Haldor",)),
    DemoSpeaker("Aurel Vint", "chairman of the harbour board", ("Mr Vint",)),
    DemoSpeaker("Sela Orvane", "water minister", ("Ms Orvane", "Orvane")),
    DemoSpeaker("ليلى الشاطبي", "وزيرة المياه"),
    DemoSpeaker("Torben Quist", "deputy mayor of Halvik", ("Quist",)),
)

# Which reviewer has handed in what; the other marks are work in progress. Both read the night
# trams and differ, so that there is something to settle and to compare.
SUBMITTED: tuple[tuple[int, str], ...] = (
    (2, "ferry-fares.txt"),
    (2, "lighthouse-rumour.txt"),
    (1, "night-trams.txt"),
    (2, "night-trams.txt"),
)
