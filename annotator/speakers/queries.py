"""Reading speakers: as marks name them, as they are chosen from, and how much hangs on each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Set
from dataclasses import dataclass, replace
from uuid import UUID

import orjson
from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import aliased

from annotator.db import Lookup, Prepared, db, reader
from annotator.speakers.models import Speaker

_Asked = aliased(Speaker)
_Target = aliased(Speaker)


@dataclass(frozen=True, slots=True)
class KnownSpeaker:
    """A speaker as everybody reads it, never one that was merged into another.

    The names of those merged into it are among its aliases.
    """

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    role: str | None = None
    wikidata: str | None = None
    homepage: str | None = None


@dataclass(frozen=True, slots=True)
class Named:
    """What a mark shows of its speaker; `id` is the one that the marked one was merged into."""

    id: str
    name: str
    role: str | None


_NAMED = Lookup(
    select(_Asked.id, _Target.id, _Target.name, _Target.role).join(
        _Target, _Target.id == func.coalesce(_Asked.merged_into, _Asked.id)
    ),
    _Asked.id,
)


_HOME = Prepared(select(Speaker.project_id).where(Speaker.id == bindparam("id")))


def speakers_named(ids: Collection[str]) -> dict[str, Named]:
    """Each of these speakers by its own id, as the one that it is now."""
    if not ids:
        return {}
    return {asked: Named(*rest) for asked, *rest in _NAMED.all(reader(), ids)}


def find_speaker(project_id: int, speaker_id: str) -> Speaker | None:
    """A speaker of the project, merged or not."""
    query = select(Speaker).where(Speaker.id == speaker_id, Speaker.project_id == project_id)
    return db.session.scalars(query).one_or_none()


def is_speaker(project_id: int, said: str) -> bool:
    """Whether somebody's words are the id of a speaker of the project, merged or not."""
    try:
        return find_speaker(project_id, str(UUID(said))) is not None
    except ValueError:
        return False


def project_of(speaker_id: str) -> int | None:
    """The project that a speaker belongs to; ids are made by browsers, and may be taken."""
    row = _HOME.first(reader(), id=speaker_id)
    return None if row is None else row[0]


def known_speakers(project_id: int, hidden: Set[str] = frozenset()) -> list[KnownSpeaker]:
    """All speakers to choose from, by name, without those that are `hidden`, by id."""
    found = set(resolved(told_rows(project_id, hidden)).values())
    return sorted(found, key=lambda one: (one.name.casefold(), one.id))


def told_rows(project_id: int, hidden: Set[str]) -> list[tuple[str | None, ...]]:
    """Every row of the project but those that are `hidden`, for `resolved`."""
    rows = (tuple(row) for row in db.session.execute(speaker_rows(project_id)))
    return [row for row in rows if row[0] not in hidden]


def speaker_rows(project_id: int) -> Select[*tuple[str | None, ...]]:
    """Every row of the project, for `resolved`."""
    return select(
        Speaker.id,
        Speaker.name,
        Speaker.aliases,
        Speaker.role,
        Speaker.wikidata,
        Speaker.homepage,
        Speaker.merged_into,
    ).where(Speaker.project_id == project_id)


def resolved(rows: Collection[tuple[str | None, ...]]) -> dict[str, KnownSpeaker]:
    """By every id, the speaker that it stands for now; `rows` are those of `speaker_rows`."""
    own: dict[str, KnownSpeaker] = {}
    target: dict[str, str] = {}
    for key, name, aliases, role, wikidata, homepage, merged_into in rows:
        known = tuple(orjson.loads(aliases or "[]"))
        own[str(key)] = KnownSpeaker(str(key), name or "", known, role, wikidata, homepage)
        target[str(key)] = str(merged_into or key)
    also: dict[str, set[str]] = defaultdict(set)
    for key, one in own.items():
        also[target[key]] |= {one.name, *one.aliases}
    whole = {key: _with_aliases(own[key], names) for key, names in also.items()}
    return {key: whole[into] for key, into in target.items()}


def speaker_names(project_id: int) -> dict[str, str]:
    """The name of every speaker by id, merged or not: what the trail tells of is past."""
    query = select(Speaker.id, Speaker.name).where(Speaker.project_id == project_id)
    return {key: name for key, name in db.session.execute(query)}


def merged_with(speaker_id: str) -> list[Speaker]:
    """Those that were merged into a speaker, by name."""
    query = select(Speaker).where(Speaker.merged_into == speaker_id)
    return list(db.session.scalars(query.order_by(Speaker.name, Speaker.id)))


def namesakes(known: Collection[KnownSpeaker], name: str) -> list[KnownSpeaker]:
    """Those that go by a name already, however it is written; two persons may share one."""
    wanted = " ".join(name.split()).casefold()
    return [
        one for one in known if wanted in {other.casefold() for other in (one.name, *one.aliases)}
    ]


def _with_aliases(one: KnownSpeaker, names: set[str]) -> KnownSpeaker:
    return replace(one, aliases=tuple(sorted(names - {one.name})))
