"""What came of an import, in sentences for its reader."""

from __future__ import annotations

from collections.abc import Iterator

from flask_babel import gettext as _

from annotator.imports.reports import MOST_TOLD, Report
from annotator.web.counts import ngettext
from annotator.web.errors import sentence_of


def remarks_of(report: Report) -> list[str]:
    """What is worth knowing, and in the end how much more was there already than is told."""
    told = [sentence_of(remark) for remark in report.remarks]
    more = report.known - MOST_TOLD
    if more <= 0:
        return told
    rest = ngettext(
        "… and %(num)d more that was there already.",
        "… and %(num)d more that were there already.",
        more,
    )
    return [*told, str(rest)]


def said_of(report: Report, *, waits: bool = False) -> str:
    """What came of a file, in a sentence or two."""
    count = report.articles
    if waits:
        came = ngettext(
            "%(num)d of %(all)d articles is there already, or nearly: say what becomes of it, and"
            " they come in.",
            "%(num)d of %(all)d articles are there already, or nearly: say what becomes of them,"
            " and they come in.",
            report.asked,
            all=count,
        )
    else:
        came = ngettext("%(num)d article is in.", "%(num)d articles are in.", count)
    return " ".join([str(came), *besides(report)])


def besides(report: Report) -> Iterator[str]:
    """What else is to be said of it, a sentence each."""
    if report.refused:
        number = report.refused
        yield str(ngettext("%(num)d was refused.", "%(num)d were refused.", number))
    encodings = {file.encoding for file in report.files if file.encoding}
    if encodings - {"utf-8"}:
        yield str(_("Read as %(encoding)s.", encoding=", ".join(sorted(encodings))))
