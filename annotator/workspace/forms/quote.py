"""What a quote has beside its words."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from annotator.annotations.models import QuoteKind
from annotator.web.forms import PartForm
from annotator.workspace.forms.fields import SentChoice


class QuoteForm(PartForm):
    """What a quote has beside its words."""

    kind = SentChoice(
        _l("How it is quoted"),
        choices=[
            SelectChoice("", _l("not said")),
            SelectChoice(QuoteKind.DIRECT.value, _l("direct")),
            SelectChoice(QuoteKind.INDIRECT.value, _l("indirect")),
            SelectChoice(QuoteKind.MIXED.value, _l("mixed")),
        ],
    )
