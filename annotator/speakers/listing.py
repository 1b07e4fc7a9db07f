"""The list of a project's speakers: found by any of their names, with likely doubles told."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Collection, Sequence, Set
from dataclasses import dataclass

from annotator.speakers.queries import KnownSpeaker, resolved, told_rows

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class ListedSpeaker:
    """One row of the list.

    `ids` are those that stand for the speaker, its own and those merged into it. `doubles` are
    others who may be the same person.
    """

    speaker: KnownSpeaker
    ids: tuple[str, ...]
    doubles: tuple[KnownSpeaker, ...]


@dataclass(frozen=True, slots=True)
class SpeakerQuery:
    """Which speakers to list: whose names hold the words, after which one of the list."""

    search: str = ""
    doubles_only: bool = False
    after: str | None = None


class Speakers:
    """All speakers of one project, read once, without those that are `hidden`, by id."""

    def __init__(self, project_id: int, hidden: Set[str] = frozenset()) -> None:
        rows = told_rows(project_id, hidden)
        self._stands_for = resolved(rows)
        self._own_names = {str(row[0]): str(row[1]) for row in rows}
        self.all = sorted(set(self._stands_for.values()), key=_place)
        self._ids: dict[str, list[str]] = defaultdict(list)
        for key, one in self._stands_for.items():
            self._ids[one.id].append(key)
        self._doubles = doubles(self.all)

    def listed(self, speaker_id: str) -> ListedSpeaker:
        """The speaker that an id stands for now."""
        one = self._stands_for[speaker_id]
        return ListedSpeaker(one, tuple(sorted(self._ids[one.id])), self._doubles.get(one.id, ()))

    def page(self, wanted: SpeakerQuery) -> list[ListedSpeaker]:
        """Up to one row more than a page, by name."""
        start, words = self._start(wanted.after), _folded(wanted.search).split()
        found = (
            one
            for one in self.all
            if (start is None or _place(one) > start)
            and _holds(one, words)
            and (not wanted.doubles_only or one.id in self._doubles)
        )
        return [self.listed(one.id) for one, _ in zip(found, range(PAGE_SIZE + 1), strict=False)]

    def _start(self, after: str | None) -> tuple[str, str] | None:
        if after not in self._own_names:
            return None
        # By its own name: it may have been merged away since the page before was read.
        return self._own_names[after].casefold(), after


def doubles(known: Collection[KnownSpeaker]) -> dict[str, tuple[KnownSpeaker, ...]]:
    """By id, the others who share one of a speaker's names, however written, or its Wikidata."""
    sharing: dict[str, list[KnownSpeaker]] = defaultdict(list)
    for one in known:
        for mark in {_double_key(name) for name in (one.name, *one.aliases)} | {one.wikidata}:
            if mark:
                sharing[mark].append(one)
    found: dict[str, set[KnownSpeaker]] = defaultdict(set)
    for group in sharing.values():
        for one in group if len(group) > 1 else ():
            found[one.id].update(other for other in group if other is not one)
    return {key: tuple(sorted(others, key=_place)) for key, others in found.items()}


def _double_key(name: str) -> str:
    """The same for names that differ in case, accents, points and order: “Marrow, Inés”."""
    kept = "".join(letter if letter.isalnum() else " " for letter in _folded(name))
    return " ".join(sorted(kept.split()))


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def _holds(one: KnownSpeaker, words: Sequence[str]) -> bool:
    names = _folded("\n".join((one.name, *one.aliases)))
    return all(word in names for word in words)


def _place(one: KnownSpeaker) -> tuple[str, str]:
    return one.name.casefold(), one.id
