"""From a manifest to what a page shows of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from annotator.errors import Remark
from annotator.export.options import Unit
from annotator.export.selection import Reason
from annotator.export.tally import tally_remarks
from annotator.releases.files import FOLDERS
from annotator.releases.models import Release
from annotator.releases.publishing import MANIFEST
from annotator.splits.leaks import remarks_of

_KINDS = {"parquet": "application/vnd.apache.parquet", "json": "application/json"}


@dataclass(frozen=True, slots=True)
class FileLine:
    """A file as the page lists it."""

    path: str
    bytes: int
    rows: int | None
    sha256: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A release, its manifest, and what follows from it."""

    release: Release
    manifest: Mapping[str, Any]

    @property
    def files(self) -> Sequence[FileLine]:
        """All files but the manifest, which cannot name itself."""
        return [
            FileLine(one["path"], one["bytes"], one["rows"], one["sha256"])
            for one in self.manifest["files"]
        ]

    @property
    def rows(self) -> dict[str, Mapping[str, int]]:
        """Rows by split of each unit that it has."""
        found = self.manifest["counts"]["rows"]
        return {unit.value: found[unit.value] for unit in Unit if unit.value in found}

    @property
    def configs(self) -> list[str]:
        """What readers of datasets call its units."""
        return [FOLDERS[Unit(unit)] for unit in self.rows]

    @property
    def splits(self) -> list[str]:
        """Their names in the order in which they were asked for."""
        return [one["name"] for one in self.manifest["asked"]["splits"]["splits"]]

    @property
    def ratings(self) -> list[str]:
        """The ids of the ratings that claims in it have."""
        found = self.manifest["counts"]["ratings"].values()
        return sorted({rating for split in found for rating in split})

    @property
    def left_out(self) -> list[Remark]:
        """What was kept out, by reason."""
        found = self.manifest["left_out"]
        articles, marks = (
            {Reason(reason): count for reason, count in found[key].items()}
            for key in ("articles", "marks")
        )
        return list(tally_remarks(articles, marks))

    @property
    def leaks(self) -> list[Remark]:
        """The report of leaks, in sentences."""
        return list(remarks_of({"moved": [], **self.manifest["leaks"]}))


def shown(release: Release) -> Shown:
    """The release with its manifest read."""
    return Shown(release, orjson.loads(release.manifest))


def file_of(release: Release, path: str, manifest_sha256: str) -> FileLine | None:
    """What is known of a file of the release; None for what it does not have."""
    if path == MANIFEST:
        size = len(release.manifest.encode())
        return FileLine(path, size, None, manifest_sha256)
    return next((one for one in shown(release).files if one.path == path), None)


def mimetype_of(path: str) -> str:
    """The media type of a file by its ending."""
    ending = path.rpartition(".")[2]
    if ending == "md":
        return "text/markdown"
    return _KINDS.get(ending, "application/jsonl")
