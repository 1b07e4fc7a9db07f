"""The forms of releases."""

from __future__ import annotations

import re
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from annotator.errors import Invalid
from annotator.export.options import Layers, Unit
from annotator.releases.asking import LICENSES, LONGEST_ABOUT, USUAL_SPLITS
from annotator.releases.service import MAX_REASON
from annotator.splits.plan import LONGEST_SEED, JoinBy, Stratify
from annotator.web.forms import AppForm
from annotator.web.looking_back import KnownOnField
from annotator.web.selecting import ChoosingForm

_LINE = re.compile(r"(\S+)\s*[\s=:]\s*(\S+?)%?(?:\s+from\s+(\S+))?", re.IGNORECASE)
_USUAL = "\n".join(f"{name} {share}" for name, share in USUAL_SPLITS.items())

UNITS = (
    SelectChoice(Unit.ARTICLE.value, _l("Articles, whole, with every mark")),
    SelectChoice(Unit.SPAN.value, _l("Spans, for models that find passages")),
    SelectChoice(Unit.CLAIM.value, _l("Claims with verdict and evidence, for models that check")),
)
LAYERS = (
    SelectChoice(Layers.ALL.value, _l("All submitted marks, and gold")),
    SelectChoice(Layers.REVIEWER.value, _l("Reviewers' marks, each under its author")),
    SelectChoice(Layers.GOLD.value, _l("Gold: adjudicated marks only")),
)
JOINED = (
    SelectChoice(JoinBy.SPEAKER.value, _l("Articles with the same speaker stay together")),
    SelectChoice(JoinBy.PUBLISHER.value, _l("Articles of one publisher stay together")),
)
STRATA = (
    SelectChoice("", _l("Articles alone")),
    SelectChoice(Stratify.LABEL.value, _l("Every label")),
    SelectChoice(Stratify.RATING.value, _l("Every verdict")),
)
LICENSE_WORDS = {one: one for one in LICENSES} | {
    "unknown": _l("not said"),
    "other": _l("another one"),
}
LAYER_WORDS = {choice.value: choice.label for choice in LAYERS}


class ReleaseForm(ChoosingForm):
    """What a new release is to hold."""

    name = StringField(
        _l("Name"),
        validators=[InputRequired(_l("Please fill this in."))],
        description=_l(
            "Small letters, digits and hyphens. A name that was used before gets its next version, "
            "in which every article stays in its split."
        ),
    )
    about = TextAreaField(
        _l("What it is for"),
        validators=[Length(max=LONGEST_ABOUT)],
        description=_l("Stands in the data card."),
    )
    license = SelectField(
        _l("Licence"),
        choices=[SelectChoice(*one) for one in LICENSE_WORDS.items()],
        default=LICENSES[0],
    )
    units = SelectMultipleField(
        _l("Rows"),
        choices=list(UNITS),
        default=[unit.value for unit in Unit],
        validators=[InputRequired(_l("Choose at least one."))],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    layer = RadioField(_l("Layer"), choices=list(LAYERS), default=Layers.ALL.value)
    splits = TextAreaField(
        _l("Splits"),
        default=_USUAL,
        description=_l(
            "One a line: its name and its share, such as “train 80”. With “from 2026-01-31” behind "
            "it, a split gets what was published since that day."
        ),
    )
    stratify = SelectField(_l("Each split has its share of"), choices=list(STRATA), default="")
    join = SelectMultipleField(
        _l("Kept together"),
        choices=list(JOINED),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        description=_l("Copies, near-copies, linked stories and the same claims always are."),
    )
    seed = StringField(
        _l("Seed"),
        validators=[Length(max=LONGEST_SEED)],
        description=_l("Another one gives other splits of the same shares."),
    )
    later_evidence = BooleanField(
        _l("Without evidence that is later than its claim"),
        description=_l("For spans and claims only: whole articles come with all of it."),
    )
    known_on = KnownOnField(
        _l("As known on"),
        description=_l("Everything as it had been recorded by the end of that day (UTC)."),
    )
    names = BooleanField(
        _l("With names"), description=_l("Otherwise persons are r1, r2, … in every release.")
    )

    def words(self) -> dict[str, Any]:
        """What `asked_of` reads; raises `Invalid` for a line that is no split."""
        shares, cut = _lines(self.splits.data or "")
        alike = ("name", "about", "license", "units", "layer", "stratify", "join", "seed")
        return {
            **{name: self[name].data for name in alike},
            **self.said(of_claims=True, of_marks=True),
            "known_on": self.known_on.data,
            "names": self.names.data,
            "later_evidence": "left out" if self.later_evidence.data else "kept",
            "splits": shares,
            "cut": cut,
        }


class WithdrawalForm(AppForm):
    """Why a release is withdrawn."""

    why = TextAreaField(
        _l("Why"),
        validators=[InputRequired(_l("Please fill this in.")), Length(max=MAX_REASON)],
        description=_l("Whoever asks for the release from now on reads it."),
    )


def _lines(said: str) -> tuple[dict[str, str], dict[str, str]]:
    """Shares by split, and first days by split."""
    shares: dict[str, str] = {}
    cut: dict[str, str] = {}
    for line in filter(None, map(str.strip, said.splitlines())):
        found = _LINE.fullmatch(line)
        if found is None or found[1] in shares:
            raise Invalid(
                "“%(line)s” is no split, or its name stands there twice: write a name and a share, "
                "such as “train 80”.",
                "splits",
                line=line[:60],
            )
        shares[found[1]] = found[2]
        if found[3]:
            cut[found[1]] = found[3]
    return shares, cut
