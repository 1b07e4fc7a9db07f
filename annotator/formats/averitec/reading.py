"""From a record of AVeriTeC to a native row: an article that is one claim, with its evidence."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass, field
from typing import Any
from uuid import uuid4

import orjson

from annotator.annotations.models import Basis, Label, Part
from annotator.annotations.particulars import MAX_PLACE
from annotator.articles.drafts import check_field
from annotator.assignments.models import State
from annotator.errors import Invalid
from annotator.formats.averitec.evidence import EvidenceReader
from annotator.formats.averitec.keeping import Row, kept
from annotator.formats.averitec.loss import PLACE
from annotator.formats.averitec.questions import QUESTIONS, noted
from annotator.formats.averitec.shape import Fields
from annotator.formats.averitec.words import LABELS, TYPE_IDS, is_country, read_day
from annotator.formats.averitec.writing import ORIGIN, plain_record
from annotator.formats.interface import Offer
from annotator.formats.native.drafting import ArticleRows
from annotator.projects.scheme import Rating
from annotator.sources.archive_links import shows_page
from annotator.sources.models import AnswerType
from annotator.speakers.drafts import MAX_NAME, SpeakerDraft
from annotator.speakers.queries import KnownSpeaker
from annotator.text.canonical import canonicalise
from annotator.text.visible import said

_UNANSWERABLE = AnswerType.UNANSWERABLE.value


@dataclass(slots=True)
class Told:
    """What is worth saying of a whole file."""

    without_link: int = 0
    waiting: int = 0
    foreign_types: set[str] = field(default_factory=set)


class RecordReader:
    """Reads the records of one file; the same name is the same speaker in all of them."""

    def __init__(self, offer: Offer, project: str, author: str) -> None:
        self._offer = offer
        self._project = project
        self._author = author
        self._speakers = dict(offer.speakers)
        self._names: dict[str, int] = {}
        self.told = Told()

    def read(self, record: Row) -> Row:
        """The native row of one record; raises `Invalid` for the first thing that is wrong."""
        fields = Fields(record)
        text = _claim_text(fields)
        rows = ArticleRows(text, self._project)
        place = (Part.CONTENT, 0, len(text))
        mark = rows.annotation(self._author, Label.CLAIM, [place], None)
        label = fields.one_of("label", {one: one for one in LABELS})
        if label is None:
            raise Invalid("it must be one of %(known)s", "label", known=", ".join(LABELS))
        url = _page(fields)
        evidence = EvidenceReader(self._offer.definition, self._author, mark["created_at"])
        asked = [evidence.question(*one) for one in enumerate(fields.list("questions"))]
        self.told.without_link += evidence.without_link
        mark["claim"] |= self._claim(fields) | {"sources": evidence.sources}
        self._judge(mark, fields, label, url)
        is_settled = mark["claim"]["verdict"] is not None
        state = State.SUBMITTED if is_settled else State.STARTED
        review = rows.review(self._author, state, nothing_to_mark=False)
        article = rows.article(
            [review],
            [mark],
            external_id=self._name(record),
            url=url,
            scheme_version=self._offer.scheme_version if is_settled else None,
        )
        settled_label = label if is_settled else None
        mark["origin"] = {ORIGIN: _origin(record, article, mark, settled_label, asked)}
        mark["note"] = noted(mark["origin"][ORIGIN])
        return article

    def _claim(self, fields: Fields) -> Row:
        day = fields.text("claim_date")
        made_on = None if day is None else read_day(day, "claim_date")
        return {
            "types": self._types(fields.list("claim_types")),
            "speaker": self._speaker(fields.text("speaker", MAX_NAME)),
            "place": fields.text("location_ISO_code", MAX_PLACE),
            "made_on": made_on,
            "made_on_basis": None if made_on is None else Basis.EXACT.value,
        }

    def _types(self, labels: list[Any]) -> list[str]:
        found = set()
        for index, label in enumerate(labels):
            if not isinstance(label, str) or label not in TYPE_IDS:
                known = ", ".join(TYPE_IDS)
                where = f"claim_types[{index}]"
                raise Invalid("it must be one of %(known)s", where, known=known)
            found.add(TYPE_IDS[label])
        known_here = self._offer.definition.known("claim_types")
        self.told.foreign_types |= found - known_here.keys()
        return [one for one in known_here if one in found]

    def _speaker(self, name: str | None) -> Row | None:
        name = " ".join((name or "").split())
        if not name:
            return None
        if name not in self._speakers:
            draft = SpeakerDraft(str(uuid4()), name)
            try:
                draft.checked()
            except Invalid as error:
                raise Invalid(error.sentence, "speaker", **error.values) from None
            self._speakers[name] = KnownSpeaker(draft.id, name)
        found = asdict(self._speakers[name])
        return {**found, "aliases": list(found["aliases"])}

    def _judge(self, mark: Row, fields: Fields, label: str, url: str | None) -> None:
        """Give the verdict; where its grounds are lacking, the rating waits as a choice."""
        rating = self._rating(label)
        rationale = fields.text("justification")
        is_backed = any(_counts(one, url) for one in mark["claim"]["sources"])
        if rating.decisive and not (is_backed and said(rationale)):
            mark["claim"]["pending_choice"] = rating.id
            self.told.waiting += 1
            return
        mark["claim"]["verdict"] = verdict = {
            "id": str(uuid4()),
            "rating": rating.id,
            "label": rating.label,
            "decisive": rating.decisive,
            "rationale": rationale,
            "confidence": None,
            "effective_on": None,
            "decided_by": self._author,
            "decided_at": mark["created_at"],
            "correction_note": None,
            "public_state": None,
            "stale": False,
            "stale_reason": None,
            "scheme_version": self._offer.scheme_version,
            "guideline_version": None,
        }
        mark["claim"]["verdicts"] = [verdict]

    def _rating(self, label: str) -> Rating:
        found = [one for one in self._offer.ratings if one.averitec == label]
        if not found:
            raise Invalid(
                "the project's rating scale has no rating that means “%(label)s”",
                "label",
                label=label,
            )
        # Of several, such as PolitiFact's, the plainest: the end of the scale, if there is one.
        side = {LABELS[0]: -1, LABELS[1]: 1}.get(label, 0)
        return min(found, key=lambda one: side * (one.claimreview or 3))

    def _name(self, record: Row) -> str:
        """A name from what the record says: the same record has the same one in every file."""
        data = orjson.dumps(record, option=orjson.OPT_SORT_KEYS)
        name = f"averitec-{hashlib.sha256(data).hexdigest()[:16]}"
        self._names[name] = number = self._names.get(name, 0) + 1
        return name if number == 1 else f"{name}-{number}"


def _claim_text(fields: Fields) -> str:
    value = fields.row.get("claim")
    if not isinstance(value, str):
        raise Invalid("it must be there, and be a string", "claim")
    try:
        return canonicalise(value)
    except Invalid as error:
        raise Invalid(error.sentence, "claim", **error.values) from None


def _page(fields: Fields) -> str | None:
    """Where the claim was made, if an article can have it for its address."""
    url = fields.text("original_claim_url")
    try:
        if url is not None:
            check_field("url", url)
    except Invalid:
        return None
    return url


def _counts(source: Row, url: str | None) -> bool:
    """Whether it is evidence, as `annotator.sources.rules.is_evidence` has it."""
    link = source["url"]
    return link is not None and source["answer_type"] != _UNANSWERABLE and not shows_page(link, url)


def _origin(record: Row, article: Row, mark: Row, label: str | None, asked: list[Row]) -> Row:
    place = mark["claim"]["place"]
    ours = plain_record(article, mark, label, came_from=place)
    if isinstance(record.get("questions"), list):
        ours["questions"] = record["questions"]
    foreign = place is not None and not is_country(place)
    return {
        **kept(ours, record),
        QUESTIONS: asked,
        **({PLACE: place} if foreign else {}),
    }
