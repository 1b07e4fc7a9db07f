"""From a question to files in the store: built on this machine, then put there, manifest last."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import orjson
from sqlalchemy import select

from annotator.audit.models import Event
from annotator.clock import now
from annotator.db import db
from annotator.errors import Conflict, Refused
from annotator.jobs.bookkeeping import LostClaim
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

_log = logging.getLogger("annotator.releases")


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


class Steps:
    """How far the work is, as `tell` is told it."""

    def __init__(self, tell: Tell) -> None:
        self._tell, self._total = tell, 1

    def tell(self, done: int, total: int) -> None:
        """So many of so many; raises what `tell` raises to stop the work."""
        self._total = total
        self._tell(done, total)

    def still(self) -> None:
        """Ask whether to go on, when all steps are done."""
        self._tell(self._total, self._total)


def publish(project: Project, asked: Asked, store: Store, tell: Tell) -> Published:
    """Build it and put it into the store; what is there half done is taken away again.

    Raises what `material_of`, `tell` and the store do, and `Conflict` where a release lies there
    that this database does not know.
    """
    before, at = _before(project, asked, store), now()
    place = place_of(project, asked.name, before.number)
    _make_room(project, store, place)
    steps = Steps(tell)
    try:
        with TemporaryDirectory(prefix="annotator-release-") as name:
            folder = Path(name)
            made = material_of(project, asked, before.splits, folder, steps.tell)
            rows = [described(one) for one in made.files]
            facts = facts_of(project, asked, before.number, made, sorted(rows))
            files = [*made.files, *_words(facts, folder)]
            listed = [*rows, *(described(one) for one in files[len(rows) :])]
            manifest = manifest_of(facts, listed, at=at, head=made.head, previous=before.told())
            (folder / MANIFEST).write_bytes(manifest)
            _put(store, place, [*files, Made(MANIFEST, folder / MANIFEST)], steps)
    except OSError as error:
        raise Refused(
            "The release could not be made in the folder for temporary files: %(why)s.",
            why=error.strerror or error,
        ) from error
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


def _make_room(project: Project, store: Store, place: str) -> None:
    """Take away what somebody who was stopped here once left; before the work, as it may fail."""
    there = store.names(place)
    if MANIFEST in there and not _was_begun_here(project, store, place):
        raise Conflict(
            "%(place)s in the store has a release that this database does not know: move it away "
            "first, or load the newest backup.",
            place=place,
        )
    if there:
        store.remove(place)


def _was_begun_here(project: Project, store: Store, place: str) -> bool:
    with store.open(f"{place}/{MANIFEST}") as stream:
        head = orjson.loads(stream.read())["made"]["head"]
    seen = select(Event.hash).where(Event.project_id == project.id, Event.seq == head["sequence"])
    return bool(db.session.scalar(seen) == head["hash"])


def _put(store: Store, place: str, files: list[Made], steps: Steps) -> None:
    try:
        for one in files:
            # Whoever lost the job meanwhile writes nothing over what the next one puts there.
            steps.still()
            store.put(one.local, f"{place}/{one.path}")
    except LostClaim:
        raise
    except BaseException:
        take_back(store, place)
        raise


def take_back(store: Store, place: str) -> None:
    """Take away what was put there as far as that can be done; the next try does the rest."""
    try:
        store.remove(place)
    except Refused as error:
        _log.warning("a part of a release is left behind: %s", error)
