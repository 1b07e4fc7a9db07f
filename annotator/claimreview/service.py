"""Saying who publishes a project's checks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields

from annotator.accounts.names import checked_name
from annotator.audit.models import Action, Actor
from annotator.audit.service import lock_chain, record_change, snapshot
from annotator.claimreview.drafts import PublisherDraft
from annotator.claimreview.models import Publisher
from annotator.claimreview.queries import publisher_of
from annotator.clock import iso, now
from annotator.db import db
from annotator.errors import Invalid, Stale, Words
from annotator.projects.models import Project
from annotator.sources.urls import normalise_url

STALE = Words(
    "Somebody said otherwise meanwhile; look at what is said now, and save again if yours is "
    "still wanted."
)


def set_publisher(
    project: Project, draft: PublisherDraft, *, actor: Actor, seen: str | None = None
) -> Publisher:
    """Say it, or say it anew; what is the same as before leaves no event.

    `seen` is what `stamp_of` gave when the change was begun; None is of whatever there is now.
    Raises `Invalid` for a name or an address that cannot stand in a review, or where checks would
    lose their address, and `Stale`.
    """
    values = _checked(draft)
    lock_chain(project.id)
    found = publisher_of(project.id)
    if seen not in (None, stamp_of(found)):
        raise Stale(STALE, found)
    if found is None:
        found = Publisher(project_id=project.id, **values, updated_at=now())
        db.session.add(found)
        record_change(Action.PUBLISHER_SET, found, before=None, actor=actor)
        return found
    _refuse_homeless(found, values["checks_url"])
    before = snapshot(found)
    for key, value in values.items():
        setattr(found, key, value)
    if snapshot(found) != before:
        found.updated_at = now()
        record_change(Action.PUBLISHER_SET, found, before=before, actor=actor)
    return found


def amend_publisher(
    project: Project, said: Mapping[str, str | bool | None], *, actor: Actor
) -> Publisher:
    """Say some of it anew, by the names of a draft's fields; what is not named stays as it is.

    What stays is read once nobody else can change it. Raises as `set_publisher` does.
    """
    lock_chain(project.id)
    known = publisher_of(project.id)
    names = [field.name for field in fields(PublisherDraft)]
    before = {name: getattr(known, name) for name in names} if known else {"name": ""}
    return set_publisher(project, PublisherDraft(**{**before, **said}), actor=actor)


def _refuse_homeless(known: Publisher, checks_url: object) -> None:
    """Refuse to leave checks without an address: those that readers know would vanish.

    Whether they know any plays no part: in a blind project the answer would tell.
    """
    if known.checks_url is not None and checks_url is None:
        raise Invalid(
            "Readers find checks at this address: say at which they find them from now on.",
            "checks_url",
        )


def stamp_of(publisher: Publisher | None) -> str:
    """What is another one after each change; empty where nobody has said yet."""
    return iso(publisher.updated_at) if publisher else ""


def _checked(draft: PublisherDraft) -> dict[str, object]:
    return {
        "name": checked_name(draft.name),
        "url": _address(draft.url, "url"),
        "checks_url": _beginning(_address(draft.checks_url, "checks_url")),
        "corrections_url": _address(draft.corrections_url, "corrections_url"),
        "is_open": draft.is_open,
    }


def _address(given: str | None, field: str) -> str | None:
    if given is None or not given.strip():
        return None
    try:
        return normalise_url(given)
    except Invalid as refusal:
        refusal.field = field
        raise


def _beginning(address: str | None) -> str | None:
    """What an identifier can be put behind; raises `Invalid` for one place on one page."""
    if address is None:
        return None
    if "#" in address:
        raise Invalid(
            "Each check has a page of its own: give an address without a “#”.", "checks_url"
        )
    return address if address.endswith(("/", "=")) else f"{address}/"
