"""What a claim has beside its mark: wording, verdicts and sources."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from annotator.annotations.models import (
    Annotation,
    Basis,
    Claim,
    Confidence,
    PublicState,
    StaleReason,
    Voice,
)
from annotator.annotations.particulars import check_claim, check_types, types_json
from annotator.articles.models import Article
from annotator.errors import Invalid
from annotator.formats.native import shape
from annotator.formats.native.rows import Rows, as_date, as_time, one_of, told_at
from annotator.formats.native.sources import SourceReader
from annotator.formats.native.speakers import read_speaker
from annotator.formats.native.target import Target
from annotator.projects.scheme import Rating
from annotator.sources.models import Source
from annotator.sources.service import has_evidence
from annotator.verdicts.models import Verdict
from annotator.verdicts.service import Missing, missing

_BESIDE = ("rationale", "confidence", "effective_on", "correction_note", "public_state")


class ClaimReader:
    """Reads the claims of one article."""

    def __init__(self, target: Target, article: Article, rows: Rows) -> None:
        self._target = target
        self._sources = SourceReader(target, article.url)
        self._rows = rows

    def read(self, value: object, annotation: Annotation, where: str) -> None:
        """Add the rows of one claim; `where` begins the names of its fields."""
        claim = shape.check_shape(value, shape.CLAIM, where)
        sources = self._sources.read(claim["sources"], annotation, where)
        self._rows.sources.extend(sources)
        newest = self._read_verdicts(claim, annotation, sources, where)
        pending = claim["pending_choice"]
        if pending is not None and not self._target.schemes.has_rating(pending):
            raise Invalid("the project's rating scale has no such rating", where + "pending_choice")
        annotation.claim = row = Claim(
            annotation_id=annotation.id,
            project_id=self._target.project_id,
            wording=claim["wording"],
            pending_rating=pending,
            # The verdict that the choice may become; its id is nowhere in the file.
            pending_verdict_id=None if pending is None else str(uuid4()),
            stale_reason=newest,
            **_waiting(claim, where),
            **self._particulars(claim, where),
        )
        told_at(where, check_claim, row)

    def _particulars(self, claim: dict[str, Any], where: str) -> dict[str, Any]:
        """What is rarely filled, by the names of the columns."""
        known = self._target.schemes.definition.known("claim_types")
        told_at(where, check_types, claim["types"], known)
        voice, basis = claim["voice"], claim["made_on_basis"]
        rests_on = where + "made_on_basis"
        return {
            "short": claim["short"],
            "types": types_json(claim["types"]),
            "voice": None if voice is None else one_of(Voice, voice, where + "voice"),
            "speaker_id": read_speaker(
                claim["speaker"], self._target, self._rows, where + "speaker."
            ),
            "place": claim["place"],
            "made_on": as_date(claim["made_on"]),
            "made_on_basis": None if basis is None else one_of(Basis, basis, rests_on),
            "checkworthy": claim["checkworthy"],
            "checkworthy_reason": claim["checkworthy_reason"],
        }

    def _read_verdicts(
        self, claim: dict[str, Any], annotation: Annotation, sources: list[Source], where: str
    ) -> StaleReason | None:
        """Add the verdicts, and say why the newest is stale, if it is."""
        history = claim["verdicts"]
        if claim["verdict"] != (history[-1] if history else None):
            raise Invalid("it must be the last of “verdicts”", where + "verdict")
        reason = None
        for index, value in enumerate(history):
            place = f"{where}verdicts-{index}."
            row = shape.check_shape(value, shape.VERDICT, place)
            is_last = index == len(history) - 1
            reason = _stale_reason(row, is_last=is_last, where=place)
            # What a verdict of the past rested on may be gone, and that of a stale one too.
            backed = not is_last or reason is not None or has_evidence(sources)
            self._rows.verdicts.append(
                self._verdict(row, annotation, index + 1, place, backed=backed)
            )
        return reason

    def _verdict(
        self,
        row: dict[str, Any],
        annotation: Annotation,
        position: int,
        where: str,
        *,
        backed: bool,
    ) -> Verdict:
        version_id, rating = self._target.schemes.judged_by(row, where)
        beside = _beside(row, where)
        _refuse_incomplete(rating, beside, where, backed=backed)
        return Verdict(
            id=row["id"],
            project_id=self._target.project_id,
            annotation_id=annotation.id,
            position=position,
            scheme_version_id=version_id,
            rating=row["rating"],
            decisive=row["decisive"],
            decided_by=self._target.person(row["decided_by"], where + "decided_by"),
            decided_at=as_time(row["decided_at"], where + "decided_at"),
            guideline_version=row["guideline_version"],
            **beside,
        )


def _waiting(claim: dict[str, Any], where: str) -> dict[str, Any]:
    """What waits with the pending choice, or for one."""
    said = {name: claim[f"pending_{name}"] for name in _BESIDE}
    return {f"pending_{name}": value for name, value in _beside(said, where + "pending_").items()}


def _beside(row: dict[str, Any], where: str) -> dict[str, Any]:
    """What a verdict has beside its rating."""
    sure, state = row["confidence"], row["public_state"]
    return {
        "rationale": row["rationale"],
        "confidence": None if sure is None else one_of(Confidence, sure, where + "confidence"),
        "effective_on": as_date(row["effective_on"]),
        "correction_note": row["correction_note"],
        "public_state": None
        if state is None
        else one_of(PublicState, state, where + "public_state"),
    }


def _refuse_incomplete(rating: Rating, beside: dict[str, Any], where: str, *, backed: bool) -> None:
    lacking = missing(
        rating,
        beside["rationale"],
        has_evidence=backed,
        public_state=beside["public_state"],
        correction_note=beside["correction_note"],
    )
    if lacking:
        raise _incomplete(lacking[0], rating, where)


def _incomplete(lacking: Missing, rating: Rating, where: str) -> Invalid:
    if lacking is Missing.RATIONALE:
        return Invalid("a decisive verdict has one", where + "rationale")
    if lacking is Missing.CORRECTION_NOTE:
        return Invalid("a corrected or void verdict has one", where + "correction_note")
    claim, _, _ = where.rpartition("verdicts-")
    return Invalid(
        "the verdict “%(label)s” needs a source that is not the article itself",
        claim + "sources",
        label=rating.label,
    )


def _stale_reason(row: dict[str, Any], *, is_last: bool, where: str) -> StaleReason | None:
    reason = row["stale_reason"]
    if row["stale"] != (reason is not None):
        raise Invalid("a stale verdict has it, and no other has", where + "stale_reason")
    if reason is None:
        return None
    if not is_last:
        raise Invalid("only the last verdict can be stale", where + "stale")
    return one_of(StaleReason, reason, where + "stale_reason")
