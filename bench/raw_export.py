"""The reference for exports: bare driver cursors over hand-written SQL, writing the same bytes.

Nothing is proved, nothing is optional: four cursors in the order of the file, dicts, orjson.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

import orjson

from annotator.db import sqlite

Row = tuple[Any, ...]

#: PostgreSQL has times of a type of its own: it is asked for the text that SQLite keeps.
_TIMES = re.compile(r"[a-z]\.(?:submitted|created|updated|decided|added)_at")
_AS_TEXT = r"""to_char(\g<0> AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')"""
_AT_ONCE = 2000
_WAITING = ("rationale", "confidence", "effective_on", "correction_note", "public_state")

_ARTICLES = """
SELECT a.id, a.external_id, a.url, a.title, a.byline, a.publisher, a.published_on, a.language,
       a.origin, r.number, r.canonical, r.text, r.text_sha256, r.layout
FROM article a JOIN revision r ON r.article_id = a.id ORDER BY a.number"""
_REVIEWS = """
SELECT s.article_id, m.number, s.state, s.submitted_at, s.nothing_to_mark
FROM assignment s JOIN article a ON a.id = s.article_id
JOIN membership m ON m.user_id = s.reviewer_id ORDER BY a.number, m.number"""
_MARKS = """
SELECT n.article_id, n.id, n.version, n.layer, m.number, n.created_at, n.updated_at, n.label,
       n.note, c.wording, c.pending_rating, f.part, f.start, f.end, f.exact
FROM annotation n JOIN article a ON a.id = n.article_id
JOIN membership m ON m.user_id = n.author_id JOIN fragment f ON f.annotation_id = n.id
LEFT JOIN claim c ON c.annotation_id = n.id
ORDER BY a.number, f.start, f.end DESC, n.id"""
_VERDICTS = """
SELECT n.article_id, v.annotation_id, v.id, v.rating, v.decisive, v.rationale, m.number,
       v.decided_at, s.number
FROM verdict v JOIN annotation n ON n.id = v.annotation_id JOIN article a ON a.id = n.article_id
JOIN membership m ON m.user_id = v.decided_by JOIN scheme_version s ON s.id = v.scheme_version_id
ORDER BY a.number, v.annotation_id, v.position"""
_SOURCES = """
SELECT n.article_id, s.annotation_id, s.id, s.position, s.url, s.title, s.publisher,
       s.published_on, s.stance, s.excerpt, m.number, s.added_at
FROM source s JOIN annotation n ON n.id = s.annotation_id JOIN article a ON a.id = n.article_id
JOIN membership m ON m.user_id = s.added_by ORDER BY a.number, s.annotation_id, s.position"""


def export(database: str, slug: str, path: Path) -> None:
    """Write every article of the one project of an SQLite file, or at a `postgresql` URL."""
    with closing(_opened(database)) as connection:
        _write(_reading(connection), slug, path)


def _opened(database: str) -> Any:
    if not database.startswith("postgresql"):
        connection = sqlite.driver().connect(database)
        connection.execute("BEGIN")
        return connection
    import psycopg

    connection = psycopg.connect(database.replace("+psycopg", ""))
    connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
    return connection


def _reading(connection: Any) -> Callable[[str], Iterator[Row]]:
    """What runs a statement and gives its rows, of which the client holds a few at a time."""
    if not hasattr(connection, "pgconn"):
        return lambda sql: iter(connection.execute(sql))

    def rows(sql: str) -> Iterator[Row]:
        cursor = connection.cursor(name=f"rows_{id(sql)}")
        cursor.itersize = _AT_ONCE
        cursor.execute(_TIMES.sub(_AS_TEXT, sql))
        return iter(cursor)

    return rows


def _write(rows: Callable[[str], Iterator[Row]], slug: str, path: Path) -> None:
    labels = {
        rating["id"]: rating["label"]
        for (stored,) in rows("SELECT ratings FROM scheme_version")
        for rating in orjson.loads(stored)
    }
    parts = [_Grouped(rows(sql)) for sql in (_REVIEWS, _MARKS, _VERDICTS, _SOURCES)]
    with path.open("wb") as file:
        for article in rows(_ARTICLES):
            reviews, marks, verdicts, sources = (part.of(article[0]) for part in parts)
            record = _article(slug, article, reviews, marks, verdicts, sources, labels)
            line = orjson.dumps(record, option=orjson.OPT_APPEND_NEWLINE)
            file.write(line.replace(b"\xe2\x80\xa8", b"\\u2028"))


class _Grouped:
    """Rows that come in the order of the articles, handed out an article at a time."""

    def __init__(self, rows: Iterator[Row]) -> None:
        self._groups = groupby(rows, key=itemgetter(0))
        self._next: tuple[str, list[Row]] | None = None
        self._advance()

    def of(self, article_id: str) -> list[Row]:
        if self._next is None or self._next[0] != article_id:
            return []
        rows = self._next[1]
        self._advance()
        return rows

    def _advance(self) -> None:
        found = next(self._groups, None)
        self._next = None if found is None else (found[0], list(found[1]))


def _article(
    slug: str,
    row: Row,
    reviews: list[Row],
    marks: list[Row],
    verdicts: list[Row],
    sources: list[Row],
    labels: dict[str, str],
) -> dict[str, Any]:
    text: str = row[11]
    astral = max(text) > "\uffff"
    judged, linked = _by_mark(verdicts), _by_mark(sources)
    return {
        "schema": "annotator/article/1",
        "id": row[0],
        "external_id": row[1],
        "project": slug,
        "url": row[2],
        "title": row[3],
        "byline": row[4],
        "publisher": row[5],
        "published_on": row[6],
        "language": row[7],
        "scheme_version": verdicts[0][8] if verdicts else None,
        "guideline_version": None,
        "revision": row[9],
        "canonical": row[10],
        "text": text,
        "text_sha256": row[12],
        "layout": orjson.Fragment(row[13]),
        "reviews": [
            {
                "reviewer": f"r{review[1]}",
                "state": review[2],
                "submitted_at": review[3],
                "nothing_to_mark": None if review[4] is None else bool(review[4]),
            }
            for review in reviews
        ],
        "annotations": [_mark(mark, text, astral, judged, linked, labels) for mark in marks],
        "links": [],
        "origin": row[8],
    }


def _mark(
    row: Row,
    text: str,
    astral: bool,
    judged: dict[str, list[Row]],
    linked: dict[str, list[Row]],
    labels: dict[str, str],
) -> dict[str, Any]:
    start, end = row[12], row[13]
    first = len(text[:start].encode("utf-16-le")) // 2 if astral else start
    last = first + len(row[14].encode("utf-16-le")) // 2 if astral else end
    return {
        "id": row[1],
        "version": row[2],
        "layer": row[3],
        "author": f"r{row[4]}",
        "created_at": row[5],
        "updated_at": row[6],
        "label": row[7],
        "fragments": [
            {
                "part": row[11],
                "start": start,
                "end": end,
                "start_utf16": first,
                "end_utf16": last,
                "exact": row[14],
                "prefix": text[max(0, start - 32) : start],
                "suffix": text[end : end + 32],
            }
        ],
        "note": row[8],
        "claim": _claim(row, judged, linked, labels) if row[7] == "claim" else None,
        "quote": None,
        "context": None,
        "adjudication": None,
        "origin": None,
    }


def _claim(
    row: Row, judged: dict[str, list[Row]], linked: dict[str, list[Row]], labels: dict[str, str]
) -> dict[str, Any]:
    verdicts = [_verdict(verdict, labels) for verdict in judged.get(row[1], ())]
    empty = ("voice", "speaker", "place", "made_on", "made_on_basis", "checkworthy")
    return {
        "wording": row[9],
        "short": None,
        "types": [],
        **dict.fromkeys(empty),
        "checkworthy_reason": None,
        "pending_choice": row[10],
        "verdict": verdicts[-1] if verdicts else None,
        "verdicts": verdicts,
        "sources": [_source(source) for source in linked.get(row[1], ())],
        **{f"pending_{name}": None for name in _WAITING},
    }


def _verdict(row: Row, labels: dict[str, str]) -> dict[str, Any]:
    return {
        "id": row[2],
        "rating": row[3],
        "label": labels[row[3]],
        "decisive": bool(row[4]),
        "rationale": row[5],
        "confidence": None,
        "effective_on": None,
        "decided_by": f"r{row[6]}",
        "decided_at": row[7],
        "correction_note": None,
        "public_state": None,
        "stale": False,
        "stale_reason": None,
        "scheme_version": row[8],
        "guideline_version": None,
    }


def _source(row: Row) -> dict[str, Any]:
    return {
        "id": row[2],
        "order": row[3],
        "url": row[4],
        "title": row[5],
        "publisher": row[6],
        "published_on": row[7],
        "retrieved_on": None,
        "archive_url": None,
        "archived_on": None,
        "medium": None,
        "stance": row[8],
        "excerpt": row[9],
        "location": None,
        "question": None,
        "answer": None,
        "answer_type": None,
        "set": None,
        "same_origin_as": None,
        "primary": None,
        "flags": [],
        "added_by": f"r{row[10]}",
        "added_at": row[11],
        "boolean_explanation": None,
        "expert": None,
    }


def _by_mark(rows: list[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row[1], []).append(row)
    return found
