"""What somebody wants of splits: their names and shares, and what may never stand in two of them.

A plan is written into the manifest of a release, so that the same splits can be made again.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from math import gcd
from typing import Any

from annotator.audit.chain import canonical_json
from annotator.errors import Invalid

MOST_SPLITS = 20
LONGEST_SEED = 200

# Readers of datasets make names of files and of Python values from these.
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,39}")
_NUMBER = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,18})?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
#: Shares are kept to the millionth.
_FINE = 1_000_000
_KEYS = frozenset({"splits", "seed", "join", "stratify", "cut"})

Share = int | float | str


class JoinBy(StrEnum):
    """What joins articles only where it is asked for."""

    SPEAKER = "speaker"
    PUBLISHER = "publisher"


class Stratify(StrEnum):
    """Of what each split is to have its share, as far as groups allow."""

    #: Marks by their label.
    LABEL = "label"
    #: Claims by the rating of their newest verdict; those without one are a stratum as well.
    RATING = "rating"


@dataclass(frozen=True, slots=True)
class SplitPlan:
    """How articles are split; made by `plan_of` or `plan_from_json`, which check it.

    `parts` are whole numbers without a common divisor, one for each name: split k is to have
    `parts[k] / sum(parts)` of everything. `cut` has (split, first day as `YYYY-MM-DD`), the oldest
    first: an article published on that day or after it, and before the next one, goes to that
    split and to no other, and splits without a day share what was published before all of them.
    """

    names: tuple[str, ...]
    parts: tuple[int, ...]
    seed: str = ""
    join: tuple[JoinBy, ...] = ()
    stratify: Stratify | None = None
    cut: tuple[tuple[str, str], ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The plan as plain values, for a manifest."""
        pairs = zip(self.names, self.parts, strict=True)
        return {
            "splits": [{"name": name, "parts": parts} for name, parts in pairs],
            "seed": self.seed,
            "join": [one.value for one in self.join],
            "stratify": None if self.stratify is None else self.stratify.value,
            "cut": [{"split": name, "from": day} for name, day in self.cut],
        }

    def canonical(self) -> str:
        """The plan as canonical JSON (RFC 8785): the same text for the same plan."""
        return canonical_json(self.to_json())


def plan_of(
    shares: Mapping[str, Share],
    *,
    seed: str = "",
    join: Collection[str] = (),
    stratify: str | None = None,
    cut: Mapping[str, str] | None = None,
) -> SplitPlan:
    """A checked plan; raises `Invalid` with the field for what no plan can be.

    `shares` are fractions that add up to 1, percentages that add up to 100 (each within
    rounding, one in a hundred), or whole parts such as 8, 1 and 1. `cut` has for some of the
    splits the day from which on articles are theirs, as `YYYY-MM-DD`.
    """
    names = _names(list(shares))
    return SplitPlan(
        names=names,
        parts=_parts(shares),
        seed=_seed(seed),
        join=tuple(sorted(_join(join))),
        stratify=_stratify(stratify),
        cut=_cut(names, cut or {}),
    )


def plan_from_json(value: object) -> SplitPlan:
    """The plan that `to_json` wrote; raises `Invalid` for anything else."""
    if not isinstance(value, Mapping) or set(value) != _KEYS:
        raise _unreadable()
    splits, cut = value["splits"], value["cut"]
    shares = dict(_pairs(splits, "name", "parts"))
    days = dict(_pairs(cut, "split", "from"))
    if len(shares) != len(splits) or len(days) != len(cut):
        raise Invalid("Two splits can't have the same name.", "splits")
    if not isinstance(value["join"], list):
        raise _unreadable()
    return plan_of(
        shares, seed=value["seed"], join=value["join"], stratify=value["stratify"], cut=days
    )


def _pairs(rows: object, first: str, second: str) -> Iterable[tuple[str, Any]]:
    if not isinstance(rows, list):
        raise _unreadable()
    for row in rows:
        if not isinstance(row, Mapping) or set(row) != {first, second}:
            raise _unreadable()
        if not isinstance(row[first], str):
            raise _unreadable()
        yield row[first], row[second]


