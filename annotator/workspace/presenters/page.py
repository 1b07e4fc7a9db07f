"""What the page has beside its marks: the layer, the scale, the article."""

from __future__ import annotations

from functools import lru_cache

from annotator.articles.queries import RevisionText
from annotator.assignments.models import State
from annotator.clock import iso
from annotator.projects.definition import Definition
from annotator.projects.scheme import Scheme
from annotator.text.counting import count_words
from annotator.text.layout import gaps
from annotator.workspace.presenters.shape import Shape
from annotator.workspace.progress import Progress
from annotator.workspace.queries import Desk, Work


def layer_json(
    reviewer_id: int, name: str, work: Work | None, *, mine: bool, may_mark: bool
) -> Shape:
    """Whose marks these are, and whether they may be changed here."""
    open_to_marks = work is None or work.is_editable or work.state is State.RELEASED
    return {
        "reviewer": {"id": reviewer_id, "name": name},
        "mine": mine,
        "editable": mine and may_mark and open_to_marks,
        "state": work.state.value if work else None,
        "return_reason": work.return_reason if work else None,
        "submitted_at": iso(work.submitted_at) if work and work.submitted_at else None,
        "guidelines": work.guidelines if work else None,
    }


def progress_json(progress: Progress) -> Shape:
    """How far the checking is."""
    return {"claims": progress.claims, "checked": progress.checked}


def scheme_json(scheme: Scheme) -> Shape:
    """The rating scale, with the keys that choose from it."""
    ratings = scheme.ratings.values()
    return {
        "version": scheme.number,
        "ratings": [
            {
                "id": rating.id,
                "label": rating.label,
                "decisive": rating.decisive,
                "key": key if key <= 9 else None,
                "icon": rating.icon,
                "tone": rating.tone,
                "averitec": rating.averitec,
            }
            for key, rating in enumerate(ratings, start=1)
        ],
        **_evidence_json(scheme),
        **_claims_json(scheme.definition),
    }


def _claims_json(definition: Definition) -> Shape:
    """From how many characters a short form is long, and what types and roles are called."""
    known = {**definition.known("claim_types"), **definition.known("context_roles")}
    return {
        "short_form": definition.thresholds.short_form,
        "labels": {key: one.label for key, one in known.items()},
    }


def _evidence_json(scheme: Scheme) -> Shape:
    """How the card shows the fields of a source, and what its codes are called."""
    definition = scheme.definition
    return {
        "evidence": {name: use.value for name, use in definition.evidence_fields.items()},
        "media": {key: one.label for key, one in definition.known("media").items()},
        "flags": {key: one.label for key, one in definition.known("flags").items()},
    }


def article_facts(desk: Desk) -> Shape:
    """What stands above the article's text."""
    article = desk.article
    return {
        "id": article.id,
        "title": article.title,
        "language": article.language,
        "byline": article.byline,
        "publisher": article.publisher,
        "published_on": article.published_on,
        "url": article.url,
        "words": _words_of(desk.revision.text),
    }


@lru_cache(maxsize=16)
def _words_of(text: str) -> int:
    """Of a text that never changes: to count a long one takes longer than to find all its marks."""
    return count_words(text)


def inline_json(revision: RevisionText) -> list[dict[str, object]]:
    """The formatting inside the blocks, so that a script paints a block as the server did."""
    return revision.layout.followable().to_json()["inline"]


def gaps_json(revision: RevisionText) -> list[str]:
    """The text between the blocks, so that a script can put the whole text together."""
    return gaps(revision.text, revision.layout)
