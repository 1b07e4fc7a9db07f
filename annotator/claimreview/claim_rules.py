"""The rules for the claim that is reviewed: who made it, when and where."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from annotator.claimreview.faults import Fault, Rule, refused, remarked
from annotator.claimreview.values import (
    PARTIES,
    host_of,
    is_address,
    is_day,
    is_text,
    items_of,
    kind_of,
)
from annotator.errors import Invalid, Remark


def claim_faults(record: Mapping[str, Any]) -> Iterator[Fault]:
    """What is wrong or missing in `itemReviewed`."""
    claim = record.get("itemReviewed")
    if claim is None:
        yield remarked(
            Rule.NO_CLAIM,
            Remark("Where the claim comes from is not said.", "itemReviewed"),
        )
        return
    if not isinstance(claim, Mapping) or kind_of(claim) not in {"Claim", "CreativeWork"}:
        yield refused(Rule.CLAIM, Invalid("What is reviewed is a claim.", "itemReviewed"))
        return
    yield from _of_claimants(claim)
    yield from _of_day(claim)
    yield from _of_appearances(claim, record.get("url"))


def _of_claimants(claim: Mapping[str, Any]) -> Iterator[Fault]:
    where = "itemReviewed.author"
    parties = items_of(claim["author"]) if "author" in claim else None
    if parties is None:
        yield remarked(
            Rule.NO_CLAIMANT, Remark("Who made the claim is not said.", where)
        )  # fmt: skip
        return
    named = [
        one
        for one in parties
        if isinstance(one, Mapping) and kind_of(one) in PARTIES and is_text(one.get("name"))
    ]
    if not parties or len(named) < len(parties):
        error = Invalid("Who made a claim has a name; where nobody did, it is left out.", where)
        yield refused(Rule.CLAIMANT, error)
    for party in named:
        yield from _of_identity(party)


def _of_identity(party: Mapping[str, Any]) -> Iterator[Fault]:
    known = items_of(party.get("sameAs"))
    where = "itemReviewed.author.sameAs"
    if not all(is_address(one) for one in known):
        error = Invalid("What says who made the claim is an address on the web.", where)
        yield refused(Rule.SAME_AS, error)
    elif not known:
        yield remarked(
            Rule.NO_SAME_AS,
            Remark(
                "Which “%(name)s” made the claim is not said: give the speaker a home page or a"
                " Wikidata entry.",
                where,
                name=str(party["name"])[:100],
            ),
        )


def _of_appearances(claim: Mapping[str, Any], check_url: object) -> Iterator[Fault]:
    given = [*items_of(claim.get("appearance")), *items_of(claim.get("firstAppearance"))]
    where = "itemReviewed.appearance"
    if not given:
        yield remarked(Rule.NO_APPEARANCE, Remark("Where the claim was made is not said.", where))
    for one in given:
        url = one.get("url") if isinstance(one, Mapping) else one
        if not is_address(url):
            error = Invalid("Where the claim was made is an address on the web.", where)
            yield refused(Rule.APPEARANCE, error)
        elif is_address(check_url) and host_of(url) == host_of(str(check_url)):
            own = Remark(
                "The claim was made on the site that checks it, %(site)s.", where, site=host_of(url)
            )
            yield remarked(Rule.OWN_SITE, own)


def _of_day(claim: Mapping[str, Any]) -> Iterator[Fault]:
    given, where = claim.get("datePublished"), "itemReviewed.datePublished"
    if given is None:
        yield remarked(Rule.NO_CLAIM_DAY, Remark("When the claim was made is not said.", where))
    elif not is_day(given):
        yield refused(Rule.DAY, Invalid("A day is written as 2026-11-22.", where))
