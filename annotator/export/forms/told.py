"""How a page tells what goes in and what is left out."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from annotator.annotations.models import Label
from annotator.export.tally import Tally, remarks_of
from annotator.web.errors import sentence_of


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence with the counts of what goes in, and one for each reason that leaves out."""

    goes_in: str
    left_out: tuple[str, ...]


def told(tally: Tally) -> Told:
    """The tally in the reader's language."""
    marks = tally.marks
    counts = (
        ngettext("%(num)d article", "%(num)d articles", tally.articles),
        ngettext("%(num)d claim", "%(num)d claims", marks[Label.CLAIM]),
        ngettext("%(num)d quote", "%(num)d quotes", marks[Label.QUOTE]),
        ngettext("%(num)d context", "%(num)d context", marks[Label.CONTEXT]),
    )
    return Told(_(", ").join(counts), tuple(map(sentence_of, remarks_of(tally))))
