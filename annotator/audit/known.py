"""What a project's events had recorded by some moment, as tables that the usual queries read.

An event is known from when it was recorded. What a row says of days and times of its own, such as
when a verdict takes effect, is shown and plays no part in that.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Connection, RowMapping, Table, func, or_, select
from sqlalchemy.orm import aliased

from annotator.audit.kinds import children, kinds, mapper_of
from annotator.audit.models import Event
from annotator.audit.service import Row, plain
from annotator.clock import from_iso, now
from annotator.db import READ, Base, db, filling, new_scratch, put
from annotator.errors import Invalid

#: So many events, and so many long texts, are in memory at a time.
_EVENTS, _TEXTS = 1000, 100
#: What nobody who looks back has to know of people.
_SECRET = frozenset({"email", "email_key", "password_hash"})

_FIELD = "known_on"

#: How far somebody looks: to a moment, or to the event of that number and no further.
Until = datetime | int


def moment_of(said: str, *, began: datetime) -> datetime:
    """The last moment of a day in UTC (`2026-11-01`), or the time itself (with its offset).

    Of this day, what was recorded until now. Raises `Invalid` for what is neither, lies in the
    future, or lies before the project `began`.
    """
    moment, begins = _read(said.strip())
    if begins > now():
        raise Invalid("%(said)s lies in the future: nothing of it is known yet.", _FIELD, said=said)
    if moment < began:
        day = began.date().isoformat()
        raise Invalid(
            "The project began on %(day)s; nothing was known of it before.", _FIELD, day=day
        )
    return min(moment, now())


def _read(said: str) -> tuple[datetime, datetime]:
    """What is meant, and when it begins."""
    try:
        if len(said) > len("2026-11-01"):
            return from_iso(said), from_iso(said)
        begins = datetime.combine(date.fromisoformat(said), time(), tzinfo=UTC)
        return begins + timedelta(days=1, milliseconds=-1), begins
    except (ValueError, OverflowError):
        raise Invalid(
            "“%(said)s” is no day, such as 2026-11-01, and no time with its offset, such as "
            "2026-11-01T18:30:00Z.",
            _FIELD,
            said=said,
        ) from None


def known_on(project_id: int, until: Until, articles: Sequence[str] | None = None) -> Connection:
    """A scratch database with the project's rows as they were recorded then; to be closed.

    `until` is a moment, or the number of the last event that counts. With `articles`, only what
    belongs to these, and to none. People are there by their names of today, long texts as they
    are kept today.
    """
    with db.engines[READ].connect() as real:
        return _known(real, project_id, _last_by(real, project_id, until), articles)


def known_before(
    project_id: int, target: str, target_id: str, articles: Sequence[str] | None = None
) -> Connection:
    """The same, as it was until a row came: the one of this table with this key."""
    first = select(func.min(Event.seq)).where(
        Event.project_id == project_id, Event.target_id == target_id, Event.target == target
    )
    with db.engines[READ].connect() as real:
        seq: int | None = real.execute(first).scalar()
        return _known(real, project_id, (seq or 1) - 1, articles)


def _known(
    real: Connection, project_id: int, newest: int, articles: Sequence[str] | None
) -> Connection:
    scratch = new_scratch()
    try:
        with filling(scratch):
            for rows in _batches(real, project_id, newest, articles):
                _put_rows(real, scratch, rows)
            _put_people(real, scratch)
    except BaseException:
        scratch.close()
        raise
    return scratch


def put_trail(known: Connection, project_id: int, until: Until, articles: Sequence[str]) -> None:
    """Add the events about these articles that were recorded by then."""
    table = Base.metadata.tables["event"]
    with db.engines[READ].connect() as real, filling(known):
        newest = _last_by(real, project_id, until)
        query = select(table).where(table.c.project_id == project_id, table.c.seq <= newest)
        for first in range(0, len(articles), _TEXTS):
            among = table.c.article_id.in_(articles[first : first + _TEXTS])
            for some in real.execute(query.where(among)).mappings().partitions(_EVENTS):
                _put_plain(known, table, some)


def last_by(project_id: int, until: Until) -> int:
    """The number of the last event that was recorded by then; 0 where there is none."""
    with db.engines[READ].connect() as real:
        return _last_by(real, project_id, until)


def _last_by(real: Connection, project_id: int, until: Until) -> int:
    """Events have no gaps, so it is found by halving."""
    if isinstance(until, int):
        return until
    of_project = Event.project_id == project_id

    def recorded(seq: int) -> datetime:
        return real.execute(select(Event.at).where(of_project, Event.seq == seq)).scalar_one()

    newest = real.execute(select(func.max(Event.seq)).where(of_project)).scalar() or 0
    return bisect_right(range(1, newest + 1), until, key=recorded)


def _batches(
    real: Connection, project_id: int, newest: int, articles: Sequence[str] | None
) -> Iterator[dict[type[Base], list[Row]]]:
    """The rows that each last event left, by their model."""
    by_name = {kind.__tablename__: kind for kind in kinds()}
    step = _EVENTS if articles is None else max(newest, 1)
    for first in range(1, newest + 1, step):
        found = defaultdict(list)
        query = select(Event.target, Event.after).where(
            *_last_of_each(project_id, newest),
            Event.seq.between(first, min(newest, first + step - 1)),
            Event.target.in_(by_name),
            *_of_articles(articles),
        )
        for target, after in real.execute(query):
            if after is not None:
                found[by_name[target]].append(orjson.loads(after))
        yield found


def _last_of_each(project_id: int, newest: int) -> tuple[ColumnElement[bool], ...]:
    later = aliased(Event)
    overtaken = select(later.seq).where(
        later.project_id == project_id,
        later.target_id == Event.target_id,
        later.target == Event.target,
        later.seq > Event.seq,
        later.seq <= newest,
    )
    return Event.project_id == project_id, ~overtaken.exists()


def _of_articles(articles: Sequence[str] | None) -> tuple[ColumnElement[bool], ...]:
    if articles is None:
        return ()
    return (or_(Event.article_id.in_(articles), Event.article_id.is_(None)),)


def _put_rows(real: Connection, scratch: Connection, found: dict[type[Base], list[Row]]) -> None:
    for kind, rows in found.items():
        # A row with its text weighs many times what its event does.
        step = _TEXTS if _unsaid(kind) else len(rows)
        for at in range(0, len(rows), step):
            some = rows[at : at + step]
            _add_unsaid(real, kind, some)
            put(scratch, kind.__tablename__, some)
        for name, child in children(kind).items():
            held = [one for row in rows for one in _several(row.get(name))]
            put(scratch, child.__tablename__, held)


def _several(child: Any) -> list[Row]:
    if child is None:
        return []
    return child if isinstance(child, list) else [child]


def _add_unsaid(real: Connection, kind: type[Base], rows: list[Row]) -> None:
    """Complete rows with what their events only have the hash of, or nothing."""
    columns = _unsaid(kind)
    if not columns:
        return
    (key,) = mapper_of(kind).local_table.primary_key
    wanted = [row[key.name] for row in rows]
    held = real.execute(select(key, *columns).where(key.in_(wanted)))
    values = {one[0]: one[1:] for one in held}
    for row in rows:
        for column, value in zip(columns, values.get(row[key.name], ()), strict=False):
            row[column.name] = plain(value)


@cache
def _unsaid(kind: type[Base]) -> tuple[Any, ...]:
    return tuple(
        attribute.columns[0]
        for attribute in mapper_of(kind).column_attrs
        if attribute.columns[0].info.get("audit") in {"skip", "hash"}
    )


def _put_people(real: Connection, scratch: Connection) -> None:
    table = Base.metadata.tables["user"]
    columns = [column for column in table.columns if column.name not in _SECRET]
    for some in real.execute(select(*columns)).mappings().partitions(_EVENTS):
        _put_plain(scratch, table, some)


def _put_plain(scratch: Connection, table: Table, rows: Sequence[RowMapping]) -> None:
    put(scratch, table.name, [{key: plain(value) for key, value in row.items()} for row in rows])
