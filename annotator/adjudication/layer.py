"""An article's gold layer as a whole: finished, and taken up again."""

from __future__ import annotations

from annotator.accounts.person import Person
from annotator.adjudication.models import GoldLayer
from annotator.articles.models import Article
from annotator.audit.models import Action
from annotator.audit.service import Change, change_of, snapshot
from annotator.clock import now
from annotator.db import db


def finished(layer: GoldLayer | None, article: Article, person: Person) -> Change:
    """Say that the layer is whole."""
    before = None if layer is None else snapshot(layer)
    if layer is None:
        layer = GoldLayer(article_id=article.id, project_id=article.project_id, version=0)
        db.session.add(layer)
    layer.finished_at, layer.finished_by = now(), person.id
    layer.version += 1
    db.session.flush()
    return change_of(Action.GOLD_FINISHED, layer, before=before, article_id=article.id)


def resume(layer: GoldLayer | None) -> list[Change]:
    """Say that a finished layer is not whole any more, as something of it is decided anew."""
    if layer is None or layer.finished_at is None:
        return []
    before = snapshot(layer)
    layer.finished_at = layer.finished_by = None
    layer.version += 1
    db.session.flush()
    return [change_of(Action.GOLD_REOPENED, layer, before=before, article_id=layer.article_id)]
