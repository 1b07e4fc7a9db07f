"""Claims as FEVER has them: one a line, with alternative sets of evidence.

The layout is that of the shared task (Thorne et al. 2018, arXiv 1803.05355).
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from enum import StrEnum
from typing import Any

import orjson

from annotator.errors import Remark, Words
from annotator.export.formats.interface import Export, ExportFormat
from annotator.export.formats.judged import Judged, claims_of, gold_or_all
from annotator.export.records.lines import line_groups, line_of
from annotator.formats.averitec.writing import surface
from annotator.formats.interface import Feature
from annotator.sources.models import Stance

Row = dict[str, Any]
#: `[annotation_id, evidence_id, page, sentence_no]`.
Evidence = list[int | str | None]

UNKNOWN = "NOT ENOUGH INFO"
#: What a source says that stands for each label.
_AGREES = {"SUPPORTS": Stance.SUPPORTS.value, "REFUTES": Stance.REFUTES.value}


class Loss(StrEnum):
    """One kind of thing that is not written, or not as it stands here."""

    UNJUDGED = "unjudged"
    NO_LABEL = "no_label"
    BESIDE_GOLD = "beside_gold"
    OTHER_MARKS = "other_marks"
    BARE = "bare"
    STALE = "stale"
    EARLIER = "earlier"
    UNLINKED = "unlinked"
    NOT_ITS_STANCE = "not_its_stance"
    OF_UNKNOWN = "of_unknown"


class FeverExport(ExportFormat):
    """Claims with a verdict that has a meaning in FEVER."""

    name = "fever"
    title = Words("FEVER: claims with a label and sets of evidence, for models that check")
    about = Words(
        "FEVER holds a claim, one of three labels, and the addresses of its evidence. A claim that "
        "has no verdict, or a rating without such a label, is left out, and so is all else that is "
        "known of a claim or a source."
    )
    suffix = ".jsonl"
    mimetype = "application/x-ndjson"
    carries = frozenset({Feature.MANY_ARTICLES, Feature.VERDICTS})
    counts = ("claim", "claims")
    of_claims = True

    def pieces(self, export: Export) -> Iterator[bytes]:
        """The lines by the article, each proved."""
        judged, lost = Judged(export.snapshot), Counter[Loss]()
        for lines in line_groups(export.snapshot, export.slug, export.options):
            found = list(_records(orjson.loads(lines[0])["annotations"], judged, lost))
            export.written += len(found)
            export.articles += 1
            yield b"".join(line_of(one) for one in found)
        export.remarks.extend(_remarks(lost))


def number_of(key: str) -> int:
    """An id as FEVER's readers want it: the first 52 bits of the SHA-256 of the native id.

    It is the same in every file, and small enough for any reader of JSON.
    """
    return int(hashlib.sha256(key.encode()).hexdigest()[:13], 16)


def _records(marks: list[Row], judged: Judged, lost: Counter[Loss]) -> Iterator[Row]:
    claims = claims_of(marks)
    chosen = gold_or_all(claims)
    lost[Loss.OTHER_MARKS] += len(marks) - len(claims)
    lost[Loss.BESIDE_GOLD] += len(claims) - len(chosen)
    for mark in chosen:
        verdict = mark["claim"]["verdict"]
        rating = None if verdict is None else judged.rating_of(verdict)
        if verdict is None:
            lost[Loss.UNJUDGED] += 1
        elif rating is None or rating.fever is None:
            lost[Loss.NO_LABEL] += 1
        else:
            yield _record(mark, rating.fever, lost)


def _record(mark: Row, label: str, lost: Counter[Loss]) -> Row:
    claim, is_known = mark["claim"], label != UNKNOWN
    verdict, sources = claim["verdict"], claim["sources"]
    lost[Loss.STALE] += verdict["stale"]
    lost[Loss.EARLIER] += len(claim["verdicts"]) - 1
    number = number_of(verdict["id"])
    if is_known:
        evidence = _sets(number, label, sources, lost)
        lost[Loss.BARE] += not evidence
    else:
        evidence = [[[number, None, None, None]]]
        lost[Loss.OF_UNKNOWN] += len(sources)
    return {
        "id": number_of(mark["id"]),
        "verifiable": "VERIFIABLE" if is_known else "NOT VERIFIABLE",
        "label": label,
        "claim": claim["wording"] or surface(mark),
        "evidence": evidence,
    }


def _sets(number: int, label: str, sources: list[Row], lost: Counter[Loss]) -> list[list[Evidence]]:
    """The sets in the order of their first source; one without a number is a set of its own."""
    sets: dict[int | str, list[Row]] = {}
    for source in sources:
        alone = source["set"] is None
        if source["url"] is None:
            lost[Loss.UNLINKED] += 1
        elif alone and source["stance"] not in (None, _AGREES.get(label)):
            lost[Loss.NOT_ITS_STANCE] += 1
        else:
            sets.setdefault(source["id"] if alone else source["set"], []).append(source)
    return [
        [[number, number_of(members[0]["id"]), source["url"], None] for source in members]
        for members in sets.values()
    ]


def _remarks(lost: Counter[Loss]) -> Iterator[Remark]:
    """A sentence for each kind of which there was any, in a fixed order."""
    for kind in Loss:
        if lost[kind]:
            yield {**_of_claims(lost[kind]), **_of_evidence(lost[kind])}[kind]


def _of_claims(count: int) -> dict[Loss, Remark]:
    return {
        Loss.UNJUDGED: Remark(
            "Claims without a verdict, left out, for every record has a label: %(count)s.",
            count=count,
        ),
        Loss.NO_LABEL: Remark(
            "Claims whose rating FEVER has no label for, left out: %(count)s.", count=count
        ),
        Loss.BESIDE_GOLD: Remark(
            "Reviewers’ claims, left out where there is a gold one: %(count)s.", count=count
        ),
        Loss.OTHER_MARKS: Remark(
            "Quotes and pieces of context, which it has no place for: %(count)s.", count=count
        ),
        Loss.STALE: Remark("Verdicts written though they are stale: %(count)s.", count=count),
        Loss.EARLIER: Remark(
            "Earlier verdicts, of which it holds the newest alone: %(count)s.", count=count
        ),
    }


def _of_evidence(count: int) -> dict[Loss, Remark]:
    return {
        Loss.BARE: Remark(
            "Claims that are supported or refuted, written without any evidence: %(count)s.",
            count=count,
        ),
        Loss.UNLINKED: Remark("Sources without an address, left out: %(count)s.", count=count),
        Loss.NOT_ITS_STANCE: Remark(
            "Sources that do not say what the verdict says and belong to no set, left out: "
            "%(count)s.",
            count=count,
        ),
        Loss.OF_UNKNOWN: Remark(
            "Sources of claims without enough evidence, which FEVER has nulls for: %(count)s.",
            count=count,
        ),
    }
