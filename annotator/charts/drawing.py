"""Drawing charts.

pygal reckons where everything stands. Of its drawing only the places of bars, lines, guides and
labels are taken over, element by element: its styles, script, tooltips and comments stay behind,
so that the content security policy needs no exception and hostile names are text and nothing else.

The drawing is one image with a title and a description. What is to be pressed lies beside the
image, not in it, and cannot be reached by keyboard: the table with the same figures has the same
links. The axis of time runs from left to right in every language, as numbers do.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml.etree import Element, SubElement, tostring
from markupsafe import Markup

from annotator.charts.figures import Chart
from annotator.charts.kinds import Line, StackedBar, Style
from annotator.charts.patterns import fill_of, patterns
from annotator.charts.scale import highest, shares, steps

WIDTH, HEIGHT = 640, 250
_MARGINS = {"margin_top": 12, "margin_right": 8, "margin_bottom": 10, "margin_left": 8}
#: For the widths that pygal leaves for labels; the style sheet gives their true size.
_LETTERS = 18
_DOT = "5"


def bars(chart: Chart) -> Markup:
    """Columns of bars that stand upon one another; no bar where there is nothing.

    Of no columns or no series there is no drawing.
    """
    if not chart.columns or not chart.series:
        return Markup("")
    made = _laid_out(StackedBar, chart, _summed(chart))
    root, image = _begun(chart, made)
    for place, one in enumerate(chart.series):
        for rect in _of(made, f"serie-{place}", "rect"):
            if float(rect.get("height")) > 0:
                drawn = {key: _short(rect.get(key)) for key in ("x", "y", "width", "height")}
                SubElement(image, "rect", drawn | fill_of(chart.key, place, one.tone))
    return _ended(chart, root, made)


def lines(chart: Chart) -> Markup:
    """Lines with a dot for each value, and what its range reaches; a gap where there is none.

    Of no columns or no series there is no drawing.
    """
    if not chart.columns or not chart.series:
        return Markup("")
    top = chart.top or max((value or 0 for one in chart.series for value in one.values), default=0)
    made = _laid_out(Line, chart, shares(top) if chart.top else steps(top))
    root, image = _begun(chart, made)
    for place, one in enumerate(chart.series):
        tone = f"chart__line chart__line--{place % 3} chart__stroke--{one.tone}"
        for path in _of(made, f"serie-{place}", "path"):
            kind = f"chart__range chart__stroke--{one.tone}" if _is_range(path) else tone
            SubElement(image, "path", {"d": path.get("d"), "class": kind})
        for dot in _of(made, f"serie-{place}", "circle"):
            at = {"cx": _short(dot.get("cx")), "cy": _short(dot.get("cy")), "r": _DOT}
            SubElement(image, "circle", at | {"class": f"chart__dot chart__tone--{one.tone}"})
    return _ended(chart, root, made)


def _summed(chart: Chart) -> list[float]:
    values = [[one.values[place] for one in chart.series] for place in range(len(chart.columns))]
    return shares(chart.top) if chart.top else steps(highest(values))


def _laid_out(kind: Any, chart: Chart, axis: list[float]) -> Any:
    """The tree that pygal makes, with the words of the axes in it."""
    style = Style(label_font_size=_LETTERS, major_label_font_size=_LETTERS)
    made = kind(
        width=WIDTH, height=HEIGHT, style=style, show_legend=False, js=[], css=[],
        truncate_label=-1, range=(axis[0], axis[-1]), allow_interruptions=True, **_MARGINS,
    )  # fmt: skip
    made.x_labels = [_plain(one.short) for one in chart.columns]
    made.y_labels = [{"value": value, "label": _plain(chart.number(value))} for value in axis]
    for one in chart.series:
        ranges = [*one.ranges, *[None] * (len(one.values) - len(one.ranges))]
        points = zip(one.values, ranges, strict=True)
        made.add("", [_point(value, reach) for value, reach in points], formatter=str)
    return made.render_tree()


def _point(value: float | None, reach: tuple[float, float] | None) -> Any:
    if value is None:
        return None
    ci = {} if reach is None else {"ci": {"low": reach[0], "high": reach[1]}}
    return {"value": value, **ci}


def _begun(chart: Chart, made: Any) -> tuple[Any, Any]:
    """The drawing, and its image with the axes in it."""
    root = Element("svg", {"class": "chart__picture", "viewBox": f"0 0 {WIDTH} {HEIGHT}"})
    patterns(root, chart)
    names = f"{chart.key}-title", f"{chart.key}-said"
    told = {"role": "img", "aria-labelledby": names[0], "aria-describedby": names[1]}
    image = SubElement(root, "g", {**told, "transform": _moved(made)})
    for tag, name, words in zip(("title", "desc"), names, (chart.title, chart.said), strict=True):
        SubElement(image, tag, {"id": name}).text = _plain(words)
    for axis in ("y", "x"):
        for node in _of(made, f"axis {axis}", "*"):
            if axis == "y" and _tag(node) == "path":
                SubElement(image, "path", {"d": node.get("d"), "class": "chart__guide"})
            elif _tag(node) == "text" and node.text:
                at = {
                    "x": _short(node.get("x")),
                    "y": _short(node.get("y")),
                    "class": f"chart__label--{axis}",
                }
                SubElement(image, "text", at).text = _plain(node.text)
    return root, image


def _ended(chart: Chart, root: Any, made: Any) -> Markup:
    """With what is pressed: the whole height over each column that leads anywhere."""
    plot = next(_of(made, "plot", "rect"))
    # pygal writes a label for each column, empty where none is shown: they stand in the middle.
    middles = [float(one.get("x")) for one in _of(made, "axis x", "text")]
    many = len(middles) > 1
    each = middles[1] - middles[0] if many else float(plot.get("width"))
    over = SubElement(root, "g", {"transform": _moved(made), "aria-hidden": "true"})
    for place, (column, middle) in enumerate(zip(chart.columns, middles, strict=True)):
        words = _plain(chart.words_at(place))
        if not words:
            continue
        link = {"href": column.href, "tabindex": "-1"} if column.href else {}
        held = SubElement(over, "a" if column.href else "g", {**link, "class": "chart__column"})
        SubElement(held, "title").text = words
        at = {"x": f"{middle - each / 2:.1f}", "y": "0", "width": f"{each:.1f}"}
        SubElement(held, "rect", at | {"height": _short(plot.get("height"))})
    # Everything in it went through a tree: names are text there, whatever they hold.
    return Markup(tostring(root, encoding="unicode"))  # noqa: S704


def _of(made: Any, kind: str, tag: str) -> Iterator[Any]:
    """Elements of a tag within the groups of exactly these classes, or with them among others."""
    wanted = set(kind.split())
    for group in made.iter("{*}g"):
        if wanted <= set((group.get("class") or "").split()):
            found = group.iter("{*}*" if tag == "*" else f"{{*}}{tag}")
            yield from (node for node in found if isinstance(node.tag, str))


def _moved(made: Any) -> str:
    plots = (one for one in made.iter("{*}g") if (one.get("class") or "") == "plot")
    return str(next(plots).get("transform"))


def _is_range(path: Any) -> bool:
    return (path.getparent().get("class") or "") == "ci"


def _tag(node: Any) -> str:
    return str(node.tag).rpartition("}")[2]


def _short(number: str) -> str:
    return f"{float(number):.1f}"


def _plain(words: str) -> str:
    """Without what XML cannot hold."""
    return "".join(one if one.isprintable() else " " for one in words)
