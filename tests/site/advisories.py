"""What is known to be at fault, held against what the lock files pin."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parents[2]
LIST = ROOT / "security" / "advisories.toml"
LOCKS = tuple(sorted(ROOT.glob("requirements*.lock")))
_PIN = re.compile(r"^([A-Za-z0-9][\w.-]*)==([^\s;\\]+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Advisory:
    """One published fault; `affected` are ranges of versions, any of which will do."""

    id: str
    package: str
    affected: tuple[SpecifierSet, ...]
    about: str

    def concerns(self, version: Version) -> bool:
        """Whether this version has the fault."""
        return any(part.contains(version, prereleases=True) for part in self.affected)


def looked_up() -> date:
    """The day on which somebody last looked for new ones."""
    found = tomllib.loads(LIST.read_text(encoding="utf-8"))["looked_up"]
    assert isinstance(found, date)
    return found


def advisories(text: str | None = None) -> list[Advisory]:
    """All that are written down."""
    rows = tomllib.loads(LIST.read_text(encoding="utf-8") if text is None else text)["advisory"]
    return [
        Advisory(
            row["id"],
            canonicalize_name(row["package"]),
            tuple(SpecifierSet(part) for part in row["affected"].split("||")),
            row["about"],
        )
        for row in rows
    ]


def pins(lock: str) -> list[tuple[str, Version]]:
    """Name and version of everything that a lock file pins."""
    return [(canonicalize_name(name), Version(version)) for name, version in _PIN.findall(lock)]


def at_fault(lock: str, known: list[Advisory]) -> list[str]:
    """A line for each pin that an advisory is about."""
    return [
        f"{name} {version}: {one.id}, {one.about}"
        for name, version in pins(lock)
        for one in known
        if one.package == name and one.concerns(version)
    ]
