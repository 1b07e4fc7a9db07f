"""The rules of links: which marks they may join, and that none is made twice or lost.

A link that no longer fits, because one of its marks was relabelled or removed, sleeps: it is
neither shown nor exported, and is back when the marks are. Relabelling is a slip of one key, and
what hangs on a mark must survive it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from annotator.accounts.person import Person
from annotator.annotations.drafts import KEEP, Keep
from annotator.annotations.models import Annotation, Label
from annotator.audit.models import Action
from annotator.audit.service import Change, change_of, snapshot
from annotator.clock import now
from annotator.errors import Invalid
from annotator.links.models import Link, LinkKind
from annotator.links.queries import end_of, links_on

MAX_LINKS = 50

_CLAIMS = frozenset({(Label.CLAIM, Label.CLAIM)})

#: What may stand at the beginning and at the end of each kind of link.
FITTING: dict[LinkKind, frozenset[tuple[Label, Label]]] = {
    LinkKind.EXPLAINS: frozenset({(Label.CONTEXT, Label.CLAIM), (Label.CONTEXT, Label.QUOTE)}),
    # A quote in a quote: somebody is reported to have reported.
    LinkKind.MADE_IN: frozenset({(Label.CLAIM, Label.QUOTE), (Label.QUOTE, Label.QUOTE)}),
    LinkKind.REPEATS: _CLAIMS,
    LinkKind.CONTRADICTS: _CLAIMS,
    LinkKind.PART_OF: _CLAIMS,
}

#: A mark has one of these at most: it was split off one claim.
SINGLE = frozenset({LinkKind.PART_OF})
#: These lead from the inner to the outer, and never back to where they began.
NESTING = frozenset({LinkKind.PART_OF, LinkKind.MADE_IN})


@dataclass(frozen=True, slots=True)
class LinkDraft:
    """A link as it should be; a new one needs its other end and its kind."""

    id: str
    to: str | Keep = KEEP
    kind: LinkKind | Keep = KEEP
    removed: bool | Keep = KEEP


def fits(kind: LinkKind, first: Label, second: Label) -> bool:
    """Whether a link of this kind may go from the one label to the other."""
    return (first, second) in FITTING[kind]


def save_links(
    annotation: Annotation, links: list[Link], drafts: Sequence[LinkDraft], *, author: Person
) -> list[Change]:
    """Add, remove or bring back links that start at the mark; gives the changes for the trail.

    `links` are all the mark has, removed ones too; new ones are appended to it, for the caller
    to insert. Raises `Invalid`.
    """
    by_id = {link.id: link for link in links}
    changes = []
    for index, draft in enumerate(drafts):
        existing = by_id.get(draft.id)
        try:
            if existing is None:
                change = _added(annotation, draft, links, author)
            else:
                change = _revised(annotation, draft, existing, links)
        except Invalid as error:
            field = f"links-{index}-{error.field}"
            raise Invalid(error.sentence, field, **error.values) from None
        changes += [] if change is None else [change]
    return changes


def _added(
    annotation: Annotation, draft: LinkDraft, links: list[Link], author: Person
) -> Change | None:
    if isinstance(draft.to, Keep) or isinstance(draft.kind, Keep):
        raise Invalid("A link needs its kind and the mark that it leads to.", "to")
    if draft.removed is True:
        # Made and taken back before it was ever sent.
        return None
    _check(annotation, draft.to, draft.kind, links)
    added = Link(
        id=draft.id,
        project_id=annotation.project_id,
        article_id=annotation.article_id,
        from_id=annotation.id,
        to_id=draft.to,
        kind=draft.kind,
        author_id=author.id,
        created_at=now(),
        removed_at=None,
    )
    links.append(added)
    return _change(Action.LINK_ADDED, added, None)


def _revised(
    annotation: Annotation, draft: LinkDraft, existing: Link, links: list[Link]
) -> Change | None:
    if draft.to not in (KEEP, existing.to_id) or draft.kind not in (KEEP, existing.kind):
        raise Invalid("A link is not changed: remove it, and make another.", "kind")
    is_removed = existing.removed_at is not None
    if isinstance(draft.removed, Keep) or draft.removed == is_removed:
        return None
    before = snapshot(existing)
    if draft.removed:
        existing.removed_at = now()
        return _change(Action.LINK_REMOVED, existing, before)
    _check(annotation, existing.to_id, existing.kind, links)
    existing.removed_at = None
    return _change(Action.LINK_RESTORED, existing, before)


def _check(annotation: Annotation, to_id: str, kind: LinkKind, links: Sequence[Link]) -> None:
    if to_id == annotation.id:
        raise Invalid("A mark is not linked to itself.", "to")
    in_force = [link for link in links if link.removed_at is None]
    if any(link.to_id == to_id and link.kind is kind for link in in_force):
        raise Invalid("These two marks are linked in this way already.", "to")
    if kind in SINGLE and any(link.kind is kind for link in in_force):
        raise Invalid("This claim is part of another one already.", "to")
    if kind in NESTING and leads_to(to_id, annotation.id, _outwards(annotation, kind)):
        raise Invalid("The mark at the other end is inside this one already.", "to")
    if len(in_force) >= MAX_LINKS:
        raise Invalid("At most %(most)s links start at one mark.", "to", most=MAX_LINKS)
    end = end_of(annotation, to_id)
    if end is None:
        raise Invalid("The mark at the other end of the link is not there.", "to")
    if not fits(kind, annotation.label, end):
        raise Invalid("Marks of these two kinds are not linked in this way.", "kind")


def leads_to(start: str, end: str, outwards: Mapping[str, Collection[str]]) -> bool:
    """Whether one comes from the one mark to the other by the links that lead outwards."""
    waiting, seen = [start], {start}
    while waiting:
        here = waiting.pop()
        if here == end:
            return True
        fresh = set(outwards.get(here, ())) - seen
        seen |= fresh
        waiting += fresh
    return False


def _outwards(annotation: Annotation, kind: LinkKind) -> dict[str, list[str]]:
    # Those that sleep as well: when their marks are back, they must not make a ring.
    found: dict[str, list[str]] = {}
    for first, links in links_on(annotation.article_id, annotation.author_id).items():
        found[first] = [link.to_id for link in links if link.kind is kind]
    return found


def _change(action: Action, link: Link, before: dict[str, object] | None) -> Change:
    return change_of(action, link, before=before, article_id=link.article_id)
