"""What tells kinds apart beside their colour: each second one is hatched, each third dotted."""

from __future__ import annotations

from typing import Any

from lxml.etree import Element, SubElement, tostring
from markupsafe import Markup

from annotator.charts.figures import Chart

_SIZE = "7"
#: Nothing, lines that rise, dots, lines that fall, lines that lie.
_DRAWN = (
    "",
    "M-1 8 8 -1M-1 1 1 -1M6 8 8 6",
    "M3 2v1.6",
    "M-1 -1 8 8M6 -1 8 1M-1 6 1 8",
    "M0 3.5h7",
)


def patterns(root: Any, chart: Chart) -> None:
    """Define in a drawing how each of its series is filled."""
    defs = SubElement(root, "defs")
    for place, one in enumerate(chart.series):
        drawn = _DRAWN[place % len(_DRAWN)]
        if not drawn:
            continue
        size = {"width": _SIZE, "height": _SIZE}
        values = {"id": _name(chart.key, place), "patternUnits": "userSpaceOnUse", **size}
        made = SubElement(defs, "pattern", values)
        SubElement(made, "rect", {**size, "class": f"chart__ground chart__tone--{one.tone}"})
        SubElement(made, "path", {"d": drawn, "class": "chart__hatch"})


def fill_of(key: str, place: int, tone: str) -> dict[str, str]:
    """The attributes of what is filled as that series is."""
    if _DRAWN[place % len(_DRAWN)]:
        return {"class": "chart__bar", "fill": f"url(#{_name(key, place)})"}
    return {"class": f"chart__bar chart__tone--{tone}"}


def swatch(chart: Chart, place: int) -> Markup:
    """A small sample of a series, for the list of what is what."""
    root = Element("svg", {"class": "chart__swatch", "viewBox": "0 0 14 14", "aria-hidden": "true"})
    size = {"x": "0", "y": "0", "width": "14", "height": "14"}
    SubElement(root, "rect", size | fill_of(chart.key, place, chart.series[place].tone))
    return Markup(tostring(root, encoding="unicode"))  # noqa: S704


def _name(key: str, place: int) -> str:
    return f"{key}-fill-{place}"
