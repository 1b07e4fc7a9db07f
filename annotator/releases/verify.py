"""Proving a release: its files are those of its manifest, its rows those of its index, their words
those of the articles, and its head one of the audit trail.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import select

from annotator.audit.models import Action, Event
from annotator.audit.service import sha256
from annotator.audit.verify import Head
from annotator.audit.verify import verify as verify_chain
from annotator.db import db
from annotator.errors import Refused, Remark
from annotator.releases.models import Release
from annotator.releases.proving import proved_rows
from annotator.releases.publishing import MANIFEST
from annotator.releases.store import Store

_PIECE = 1 << 20

#: Called with the path of each file before it is read.
Tell = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class Place:
    """A release in its store; `folder` is its path there."""

    release: Release
    store: Store
    folder: str
    manifest: dict[str, Any]

    def path(self, name: str) -> str:
        """The path of one of its files in the store."""
        return f"{self.folder}/{name}"


def faults_of(release: Release, store: Store, folder: str, tell: Tell) -> Iterator[Remark]:
    """What is wrong with it, in sentences; nothing where all is as it was made.

    A part that cannot be read is a fault, too. Takes the memory of the splits of its articles,
    whatever the size of its files.
    """
    place = Place(release, store, folder, orjson.loads(release.manifest))
    for part in (_manifest, _record, _listing, _files, proved_rows, _head):
        found = False
        try:
            for fault in part(place, tell):
                found = True
                yield fault
        except Refused as error:
            found = True
            yield Remark("It cannot be read: %(why)s", why=error)
        except (KeyError, TypeError, ValueError) as error:
            found = True
            yield Remark("It holds what no release holds: %(why)s", why=error)
        # Of rows in a file that is another one by now, nothing could be said that is not said.
        if found and part is not _head:
            return


def _manifest(place: Place, tell: Tell) -> Iterator[Remark]:
    tell(MANIFEST)
    with place.store.open(place.path(MANIFEST)) as stream:
        there = stream.read()
    if there != place.release.manifest.encode():
        yield Remark(
            "%(file)s is not the one that the database has: it was changed in the store, or the "
            "row was changed.",
            file=MANIFEST,
        )


def _record(place: Place, _tell: Tell) -> Iterator[Remark]:
    # Whoever can write to the database can give the row a manifest that fits other files; the
    # event of the making is chained, and `_head` proves the chain.
    release, said = place.release, place.manifest["made"]["head"]
    query = select(Event.after).where(Event.project_id == release.project_id)
    mine = query.where(Event.target_id == release.id, Event.action == Action.RELEASE_MADE)
    told = orjson.loads(db.session.scalar(mine) or "{}")
    if told.get("manifest_sha256") != sha256(release.manifest):
        yield Remark(
            "%(file)s is not the one whose SHA-256 the audit trail has: the row was changed.",
            file=MANIFEST,
        )
    elif (release.head_sequence, release.head_hash) != (said["sequence"], said["hash"]):
        yield Remark(
            "The row in the database has another head than %(file)s: the row was changed.",
            file=MANIFEST,
        )


def _listing(place: Place, _tell: Tell) -> Iterator[Remark]:
    listed = {one["path"] for one in place.manifest["files"]} | {MANIFEST}
    there = set(place.store.names(place.folder))
    for name in sorted(listed - there):
        yield Remark("%(file)s is missing.", file=name)
    for name in sorted(there - listed):
        yield Remark("%(file)s is there, and the manifest does not know it.", file=name)


def _files(place: Place, tell: Tell) -> Iterator[Remark]:
    for one in place.manifest["files"]:
        tell(one["path"])
        size, digest = _digest(place, one["path"])
        if size != one["bytes"]:
            yield Remark(
                "%(file)s has %(found)s bytes, and the manifest says %(said)s.",
                file=one["path"],
                found=size,
                said=one["bytes"],
            )
        elif digest != one["sha256"]:
            yield Remark(
                "%(file)s was changed: its SHA-256 is not that of the manifest.", file=one["path"]
            )


def _digest(place: Place, name: str) -> tuple[int, str]:
    digest, size = hashlib.sha256(), 0
    with place.store.open(place.path(name)) as stream:
        while piece := stream.read(_PIECE):
            digest.update(piece)
            size += len(piece)
    return size, digest.hexdigest()


def _head(place: Place, tell: Tell) -> Iterator[Remark]:
    tell("audit")
    said = place.manifest["made"]["head"]
    head = Head(said["sequence"], said["hash"])
    report = verify_chain(place.release.project_id, [head] if head.seq else [])
    if not report.ok:
        yield report.told
