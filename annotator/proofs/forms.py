"""The file of heads that is held against a chain."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage

from annotator.audit.heads import heads_in
from annotator.audit.verify import Head
from annotator.errors import Invalid
from annotator.web.forms import AppForm


class HeadsForm(AppForm):
    """Heads that were kept outside the database; without a file the chain alone is proved."""

    kept = FileField(
        _l("Heads that you kept"),
        description=_l(
            "A file with a line for each head, as downloaded here or printed by the command. "
            "At most 500 kB. Without it, only the chain itself is checked."
        ),
    )

    def heads(self, slug: str) -> Sequence[Head]:
        """Those of the project; raises `Invalid`, about the field, where there is none."""
        sent: FileStorage | None = self.kept.data
        if not sent:
            return []
        try:
            found = heads_in(sent.stream)
        except Invalid as refusal:
            refusal.field = "kept"
            raise
        if slug not in found:
            raise Invalid("No line of this file is of the project %(slug)s.", "kept", slug=slug)
        return found[slug]
