"""What the newest report of agreement says, as a dashboard shows it. Nothing is reckoned here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from annotator.agreement.figures import Measure
from annotator.agreement.jobs import Reckoned
from annotator.dashboards.figures import Agreement, Measured, Pair, Rows

#: The measure that a dashboard shows: marks of two people that have a counterpart.
SHOWN = Measure.SPAN_OVERLAP
#: Two people below this, on so many marks at least, are worth a look.
LOW, ENOUGH = 0.6, 10
_DIFFERENCES = "agreement.differences"


def agreement_of(found: Reckoned) -> Agreement | None:
    """None where there is no report, or nobody read what another read."""
    report = found.document
    if report is None or not report["articles"]:
        return None
    pairs = [pair for line in report["by_pair"] if (pair := _pair(line)) is not None]
    return Agreement(
        found.at,
        _measured("", report["figures"], report["articles"]),
        [
            one
            for line in report["by_week"]
            if (one := _measured(line["key"], line["figures"], line["articles"])) is not None
        ],
        sorted({key for one in pairs for key in (one.first, one.second)}, key=_number),
        pairs,
    )


def _pair(line: Mapping[str, Any]) -> Pair | None:
    figure = _of_shown(line["figures"])
    if figure is None or figure["value"] is None:
        return None
    first, _, second = line["key"].partition("-")
    rows = Rows(_DIFFERENCES, {"first": first, "second": second})
    return Pair(first, second, figure["value"], figure["n"], rows)


def _measured(key: str, figures: Any, articles: int) -> Measured | None:
    figure = _of_shown(figures)
    if figure is None:
        return None
    rows = Rows(_DIFFERENCES, {"week": key} if key else {})
    value, low, high = figure["value"], figure["low"], figure["high"]
    return Measured(key, value, low, high, figure["n"], articles, rows)


def _of_shown(figures: Any) -> Mapping[str, Any] | None:
    return next((one for one in figures if one["measure"] == SHOWN.value), None)


def _number(key: str) -> int:
    return int(key[1:]) if key[1:].isdigit() else 0
