"""A person's own keys: what may be stored, checked against the workspace's table of keys."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import orjson

from annotator.errors import Invalid
from annotator.paths import resource_folder

#: Bytes; every command with four keys of its own takes less.
LONGEST = 8_000
MOST_KEYS = 4

# The table of the keys is the workspace's script; here only ids and usual keys are read from it.
_COMMAND = re.compile(r'\bid: "([a-z-]+)", keys: (\[(?:"[^"]*"(?:, )?)*\])(.*)')
#: The same rule as in static/js/workspace/own-keys.js.
_KEY = re.compile(
    r"(?:alt\+)?(?:shift\+)?[^\s+\x00-\x1f\x7f]|ctrl\+k|backspace|delete|home|end|f[2489]"
)


@cache
def usual_keys() -> Mapping[str, tuple[str, ...]]:
    """The keys of every command that a person may give others, by the command's id."""
    table = resource_folder("static") / "js" / "workspace" / "key-table.js"
    found = _COMMAND.findall(table.read_text(encoding="utf-8"))
    return {
        name: tuple(orjson.loads(keys)) for name, keys, rest in found if "fixed: true" not in rest
    }


def checked_keys(text: str) -> str | None:
    """The choice as it is stored: JSON in one shape, or None for the usual keys.

    Raises `Invalid` for what is malformed, names an unknown command, or gives a key twice.
    """
    if not text.strip():
        return None
    choice = _parsed(text)
    chosen = {str(name): _keys_of(str(name), keys) for name, keys in choice["keys"].items()}
    _refuse_clashes(chosen)
    if not choice["off"] and not chosen:
        return None
    return orjson.dumps(
        {"off": choice["off"], "keys": chosen}, option=orjson.OPT_SORT_KEYS
    ).decode()


def _parsed(text: str) -> dict[str, Any]:
    try:
        choice = orjson.loads(text) if len(text) <= LONGEST else None
    except orjson.JSONDecodeError:
        choice = None
    if (
        not isinstance(choice, dict)
        or choice.keys() != {"off", "keys"}
        or not isinstance(choice["off"], bool)
        or not isinstance(choice["keys"], dict)
    ):
        raise Invalid("The keys did not arrive whole; load the page again and choose once more.")
    return choice


def _keys_of(name: str, keys: Any) -> list[str]:
    if name not in usual_keys():
        raise Invalid("There is no command “%(name)s” whose key can be chosen.", name=name[:60])
    if not isinstance(keys, list) or len(keys) > MOST_KEYS:
        raise Invalid("“%(name)s” can have up to %(most)s keys.", name=name, most=MOST_KEYS)
    for key in keys:
        if not isinstance(key, str) or not _KEY.fullmatch(key):
            raise Invalid("“%(key)s” cannot be a key of a command.", key=str(key)[:20])
    return keys


def _refuse_clashes(chosen: Mapping[str, list[str]]) -> None:
    owners: dict[str, str] = {}
    for name, key in _all_keys(chosen):
        other = owners.setdefault(key, name)
        if other != name:
            raise Invalid(
                "The key “%(key)s” is given to “%(one)s” and to “%(other)s”: "
                "choose another for one of them.",
                key=key,
                one=other,
                other=name,
            )


def _all_keys(chosen: Mapping[str, list[str]]) -> Iterator[tuple[str, str]]:
    for name, keys in {**usual_keys(), **chosen}.items():
        for key in keys:
            yield name, key
