"""The README of a dataset folder: front matter as the Hugging Face Hub reads it, and a few words.

https://huggingface.co/docs/hub/datasets-manual-configuration and the Hub's metadata of datasets.
The front matter is YAML; whatever is not a plain word is quoted as JSON, which is YAML too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import orjson

from annotator.export.options import Unit
from annotator.export.tables.columns import Column, Kind, Listed, Plain, Struct, columns_of

#: What the `datasets` library calls the type of one value.
_DTYPES = {
    Plain.WHOLE: "int64",
    Plain.TRUTH: "bool",
    Plain.DAY: "date32",
    Plain.TIME: "timestamp[ms, tz=UTC]",
}
_PLAIN_WORD = re.compile(r"[A-Za-z][A-Za-z0-9_./*-]*")
#: What YAML takes for something else than a word.
_NO_WORDS = frozenset({"true", "false", "yes", "no", "on", "off", "y", "n", "null"})
_STEPS = ("1K", "10K", "100K", "1M", "10M", "100M", "1B")
TAGS = ("fact-checking", "claim-detection", "annotator")


class Size(NamedTuple):
    """How many rows a split has, and how many bytes its files have."""

    rows: int
    bytes: int


@dataclass(slots=True)
class Card:
    """What the README tells: the splits in their order, and the languages of the texts.

    `license` is one of the Hub's identifiers.
    """

    title: str
    unit: Unit
    splits: Mapping[str, Size]
    languages: set[str] = field(default_factory=set)
    license: str = "unknown"

    def front_matter(self) -> dict[str, Any]:
        """The metadata, as it stands between the two lines of hyphens."""
        files = [{"split": split, "path": f"data/{split}-*.parquet"} for split in self.splits]
        splits = [
            {"name": split, "num_bytes": size.bytes, "num_examples": size.rows}
            for split, size in self.splits.items()
        ]
        known = {"language": sorted(self.languages)} if self.languages else {}
        return {
            "pretty_name": self.title,
            "license": self.license,
            **known,
            "tags": list(TAGS),
            "size_categories": [size_category(sum(size.rows for size in self.splits.values()))],
            "configs": [{"config_name": "default", "data_files": files}],
            "dataset_info": {"features": features_of(columns_of(self.unit)), "splits": splits},
        }

    def text(self) -> str:
        """The whole file."""
        front = "\n".join(yaml_lines(self.front_matter()))
        lines = "\n".join(f"| {split} | {size.rows} |" for split, size in self.splits.items())
        return (
            f"---\n{front}\n---\n\n# {self.title}\n\n"
            f"Each row is one {self.unit.value}. Every offset was proved when this was written: "
            "`text[start:end] == exact` in Unicode code points of the article's text.\n\n"
            "```python\nfrom datasets import load_dataset\n\n"
            'dataset = load_dataset("path/of/this/folder")\n```\n\n'
            f"| split | rows |\n|---|--:|\n{lines}\n"
        )


def size_category(rows: int) -> str:
    """How the Hub sorts datasets by their number of rows: `n<1K`, `1K<n<10K` and so on."""
    limit = 1_000
    for below, step in zip(("", *_STEPS), _STEPS, strict=False):
        if rows < limit:
            return f"{below}<n<{step}" if below else f"n<{step}"
        limit *= 10
    return f"n>{_STEPS[-1]}"


def features_of(columns: tuple[Column, ...]) -> list[dict[str, Any]]:
    """The columns as `dataset_info` has them."""
    return [{"name": column.name, **_feature(column.kind)} for column in columns]


def _feature(kind: Kind) -> dict[str, Any]:
    if isinstance(kind, Struct):
        return {"struct": features_of(kind.columns)}
    if isinstance(kind, Listed):
        held = _feature(kind.of)
        # A list's elements have no name: their type stands where it would.
        return {"list": next(iter(held.values()))} if "list" not in held else {"list": held}
    if kind is Plain.COUNTS:
        counted = (Column("name", Plain.TEXT), Column("count", Plain.WHOLE))
        return {"list": features_of(counted)}
    return {"dtype": _DTYPES.get(kind, "string")}


def yaml_lines(value: Any, indent: str = "") -> Iterator[str]:
    """Lines of YAML in blocks, for mappings and lists that are not empty."""
    items = value.items() if isinstance(value, Mapping) else ((None, item) for item in value)
    for key, held in items:
        head = f"{indent}-" if key is None else f"{indent}{key}:"
        if not isinstance(held, (Mapping, list)):
            yield f"{head} {_scalar(held)}"
        elif key is None:
            first, *rest = yaml_lines(held, f"{indent}  ")
            yield f"{head} {first.strip()}"
            yield from rest
        else:
            yield head
            yield from yaml_lines(held, f"{indent}  ")


def _scalar(value: str | int) -> str:
    if isinstance(value, int):
        return str(value)
    plain = _PLAIN_WORD.fullmatch(value) and value.lower() not in _NO_WORDS
    return value if plain else orjson.dumps(value).decode()
