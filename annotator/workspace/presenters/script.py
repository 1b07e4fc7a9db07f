"""JSON inside the page's own script element."""

from __future__ import annotations

import orjson
from markupsafe import Markup

from annotator.workspace.presenters.shape import Shape


def script_json(data: Shape, **ready: str) -> Markup:
    """JSON that is safe inside a script element: nothing in it can end the element.

    `ready` are further members, as JSON that went through `escaped_json` already.
    """
    parts = [escaped_json(orjson.dumps(data).decode()).removesuffix("}")]
    for name, value in ready.items():
        parts += [f',"{name}":', value]
    return Markup("".join([*parts, "}"]))  # noqa: S704 - no character that HTML could read is left


def escaped_json(text: str) -> str:
    """The same JSON without any character that HTML could read."""
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text
