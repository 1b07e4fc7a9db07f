"""The rules of ClaimReview, each with its sentence, on records from anywhere.

Google's documentation of the mark-up says what is required and recommended; a record that
breaks a required rule is refused, one that lacks what is recommended is remarked on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from annotator.claimreview.building import WITHDRAWN
from annotator.claimreview.claim_rules import claim_faults
from annotator.claimreview.faults import Fault, Rule, refused, remarked
from annotator.claimreview.rating_rules import rating_faults
from annotator.claimreview.values import (
    PARTIES,
    host_of,
    is_address,
    is_day,
    is_on,
    is_text,
    items_of,
    kind_of,
)
from annotator.errors import Invalid, Remark

#: From how many characters on a claim is called long, where the project says nothing else.
LONG = 75

_CONTEXTS = ("https://schema.org", "http://schema.org")


def faults_of(record: object, *, long: int = LONG) -> list[Fault]:
    """Everything that is wrong or missing in one record, in the order of its keys."""
    if not isinstance(record, Mapping):
        return [refused(Rule.TYPE, Invalid("A review is an object with the type ClaimReview."))]
    return [
        *_of_kind(record),
        *_of_claim_reviewed(record, long),
        *_of_address(record),
        *_of_publisher(record),
        *_of_day(record),
        *rating_faults(record),
        *claim_faults(record),
        *_of_correction(record),
    ]


def faults_among(records: Iterable[object]) -> list[Fault]:
    """What is wrong with reviews taken together: a page has one of them."""
    found: list[Fault] = []
    seen: set[str] = set()
    for record in records:
        url = record.get("url") if isinstance(record, Mapping) else None
        if not isinstance(url, str):
            continue
        page = url.split("#")[0]
        if page in seen:
            error = Invalid(
                "Two reviews stand at one address, %(url)s: a page has one review.", url=page
            )
            found.append(refused(Rule.ONE_A_PAGE, error))
        seen.add(page)
    return found


def _of_kind(record: Mapping[str, Any]) -> Iterator[Fault]:
    context = record.get("@context")
    if not isinstance(context, str) or context.rstrip("/") not in _CONTEXTS:
        yield refused(
            Rule.CONTEXT, Invalid("The context of a review is https://schema.org.", "@context")
        )
    if kind_of(record) != "ClaimReview":
        yield refused(Rule.TYPE, Invalid("A review is an object with the type ClaimReview."))


def _of_claim_reviewed(record: Mapping[str, Any], long: int) -> Iterator[Fault]:
    claimed = record.get("claimReviewed")
    if not is_text(claimed):
        yield refused(
            Rule.CLAIM_REVIEWED, Invalid("The claim that was checked is not said.", "claimReviewed")
        )
        return
    if len(claimed) > long:
        yield remarked(
            Rule.LONG_CLAIM,
            Remark(
                "The claim has %(length)s characters, and is shown whole up to %(most)s: give it a"
                " short form.",
                "claimReviewed",
                length=len(claimed),
                most=long,
            ),
        )
    rating = _words_of_rating(record)
    if rating is not None and says_rating(claimed, rating):
        yield refused(
            Rule.RATING_IN_CLAIM,
            Invalid(
                "The claim has the rating “%(rating)s” in it: give it a short form that leaves"
                " the rating to the rating.",
                "claimReviewed",
                rating=rating,
            ),
        )


def _of_address(record: Mapping[str, Any]) -> Iterator[Fault]:
    url = record.get("url")
    if not is_address(url):
        yield refused(
            Rule.URL,
            Invalid(
                "The check has no address on the web: a lead says where checks are published.",
                "url",
            ),
        )
        return
    home = _first_url(record.get("author"))
    if is_address(home) and not is_on(url, home):
        yield remarked(
            Rule.OTHER_SITE,
            Remark("The check's address is not on its publisher's site, %(site)s.", "url",
                   site=host_of(home)),
        )  # fmt: skip


def _of_publisher(record: Mapping[str, Any]) -> Iterator[Fault]:
    parties = items_of(record.get("author"))
    if not parties:
        yield remarked(Rule.NO_PUBLISHER, Remark("Who publishes the check is not said.", "author"))
    for party in parties:
        is_one = isinstance(party, Mapping) and kind_of(party) in PARTIES
        if not is_one or not (is_text(party.get("name")) or is_address(party.get("url"))):
            error = Invalid("The publisher of a check has a name or an address.", "author")
            yield refused(Rule.PUBLISHER, error)


def _of_day(record: Mapping[str, Any]) -> Iterator[Fault]:
    for key in ("datePublished", "dateModified"):
        if record.get(key) is not None and not is_day(record[key]):
            yield refused(Rule.DAY, Invalid("A day is written as 2026-11-22.", key))
    if record.get("datePublished") is None:
        error = Remark("When the check was published is not said.", "datePublished")
        yield remarked(Rule.NO_DAY, error)


def _of_correction(record: Mapping[str, Any]) -> Iterator[Fault]:
    given = record.get("correction")
    said = [
        one.get("text") if isinstance(one, Mapping) and kind_of(one) == "CorrectionComment" else one
        for one in items_of(given)
    ]
    if not all(is_text(one) for one in said):
        error = Invalid("A correction says what was corrected.", "correction")
        yield refused(Rule.CORRECTION, error)
    elif record.get("creativeWorkStatus") == WITHDRAWN and not said:
        error = Invalid("A check that is withdrawn says why.", "correction")
        yield refused(Rule.WITHDRAWN, error)


def _words_of_rating(record: Mapping[str, Any]) -> str | None:
    rating = record.get("reviewRating")
    label = rating.get("alternateName") if isinstance(rating, Mapping) else None
    return label.strip() if is_text(label) else None


def says_rating(claimed: str, rating: str) -> bool:
    """Whether the words of the rating stand in the claim, as words of their own."""
    found = re.search(rf"(?<!\w){re.escape(rating)}(?!\w)", claimed, re.IGNORECASE)
    return found is not None


def _first_url(parties: object) -> Any:
    found = items_of(parties)
    return found[0].get("url") if found and isinstance(found[0], Mapping) else None
