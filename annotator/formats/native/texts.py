"""A corrected article with all of its texts: the line of its corrections, then a line a text."""

from __future__ import annotations

from typing import Any

import orjson

from annotator.annotations.models import Fragment
from annotator.articles.models import Revision
from annotator.articles.places import Place
from annotator.errors import Invalid
from annotator.formats.native import shape
from annotator.formats.native.articles import read_line
from annotator.formats.native.following import Following
from annotator.formats.native.pieces import PieceReader
from annotator.formats.native.rows import Rows, as_time, one_of
from annotator.formats.native.target import Target
from annotator.formats.native.values import GREATEST
from annotator.revisions.models import Carry, Correction, Settled
from annotator.revisions.queries import WAITS
from annotator.text.places import Outcome

Row = dict[str, Any]


class Texts:
    """One such article on its way in; its lines follow each other."""

    def __init__(self, value: Row, place: Place, target: Target) -> None:
        """Raise `Invalid` for a first line that is none."""
        line = shape.check_shape(value, shape.CORRECTIONS)
        target.check_project(line["project"])
        self.place = place
        self.article_id: str = line["article"]
        self._target = target
        self._numbers = _numbers(line["revisions"])
        self._corrections = _corrections(line["corrections"], self._numbers)
        self._readers: dict[int, PieceReader] = {}
        self._ids: dict[int, str] = {}
        self._carries: list[Carry] = []
        self._following: Following | None = None

    @property
    def rows(self) -> Rows:
        """What the lines up to now came to; there is nothing before the first of them."""
        if self._following is None:
            raise Invalid("the texts of the article %(id)s are missing", id=self.article_id)
        return self._following.rows

    @property
    def is_whole(self) -> bool:
        """Whether the newest text is there."""
        return len(self._ids) == len(self._numbers)

    def missing(self) -> Invalid:
        """What to say where the file, or the run of lines, ends too early."""
        number = self._numbers[len(self._ids)]
        problem = Invalid(
            "the line of text %(number)s of the article %(id)s is missing",
            number=number,
            id=self.article_id,
        )
        return self.place.refusal(problem)

    def add(self, value: Row) -> None:
        """Take the next text; raises `Invalid`."""
        number, fresh = self._numbers[len(self._ids)], Rows()
        if shape.THREADS in value:
            raise Invalid("an article with earlier texts comes without comments", shape.THREADS)
        read_line(value, 1, self._target, fresh)
        if value["revision"] != number:
            raise Invalid("text %(number)s comes next", "revision", number=number)
        revision = fresh.revisions[0]
        self._readers[number] = PieceReader(self._target, revision)
        self._ids[number] = revision.id
        if self._following is None:
            self._following = Following(fresh)
        else:
            self._go_on(self._following, fresh)
        if self.is_whole:
            self._end(self._following)

    def _go_on(self, following: Following, fresh: Rows) -> None:
        revision = fresh.revisions[0]
        said = self._corrections.get(revision.number)
        moved: dict[str, Carry] = {}
        if said is not None:
            fresh.corrections.append(self._correction(said, revision))
            where = f"corrections-{revision.number}."
            for index, entry in enumerate(said["marks"]):
                carry = self._carry(entry, revision, f"{where}marks-{index}.")
                if carry.annotation_id in moved:
                    raise Invalid("this mark is there twice", f"{where}marks-{index}.annotation")
                moved[carry.annotation_id] = carry
        following.go_on(fresh, moved)
        self._carries += moved.values()

    def _end(self, following: Following) -> None:
        known = {mark.id for mark in following.rows.annotations}
        for carry in self._carries:
            if carry.annotation_id not in known:
                raise Invalid(
                    "the report names the mark %(id)s, which no text has",
                    "corrections",
                    id=carry.annotation_id,
                )
        following.report(self._carries)

    def _correction(self, said: Row, revision: Revision) -> Correction:
        where = f"corrections-{revision.number}."
        revision.created_at = as_time(said["made_at"], where + "made_at")
        return Correction(
            revision_id=revision.id,
            project_id=revision.project_id,
            article_id=revision.article_id,
            reason=said["reason"],
            made_by=self._person(said["made_by"], where + "made_by"),
            made_at=revision.created_at,
        )

    def _carry(self, value: object, revision: Revision, where: str) -> Carry:
        row = shape.check_shape(value, shape.CARRIED, where)
        earlier = row["from_revision"]
        if earlier not in self._ids or earlier >= revision.number:
            raise Invalid("there is no such earlier text", where + "from_revision")
        after = row["after"]
        carry = Carry(
            id=row["id"],
            project_id=revision.project_id,
            article_id=revision.article_id,
            annotation_id=row["annotation"],
            from_id=self._ids[earlier],
            to_id=revision.id,
            outcome=one_of(Outcome, row["outcome"], where + "outcome"),
            version=row["version"],
            fragments_before=self._pieces(earlier, row["before"], where + "before"),
            fragments_after=None
            if after is None
            else self._pieces(revision.number, after, where + "after"),
            candidates=self._candidates(revision.number, row["candidates"], where),
            sentence_changed=row["sentence_changed"],
            **self._settled(row, where),
        )
        _check_end(carry, where)
        return carry

    def _settled(self, row: Row, where: str) -> Row:
        how, moment = row["settled"], row["settled_at"]
        if (how is None) != (moment is None) or (how is None and row["settled_by"] is not None):
            raise Invalid("what is settled has a time, and nothing else has", where + "settled_at")
        return {
            "settled": None if how is None else one_of(Settled, how, where + "settled"),
            "settled_by": self._person(row["settled_by"], where + "settled_by"),
            "settled_at": None if moment is None else as_time(moment, where + "settled_at"),
        }

    def _person(self, name: str | None, where: str) -> int | None:
        return None if name is None else self._target.person(name, where)

    def _candidates(self, number: int, values: list[object], where: str) -> str:
        found = [
            orjson.loads(self._pieces(number, value, f"{where}candidates-{index}"))
            for index, value in enumerate(values)
        ]
        return orjson.dumps(found).decode()

    def _pieces(self, number: int, values: object, where: str) -> str:
        if not isinstance(values, list) or not values:
            raise Invalid("it must be a list of pieces", where)
        reader = self._readers[number]
        pieces = [
            _as_reported(reader.read("", index, value, f"{where}-{index}."))
            for index, value in enumerate(values)
        ]
        return orjson.dumps(pieces).decode()


