"""From a check to schema.org's ClaimReview, and to an entry of a feed of them."""

from __future__ import annotations

from typing import Any

from annotator.annotations.models import PublicState
from annotator.claimreview.facts import Check, Claimant, Grade, Publication, Work

Record = dict[str, Any]

CONTEXT = "https://schema.org"
#: What schema.org calls the state of a work that is no longer stood by.
WITHDRAWN = "Withdrawn"
#: The same of one that stands until somebody has looked at it again.
UNDER_REVIEW = "Under review"


def review_of(check: Check, publication: Publication) -> Record:
    """The JSON-LD of one check; what is not known is left out, and nothing is null.

    A check that was withdrawn keeps its address and says so, and has no rating any more.
    """
    is_void = check.state is PublicState.VOID
    return {
        "@context": CONTEXT,
        "@type": "ClaimReview",
        **_filled(
            {
                "url": publication.address_of(check.id),
                "claimReviewed": check.claimed,
                "inLanguage": check.language,
                "datePublished": check.published_on.isoformat(),
                "dateModified": check.changed_on.isoformat(),
                "creativeWorkStatus": _status(check),
                "author": _publisher(publication),
                "reviewRating": None if is_void else _rating(check.grade, check.explanation),
                "itemReviewed": _claim(check),
                "correction": _correction(check, publication),
                "citation": [] if is_void else [_work(one) for one in check.citations],
            }
        ),
    }


def entry_of(check: Check, publication: Publication) -> Record:
    """The check as an element of a schema.org DataFeed; a withdrawn one says since when."""
    review = review_of(check, publication)
    del review["@context"]
    since = check.withdrawn_on or check.changed_on
    ended = {"dateDeleted": since.isoformat()} if check.state is PublicState.VOID else {}
    return {
        "@type": "DataFeedItem",
        "dateCreated": check.published_on.isoformat(),
        "dateModified": check.changed_on.isoformat(),
        **ended,
        "item": review,
    }


def _publisher(publication: Publication) -> Record:
    return {
        "@type": "Organization",
        "name": publication.name,
        **_filled({"url": publication.url, "correctionsPolicy": publication.corrections_url}),
    }


def _rating(grade: Grade, explanation: str | None) -> Record:
    return {
        "@type": "Rating",
        "alternateName": grade.label,
        **_filled(
            {
                "ratingValue": grade.value,
                "bestRating": grade.best,
                "worstRating": grade.worst,
                "ratingExplanation": explanation,
            }
        ),
    }


def _claim(check: Check) -> Record:
    return {
        "@type": "Claim",
        **_filled(
            {
                "author": _claimant(check.claimant) if check.claimant else None,
                "datePublished": check.made_on.isoformat() if check.made_on else None,
                "appearance": _work(check.appearance) if check.appearance else None,
            }
        ),
    }


def _claimant(claimant: Claimant) -> Record:
    same_as = list(claimant.same_as)
    return {
        "@type": "Organization" if claimant.is_organisation else "Person",
        "name": claimant.name,
        **_filled(
            {
                "jobTitle": None if claimant.is_organisation else claimant.role,
                "sameAs": same_as[0] if len(same_as) == 1 else same_as,
            }
        ),
    }


def _work(work: Work) -> Record:
    return {
        "@type": "CreativeWork",
        "url": work.url,
        **_filled(
            {
                "headline": work.title,
                "datePublished": work.published_on.isoformat() if work.published_on else None,
                "publisher": {"@type": "Organization", "name": work.publisher}
                if work.publisher
                else None,
                "archivedAt": work.archive_url,
            }
        ),
    }


def _status(check: Check) -> str | None:
    if check.state is PublicState.VOID:
        return WITHDRAWN
    return UNDER_REVIEW if check.is_doubted else None


def _correction(check: Check, publication: Publication) -> Record | None:
    if not check.correction:
        return None
    goes_on = check.goes_on_as and publication.address_of(check.goes_on_as)
    return {
        "@type": "CorrectionComment",
        "text": check.correction,
        "datePublished": check.changed_on.isoformat(),
        **({"url": goes_on} if goes_on else {}),
    }


def _filled(record: Record) -> Record:
    return {key: value for key, value in record.items() if value not in (None, "", [])}
