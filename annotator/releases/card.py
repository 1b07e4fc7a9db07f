"""The data card of a release: a README with front matter as the Hugging Face Hub reads it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from annotator.export.options import Unit
from annotator.export.tables.card import TAGS, features_of, size_category, yaml_lines
from annotator.export.tables.columns import columns_of
from annotator.releases.files import FOLDERS

Facts = Mapping[str, Any]


def readme(facts: Facts) -> str:
    """The whole file, from what `facts_of` gives."""
    front = "\n".join(yaml_lines(_front_matter(facts)))
    return f"---\n{front}\n---\n\n# {_title(facts)}\n\n" + "\n".join(_words(facts)) + "\n"


def _title(facts: Facts) -> str:
    return f"{facts['project']['slug']}: {facts['name']}, version {facts['version']}"


def _front_matter(facts: Facts) -> dict[str, Any]:
    units = [Unit(one) for one in facts["asked"]["units"]]
    known = {"language": facts["languages"]} if facts["languages"] else {}
    rows = sum(sum(splits.values()) for splits in facts["counts"]["rows"].values())
    return {
        "pretty_name": _title(facts),
        "license": facts["license"],
        **known,
        "tags": list(TAGS),
        "size_categories": [size_category(rows)],
        "configs": [_config(unit, facts) for unit in units],
        "dataset_info": [_info(unit, facts) for unit in units],
    }


def _splits(unit: Unit, facts: Facts) -> list[str]:
    """The splits that have files, in the order in which they were asked for."""
    there = {
        one["split"]
        for one in facts["files"]
        if one["unit"] == unit.value and one["path"].endswith(".parquet")
    }
    asked = (one["name"] for one in facts["asked"]["splits"]["splits"])
    return [name for name in asked if name in there]


def _config(unit: Unit, facts: Facts) -> dict[str, Any]:
    folder = FOLDERS[unit]
    files = [
        {"split": split, "path": f"data/{folder}/{split}-*.parquet"}
        for split in _splits(unit, facts)
    ]
    return {"config_name": folder, "data_files": files}


def _info(unit: Unit, facts: Facts) -> dict[str, Any]:
    sizes: dict[str, int] = {}
    for one in facts["files"]:
        if one["unit"] == unit.value and one["path"].endswith(".parquet"):
            sizes[one["split"]] = sizes.get(one["split"], 0) + one["bytes"]
    rows = facts["counts"]["rows"][unit.value]
    splits = [
        {"name": split, "num_bytes": sizes[split], "num_examples": rows[split]}
        for split in _splits(unit, facts)
    ]
    return {
        "config_name": FOLDERS[unit],
        "features": features_of(columns_of(unit)),
        "splits": splits,
    }


def _words(facts: Facts) -> Iterator[str]:
    if facts["about"]:
        yield from (facts["about"], "")
    first = FOLDERS[Unit(facts["asked"]["units"][0])]
    yield "```python"
    yield "from datasets import load_dataset"
    yield ""
    yield f'dataset = load_dataset("path/of/this/folder", "{first}")'
    yield "```"
