"""Several SVG shapes as one path: an icon is drawn many times on a page, and each shape counts."""

from __future__ import annotations

import re
from collections.abc import Callable
from xml.etree import ElementTree

_NUMBER = r"[-+]?(?:\d*\.\d+|\d+\.?)"
#: How a path begins: a first move that is written as a relative one is absolute there alone.
_START = re.compile(rf"^\s*([mM])\s*({_NUMBER})[\s,]*({_NUMBER})[\s,]*(?=(.?))")


class UnknownShapeError(Exception):
    """A shape, or a way to write one, that is not known here."""


def one_path(shapes: str) -> str:
    """The `d` of one path that draws all of some shapes (XML, without a namespace) in outline."""
    drawing = ElementTree.fromstring(f"<g>{shapes}</g>")  # noqa: S314 - of a package that was proved
    return "".join(_path(shape) for shape in drawing)


def _path(shape: ElementTree.Element) -> str:
    draw = _SHAPES.get(shape.tag)
    if draw is None or (shape.get("fill") and shape.tag != "circle"):
        raise UnknownShapeError(f"A drawing has a <{shape.tag}> that is not known yet.")
    return draw(dict(shape.items()))


def _anywhere(given: dict[str, str]) -> str:
    start = _START.match(given["d"])
    if start is None:
        raise UnknownShapeError(f"A path begins otherwise than with a move: {given['d']!r}.")
    move, x, y, following = start.groups()
    # What follows the two numbers without a letter goes on as a line, relative as the move was.
    line = {"m": "l", "M": "L"}[move] if re.match(r"[-+.\d]", following) else ""
    return f"M{x} {y}{line}{given['d'][start.end() :]}"


def _circle(given: dict[str, str]) -> str:
    x, y, r = (float(given[name]) for name in ("cx", "cy", "r"))
    # A pen that is wider than the circle fills it, but for its very middle.
    middle = f"M{x:g} {y:g}h.01" if "fill" in given and r <= 1 else ""
    return f"M{x - r:g} {y:g}a{r:g} {r:g} 0 1 0 {2 * r:g} 0a{r:g} {r:g} 0 1 0 {-2 * r:g} 0z{middle}"


def _line(given: dict[str, str]) -> str:
    return f"M{given['x1']} {given['y1']}L{given['x2']} {given['y2']}"


def _polyline(given: dict[str, str]) -> str:
    return f"M{given['points']}"


def _rect(given: dict[str, str]) -> str:
    x, y, width, height, r = (float(given[n]) for n in ("x", "y", "width", "height", "rx"))
    across, down = width - 2 * r, height - 2 * r
    corner = f"a{r:g} {r:g} 0 0 1"
    return (
        f"M{x + r:g} {y:g}h{across:g}{corner} {r:g} {r:g}v{down:g}{corner} {-r:g} {r:g}"
        f"h{-across:g}{corner} {-r:g} {-r:g}v{-down:g}{corner} {r:g} {-r:g}z"
    )


_SHAPES: dict[str, Callable[[dict[str, str]], str]] = {
    "path": _anywhere,
    "circle": _circle,
    "line": _line,
    "polyline": _polyline,
    "rect": _rect,
}
