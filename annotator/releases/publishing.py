"""From a question to files in the store: built on this machine, then put there, manifest last."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import orjson

from annotator.clock import now
from annotator.projects.models import Project
from annotator.releases import card, croissant
from annotator.releases.asking import Asked
from annotator.releases.building import Tell, material_of
from annotator.releases.files import Made, described
from annotator.releases.manifest import facts_of, manifest_of
from annotator.releases.models import Release, folder_of
from annotator.releases.queries import newest_standing, next_version
from annotator.releases.store import Store

MANIFEST = "manifest.json"
SPLITS = "splits.jsonl"


@dataclass(frozen=True, slots=True)
class Published:
    """A release whose files are in the store."""

    name: str
    version: int
    names: bool
    manifest: bytes
    bytes: int


@dataclass(frozen=True, slots=True)
class Before:
    """The release that the new one follows."""

    release: Release | None
    number: int
    splits: Mapping[str, str] | None

    def told(self) -> Mapping[str, object] | None:
        """As the manifest names it."""
        if self.release is None:
            return None
        digest = hashlib.sha256(self.release.manifest.encode()).hexdigest()
        return {"version": self.release.version, "manifest": digest}


def publish(project: Project, asked: Asked, store: Store, tell: Tell) -> Published:
    """Build it and put it into the store; what is there half done is taken away again.

    Raises what `material_of` and the store do.
    """
    before, at = _before(project, asked, store), now()
    place = place_of(project, asked.name, before.number)
    with TemporaryDirectory(prefix="annotator-release-") as name:
        folder = Path(name)
        made = material_of(project, asked, before.splits, folder, tell)
        rows = [described(one) for one in made.files]
        facts = facts_of(project, asked, before.number, made, sorted(rows))
        files = [*made.files, *_words(facts, folder)]
        listed = [*rows, *(described(one) for one in files[len(rows) :])]
        manifest = manifest_of(facts, listed, at=at, head=made.head, previous=before.told())
        (folder / MANIFEST).write_bytes(manifest)
        _put(store, place, [*files, Made(MANIFEST, folder / MANIFEST)])
    size = sum(one.bytes for one in listed) + len(manifest)
    names = asked.options.names
    return Published(asked.name, before.number, names, manifest, size)


def place_of(project: Project, name: str, version: int) -> str:
    """The folder of a release in the store."""
    return f"{project.slug}/{folder_of(name, version)}"


def _before(project: Project, asked: Asked, store: Store) -> Before:
    number = next_version(project.id, asked.name)
    release = newest_standing(project.id, asked.name)
    if release is None:
        return Before(None, number, None)
    path = f"{place_of(project, release.name, release.version)}/{SPLITS}"
    with store.open(path) as stream:
        entries = [orjson.loads(line) for line in stream]
    splits = {entry["article"]: entry["split"] for entry in entries if "split" in entry}
    return Before(release, number, splits)


def _words(facts: Mapping[str, object], folder: Path) -> list[Made]:
    readme, metadata = folder / "README.md", folder / "croissant.json"
    readme.write_text(card.readme(facts), encoding="utf-8", newline="\n")
    layout = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE
    metadata.write_bytes(orjson.dumps(croissant.croissant(facts), option=layout))
    return [Made("README.md", readme), Made("croissant.json", metadata)]


def _put(store: Store, place: str, files: list[Made]) -> None:
    # Somebody who was stopped here once may have left a part of it.
    store.remove(place)
    try:
        for one in files:
            store.put(one.local, f"{place}/{one.path}")
    except BaseException:
        store.remove(place)
        raise
