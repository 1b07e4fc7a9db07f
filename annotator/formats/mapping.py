"""A mapping: what the labels and roles of a foreign dataset become here.

It is a TOML or JSON file; docs/formats.md describes it, and a page makes one by choosing.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, TypeVar

from annotator.accounts.names import checked_name
from annotator.annotations.models import Label, Part
from annotator.articles.places import Place
from annotator.errors import Invalid
from annotator.links.models import LinkKind

#: What is written where a label or a role has no meaning here: it is kept and written back.
KEEP = "keep"
#: The name under which the words that trigger an event can be given a part.
TRIGGER = "trigger"
#: Longer than any mapping that a person wrote.
MOST_BYTES = 256 * 1024
_MOST_NAMES = 2000

_LINKS = {kind.value: kind for kind in LinkKind}
_NUMBERED = re.compile(r"(.*\D)[0-9]+")
_ESCAPED = re.compile('[\x00-\x1f\x7f"\\\\]')


class Annotators(StrEnum):
    """Where the name of an annotator stands: at the end of a file's name, or as a folder's."""

    FILE = "file"
    FOLDER = "folder"


class Offsets(StrEnum):
    """What the offsets of a dataset count."""

    AUTO = "auto"
    CODE_POINTS = "code points"
    UTF_16 = "utf-16"


class Unmarked(StrEnum):
    """What a file without any record says of its annotator."""

    ASSIGNED = "assigned"
    NOTHING_TO_MARK = "nothing to mark"


Named = TypeVar("Named", Label, Part, LinkKind)
Choice = TypeVar("Choice", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class LabelMapping:
    """What becomes of each label, role and relation; None where it is kept as it is."""

    labels: Mapping[str, Label | None] = field(default_factory=dict)
    roles: Mapping[str, Part | None] = field(default_factory=dict)
    relations: Mapping[str, LinkKind | None] = field(default_factory=dict)
    annotators: Annotators = Annotators.FILE
    #: Who marked what no annotator is named for.
    unnamed: str = "annotator"
    offsets: Offsets = Offsets.AUTO
    unmarked: Unmarked = Unmarked.ASSIGNED

    def label_of(self, name: str) -> Label | None:
        """What a label becomes; None where it is kept."""
        return self.labels.get(name)

    def part_of(self, role: str) -> Part | None:
        """What a role becomes; `Content2` is a second `Content` unless it is named itself."""
        if role in self.roles:
            return self.roles[role]
        return self.roles.get(base_of(role))

    def link_of(self, relation: str) -> LinkKind | None:
        """What a relation becomes; one that is called like a link here is that unless named."""
        return self.relations.get(relation, _LINKS.get(relation))


def base_of(role: str) -> str:
    """The name of a role without the number by which brat tells two of one kind apart."""
    numbered = _NUMBERED.fullmatch(role)
    return role if numbered is None else numbered[1]


#: PolNeAR's attributions, and the names that an export of this tool uses.
DEFAULT = LabelMapping(
    labels={
        "Attribution": Label.QUOTE,
        "Attribution-no-source": Label.QUOTE,
        "Claim": Label.CLAIM,
        "Quote": Label.QUOTE,
        "Context": Label.CONTEXT,
        "claim": Label.CLAIM,
        "quote": Label.QUOTE,
        "context": Label.CONTEXT,
    },
    roles={
        "Content": Part.CONTENT,
        "Cue": Part.CUE,
        "Source": Part.SPEAKER,
        "Speaker": Part.SPEAKER,
    },
)


def read_mapping(data: bytes, file: str) -> LabelMapping:
    """The mapping in a file, TOML unless its name ends in .json.

    Raises `Invalid`, with file, line and key.
    """
    try:
        if len(data) > MOST_BYTES:
            raise Invalid("a mapping has at most %(most)s bytes", most=MOST_BYTES)
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        problem = Invalid("it is not UTF-8 at byte %(at)s", at=error.start + 1)
        raise Place(file).refusal(problem) from None
    except Invalid as error:
        raise Place(file).refusal(error) from None
    tables = _json(text, file) if file.lower().endswith(".json") else _toml(text, file)
    try:
        return _mapping(tables)
    except Invalid as error:
        raise Place(file, _line_of(text, error.field)).refusal(error) from None


def to_toml(mapping: LabelMapping) -> str:
    """The mapping as a file; `read_mapping` gives the same mapping back."""
    lines = ["# What the labels of a dataset become: claim, quote, context, or keep.", "[labels]"]
    lines += _entries(mapping.labels)
    lines += ["", "# What the roles of an event become: content, cue, speaker, or keep.", "[roles]"]
    lines += _entries(mapping.roles)
    if mapping.relations:
        kinds = ", ".join(_LINKS)
        lines += ["", f"# What relations become: {kinds}, or keep.", "[relations]"]
        lines += _entries(mapping.relations)
    lines += ["", "[reading]", f'annotators = "{mapping.annotators}"']
    lines += [f"unnamed = {_quoted(mapping.unnamed)}", f'offsets = "{mapping.offsets}"']
    return "\n".join([*lines, f'unmarked = "{mapping.unmarked}"', ""])


def _toml(text: str, file: str) -> dict[str, Any]:
    # Its reader takes time with the square of the parts of a key.
    if any(line.count(".") > _MOST_NAMES for line in text.split("\n")):
        raise Place(file).refusal(Invalid("it is nested too deeply"))
    try:
        return tomllib.loads(text.replace("\r\n", "\n"))
    except (ValueError, RecursionError) as error:
        found = re.search(r"\(at line (\d+), ", str(error))
        line = int(found[1]) if found else None
        raise Place(file, line).refusal(
            Invalid("it is not TOML (%(why)s)", why=str(error).partition(" (at ")[0])
        ) from None


def _json(text: str, file: str) -> dict[str, Any]:
    try:
        value = json.loads(text)
        # Half of a pair of surrogates is no text that could be stored.
        json.dumps(value, ensure_ascii=False).encode()
    except json.JSONDecodeError as error:
        raise Place(file, error.lineno).refusal(
            Invalid("it is not JSON (%(why)s)", why=error.msg)
        ) from None
    except ValueError as error:
        raise Place(file).refusal(Invalid("it is not JSON (%(why)s)", why=error)) from None
    except RecursionError:
        raise Place(file).refusal(Invalid("it is nested too deeply")) from None
    if not isinstance(value, dict):
        raise Place(file).refusal(Invalid("it must be an object"))
    return value


def _mapping(tables: dict[str, Any]) -> LabelMapping:
    for name, table in tables.items():
        if name not in {"labels", "roles", "relations", "reading"}:
            raise Invalid(
                "there is no such key; those known are labels, roles, relations, reading", name[:60]
            )
        if not isinstance(table, dict):
            raise Invalid("it must be a table of names and what they become", name)
    if not tables.get("labels"):
        raise Invalid("it must say what at least one label becomes", "labels")
    return _with_reading(
        LabelMapping(
            labels=_named(tables["labels"], Label, "labels"),
            roles=_named(tables.get("roles", {}), Part, "roles"),
            relations=_named(tables.get("relations", {}), LinkKind, "relations"),
        ),
        tables.get("reading", {}),
    )


def _with_reading(mapping: LabelMapping, table: dict[str, Any]) -> LabelMapping:
    known: dict[str, Callable[[str, str], Any]] = {
        "annotators": lambda value, key: _choice(Annotators, value, key),
        "unnamed": checked_name,
        "offsets": lambda value, key: _choice(Offsets, value, key),
        "unmarked": lambda value, key: _choice(Unmarked, value, key),
    }
    found = {}
    for name, value in table.items():
        key = f"reading.{name}"
        if name not in known:
            raise Invalid(
                "there is no such key; those known are %(keys)s", key, keys=", ".join(known)
            )
        if not isinstance(value, str):
            raise Invalid("it must be a string", key)
        found[name] = known[name](value, key)
    return replace(mapping, **found)


def _named(table: dict[str, Any], kind: type[Named], name: str) -> dict[str, Named | None]:
    if len(table) > _MOST_NAMES:
        raise Invalid("it has more than %(most)s names", name, most=_MOST_NAMES)
    return {
        key: None if value == KEEP else _choice(kind, value, f"{name}.{key}", KEEP)
        for key, value in table.items()
    }


def _choice(kind: type[Choice], value: object, key: str, *also: str) -> Choice:
    known = [member.value for member in kind]
    if value not in known:
        raise Invalid("it must be one of %(known)s", key, known=", ".join([*known, *also]))
    return kind(value)


def _entries(names: Mapping[str, StrEnum | None]) -> list[str]:
    return [f'{_quoted(name)} = "{found or KEEP}"' for name, found in names.items()]


def _quoted(text: str) -> str:
    """A basic string of TOML."""
    return '"' + _ESCAPED.sub(lambda sign: f"\\u{ord(sign[0]):04X}", text) + '"'


def _line_of(text: str, key: str | None) -> int | None:
    """The line on which a key stands, as far as that can be seen."""
    name = (key or "").partition(".")[2] or (key or "")
    if not name:
        return None
    plain = re.escape(name)
    found = re.search(rf"^[ \t{{,\[]*[\"']?{plain}[\"']?\s*[=:\]]", text, re.MULTILINE)
    if found is None:
        return None
    return text.count("\n", 0, found.end() - 1) + 1
