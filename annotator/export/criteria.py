"""Every rule by which an export keeps an article or a mark, in the order in which it is asked.

The statements that read the file, and those that count what would be in it and what would not,
are both made of these.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, or_, select

from annotator.annotations.models import Annotation, Claim
from annotator.articles.models import Article
from annotator.export.options import Layers, Options
from annotator.export.selection import (
    Reason,
    in_layer,
    in_newest_text,
    read_to_the_end,
    submitted_or_gold,
)

Rule = tuple[Reason, ColumnElement[bool]]


def rules_of_marks(options: Options) -> list[Rule]:
    """What must hold of an `Annotation`, with its `Claim` joined, that is there."""
    rules: list[Rule] = [(Reason.EARLIER_TEXT, in_newest_text())]
    if options.layer is not Layers.ALL:
        rules.append((Reason.LAYER, in_layer(options.layer)))
    if options.submitted_only:
        rules.append((Reason.NOT_SUBMITTED, submitted_or_gold()))
    return [*rules, *options.selection.of_marks()]


def rules_of_articles(options: Options) -> list[Rule]:
    """What must hold of an `Article` that is part of the project's data.

    Where only some marks are asked for, an article without any of them stays if it was read to
    the end: that nothing is marked there says something.
    """
    rules = list(options.selection.of_articles())
    if options.selection.asks_for_marks:
        conditions = [condition for _reason, condition in rules_of_marks(options)]
        marks = (
            select(Annotation.id)
            .outerjoin(Claim, Claim.annotation_id == Annotation.id)
            .where(
                Annotation.article_id == Article.id, Annotation.removed_at.is_(None), *conditions
            )
        )
        rules.append((Reason.NO_MARKS, or_(read_to_the_end(), marks.correlate(Article).exists())))
    return rules