def _numbers(values: list[Any]) -> list[int]:
    counts = all(type(value) is int and 1 <= value <= GREATEST for value in values)
    if len(values) < 2 or not counts or values != sorted(set(values)):
        raise Invalid("it must be two or more numbers, each greater than the last", "revisions")
    return values


def _corrections(values: list[object], numbers: list[int]) -> dict[int, Row]:
    found: dict[int, Row] = {}
    for index, value in enumerate(values):
        where = f"corrections-{index}."
        said = shape.check_shape(value, shape.CORRECTION, where)
        number = said["revision"]
        if number not in numbers[1:] or number in found:
            raise Invalid("it makes no text of this line, or one that is there", where + "revision")
        found[number] = said
    return found


def _as_reported(piece: Fragment) -> Row:
    return {
        "part": piece.part.value,
        "start": piece.start,
        "end": piece.end,
        "exact": piece.exact,
    }


def _check_end(carry: Carry, where: str) -> None:
    """A mark that has its place is not one that waits, or the other way about."""
    ended_there = carry.settled in {Settled.KEPT, Settled.OVERTAKEN}
    waits = carry.settled is None and carry.outcome in WAITS
    if (carry.fragments_after is None and not (waits or ended_there)) or (
        carry.fragments_after is not None and waits
    ):
        raise Invalid("a mark has no place where it waits, and has one otherwise", where + "after")
