"""A dataset folder as the Hugging Face libraries load it: Parquet by split, and a README."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

import orjson

from annotator.errors import Invalid, Remark, Words
from annotator.export.formats.interface import Export, FolderFormat
from annotator.export.formats.parquet import PYARROW
from annotator.export.options import Unit
from annotator.export.packing import Put
from annotator.export.records.lines import line_groups
from annotator.export.tables.arrow import Row
from annotator.export.tables.card import Card
from annotator.export.tables.shards import Shards
from annotator.formats.interface import Feature

#: Where nobody gave any splits.
ALL = "train"
#: What the `datasets` library takes for the name of a split.
_NAME = re.compile(r"\w+(\.\w+)*")


class HuggingFaceExport(FolderFormat):
    """A folder for `load_dataset`, with the splits that the export was given."""

    name = "huggingface"
    title = Words("Hugging Face: a dataset folder that loads in one line")
    about = Words(
        "Parquet files by split, and a README with the type of every column; "
        "load_dataset reads the folder as it is."
    )
    units = (Unit.ARTICLE, Unit.SPAN, Unit.CLAIM)
    carries = frozenset(Feature) - {Feature.COMMENTS}
    counts = ("row", "rows")
    needs = PYARROW

    def files(self, export: Export, put: Put) -> Iterator[None]:
        """All of it in one pass, each split into a file on the disk, and from there one by one."""
        unit, languages = export.options.unit, set[str]()
        with TemporaryDirectory(prefix="annotator-") as folder:
            splits = {name: Shards(Path(folder), f"data/{name}", unit) for name in _names(export)}
            with ExitStack() as closing:
                for split in splits.values():
                    closing.callback(split.close)
                yield from _filled(export, splits, languages)
            splits = _with_rows(export, splits)
            for split in splits.values():
                for name, path, _rows in split.files():
                    put(name, path.read_bytes())
                    path.unlink()
                    yield
        sizes = {name: split.size for name, split in splits.items()}
        put("README.md", Card(export.slug, unit, sizes, languages).text().encode())
        yield


def _filled(export: Export, splits: dict[str, Shards], languages: set[str]) -> Iterator[None]:
    nowhere = 0
    for lines in line_groups(export.snapshot, export.slug, export.options):
        rows: list[Row] = [orjson.loads(line) for line in lines]
        export.articles += 1
        if rows:
            languages.update(filter(None, [rows[0]["language"]]))
            article = str(rows[0].get("article") or rows[0]["id"])
            name = ALL if export.splits is None else export.splits.get(article)
            if name is None:
                nowhere += len(rows)
            else:
                splits[name].add(rows, sum(map(len, lines)))
                export.written += len(rows)
        yield
    if nowhere:
        export.remarks.append(Remark("Rows of articles in no split: %(count)s.", count=nowhere))


def _with_rows(export: Export, splits: dict[str, Shards]) -> dict[str, Shards]:
    """Those that have any, as the library loads no folder with an empty one; else the first."""
    found = {name: split for name, split in splits.items() if split.size.rows}
    empty = [name for name in splits if name not in found]
    if empty:
        export.remarks.append(
            Remark(
                "Splits without a row, which the datasets library does not load: %(names)s.",
                names=", ".join(empty),
            )
        )
    return found or dict(list(splits.items())[:1])


def _names(export: Export) -> list[str]:
    """The splits in their order; raises `Invalid` for a name that would not be found again."""
    names = {ALL} if export.splits is None else set(export.splits.values()) or {ALL}
    for name in names:
        if not _NAME.fullmatch(name) or name == "all":
            raise Invalid(
                "The datasets library knows no split “%(name)s”: a name is of letters, digits, "
                "underscores and single dots, and is not “all”.",
                "splits",
                name=name,
            )
    return sorted(names, key=lambda name: (name != ALL, name))
