"""The data card of a release: a README with front matter as the Hugging Face Hub reads it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from annotator.annotations.models import Label
from annotator.export.options import Unit
from annotator.export.tables.card import TAGS, features_of, size_category, yaml_lines
from annotator.export.tables.columns import columns_of
from annotator.releases.files import FOLDERS
from annotator.splits.leaks import remarks_of

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
        # A block of code: whatever was typed stays what it is.
        yield from ("```text", *facts["about"].replace("```", "` ` `").splitlines(), "```", "")
    yield from _loading(facts)
    yield from _counts(facts)
    yield from _making(facts)
    yield from _proof(facts)


def _loading(facts: Facts) -> Iterator[str]:
    first = FOLDERS[Unit(facts["asked"]["units"][0])]
    yield from ("## Load it", "", "```python", "from datasets import load_dataset", "")
    yield from (f'dataset = load_dataset("path/of/this/folder", "{first}")', "```", "")
    told = ", ".join(f"`{FOLDERS[Unit(unit)]}`" for unit in facts["asked"]["units"])
    yield from (f"Configurations: {told}. The same rows are JSON Lines in `lines/`.", "")


def _counts(facts: Facts) -> Iterator[str]:
    units, labels = facts["asked"]["units"], [label.value for label in Label]
    heads = ["split", *(FOLDERS[Unit(unit)] for unit in units), *labels]
    yield from ("## What is in it", "", f"| {' | '.join(heads)} |")
    yield f"|---|{'--:|' * (len(heads) - 1)}"
    for one in facts["asked"]["splits"]["splits"]:
        split, counts = one["name"], facts["counts"]
        rows = [str(counts["rows"][unit][split]) for unit in units]
        marks = [str(counts["labels"][split][label]) for label in labels]
        yield f"| {' | '.join([split, *rows, *marks])} |"
    yield ""


def _making(facts: Facts) -> Iterator[str]:
    asked, left_out = facts["asked"], facts["left_out"]
    yield from ("## How it was made", "")
    yield f"- Layer: {asked['layer']}; only submitted and adjudicated work is in it."
    yield f"- Versions of the rating scale: {_numbers(facts['schemes'])}; of the guidelines: "
    yield f"  {_numbers(facts['guidelines'])}."
    if asked["known_on"]:
        yield f"- As it had been recorded by {asked['known_on']}."
    yield f"- Evidence published after its claim: {asked['later_evidence']}."
    names = "their names" if asked["names"] else "pseudonyms (r1, r2, …)"
    yield f"- Persons stand in it under {names}."
    for remark in remarks_of({"moved": [], **facts["leaks"]}):
        yield f"- {remark}"
    for what in ("articles", "marks", "splits"):
        for reason, count in sorted(left_out[what].items()):
            yield f"- Left out ({what}), {reason}: {count}."
    yield ""


def _proof(facts: Facts) -> Iterator[str]:
    slug, name, version = facts["project"]["slug"], facts["name"], facts["version"]
    yield from ("## Prove it", "", "Offsets count Unicode code points: ")
    yield "`text[start:end] == exact` was proved of every fragment when this was written. "
    yield "`manifest.json` has the SHA-256 of every file, `index.jsonl` that of every row. Where "
    yield f"the project is: `annotator release verify {slug} {name} {version}`."


def _numbers(numbers: list[int]) -> str:
    return ", ".join(map(str, numbers)) or "none"