def _unreadable() -> Invalid:
    return Invalid("That is no plan of splits, or one that was written in another way.", "splits")


def _names(names: list[str]) -> tuple[str, ...]:
    if not names:
        raise Invalid("Say at least one split with its share.", "splits")
    if len(names) > MOST_SPLITS:
        raise Invalid("There can be %(most)s splits at the most.", "splits", most=MOST_SPLITS)
    for name in names:
        if not _NAME.fullmatch(name):
            raise Invalid(
                "“%(name)s” is no name for a split: use letters from A to Z, digits and "
                "underscores, a letter first, 40 characters at the most.",
                "splits",
                name=name,
            )
        if name.lower() == "all":
            raise Invalid(
                "No split can be called “all”: readers of datasets mean every split by that.",
                "splits",
            )
    # Their files may come to lie on a disk that does not tell capitals apart.
    if len({name.lower() for name in names}) < len(names):
        raise Invalid("Two splits can't have the same name.", "splits")
    return tuple(names)


def _parts(shares: Mapping[str, Share]) -> tuple[int, ...]:
    values = {name: _share(name, share) for name, share in shares.items()}
    total = sum(values.values(), Fraction())
    fits = abs(total - 1) <= Fraction(1, 100) or abs(total - 100) <= 1
    if not fits and any(value.denominator != 1 for value in values.values()):
        raise Invalid(
            "The shares add up to %(total)s, not to 1.", "splits", total=f"{float(total):g}"
        )
    whole = [max(1, round(value * _FINE)) for value in values.values()]
    divisor = gcd(*whole)
    return tuple(one // divisor for one in whole)


def _share(name: str, share: object) -> Fraction:
    written = str(share).strip()
    is_number = isinstance(share, (int, float, str)) and not isinstance(share, bool)
    value = Fraction(written) if is_number and _NUMBER.fullmatch(written) else Fraction()
    if value <= 0:
        raise Invalid(
            "The share of “%(name)s” has to be a number above 0, such as 0.8 or 8.",
            "splits",
            name=name,
        )
    return value


def _seed(seed: object) -> str:
    if not isinstance(seed, str) or len(seed) > LONGEST_SEED or not _is_text(seed):
        raise Invalid(
            "A seed is text of %(most)s characters at the most.", "seed", most=LONGEST_SEED
        )
    return seed


def _is_text(value: str) -> bool:
    """Whether it can be written as UTF-8."""
    return not any("\ud800" <= one <= "\udfff" for one in value)


def _join(join: Iterable[object]) -> set[JoinBy]:
    try:
        return {JoinBy(str(one)) for one in join}
    except ValueError:
        raise Invalid("Groups can be joined by speaker and by publisher.", "join") from None


def _stratify(stratify: object) -> Stratify | None:
    try:
        return None if stratify is None else Stratify(str(stratify))
    except ValueError:
        raise Invalid("Splits can be stratified by label or by rating.", "stratify") from None


def _cut(names: tuple[str, ...], cut: Mapping[str, object]) -> tuple[tuple[str, str], ...]:
    days = sorted((_day(day), name) for name, day in cut.items())
    for _, name in days:
        if name not in names:
            raise Invalid("There is no split “%(name)s” to begin on a day.", "cut", name=name)
    if len({day for day, _ in days}) < len(days):
        raise Invalid("Two splits can't begin on the same day.", "cut")
    if len(days) == len(names):
        raise Invalid(
            "One split has to be without a first day: for what was published before.", "cut"
        )
    return tuple((name, day) for day, name in days)


def _day(value: object) -> str:
    written = str(value).strip()
    try:
        if _DAY.fullmatch(written):
            return date.fromisoformat(written).isoformat()
    except ValueError:
        pass
    raise Invalid("“%(day)s” is no day: write it as 2026-01-31.", "cut", day=written[:40])
