"""What a release is asked for, from words that a page, a command or a job has."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from annotator.audit.known import moment_of
from annotator.clock import iso
from annotator.errors import Invalid
from annotator.export.asking import selection_of
from annotator.export.options import Layers, Options, Unit
from annotator.projects.models import Project
from annotator.projects.queries import pseudonyms
from annotator.splits.plan import SplitPlan, plan_from_json, plan_of
from annotator.text.visible import said as seen

#: The identifiers under which datasets are licensed, as the Hugging Face Hub writes them.
LICENSES = (
    *("unknown", "cc0-1.0", "cc-by-4.0", "cc-by-sa-4.0", "cc-by-nc-4.0", "cc-by-nc-sa-4.0"),
    *("odc-by", "odbl", "other"),
)
#: Characters.
LONGEST_ABOUT = 4_000
USUAL_SPLITS = {"train": 8, "dev": 1, "test": 1}

_NAME = re.compile(r"[a-z][a-z0-9-]{0,59}")
_LATER = ("kept", "left out")


@dataclass(frozen=True, slots=True)
class Asked:
    """What goes into a release, checked against its project; made by `asked_of`.

    `options` are those of the export that it is; their unit is the first of `units`.
    """

    name: str
    units: tuple[Unit, ...]
    options: Options
    plan: SplitPlan
    about: str
    license: str
    #: Whether sources published after the claim stay out of the claims' evidence.
    without_later: bool

    def to_json(self, project: Project) -> dict[str, Any]:
        """The question as the manifest keeps it; persons are there by pseudonym."""
        selection, options = self.options.selection, self.options
        chosen = selection.to_json()
        if selection.persons:
            known = pseudonyms(project.id)
            chosen["persons"] = sorted(known[one] for one in selection.persons)
        return {
            "units": [unit.value for unit in self.units],
            "layer": options.layer.value,
            "names": options.names,
            "known_on": iso(options.known_on) if options.known_on else None,
            "selection": chosen,
            "later_evidence": _LATER[self.without_later],
            "splits": self.plan.to_json(),
        }


def asked_of(project: Project, words: Mapping[str, Any]) -> Asked:
    """The question that these words ask; raises `Invalid` with the field of what is none.

    `name`; `units` and `layer` of `Unit` and `Layers`; `names` (a bool); `known_on` (a day or a
    time); `license`; `about`; `later_evidence` (`kept` or `left out`); the words of
    `selection_of`; and either `splits` as `SplitPlan.to_json` writes it, or a mapping of names to
    shares there with `seed`, `join`, `stratify` and `cut` beside it, as `plan_of` takes them.
    What is missing is everything, or as usual.
    """
    units = _units(words.get("units") or [unit.value for unit in Unit])
    without_later = words.get("later_evidence") == _LATER[True]
    if without_later and Unit.ARTICLE in units:
        raise Invalid(
            "Whole articles come with all of their evidence: leave articles out, or keep the "
            "evidence that is later than its claim.",
            "later_evidence",
        )
    known_on = words.get("known_on") or None
    options = Options(
        units[0],
        _layer(words.get("layer") or Layers.ALL.value),
        bool(words.get("names")),
        submitted_only=True,
        known_on=moment_of(known_on, began=project.created_at) if known_on else None,
        selection=selection_of(project, words),
    )
    return Asked(
        _name(words.get("name") or ""),
        units,
        options,
        _plan(words),
        _about(words.get("about") or ""),
        _license(words.get("license") or LICENSES[0]),
        without_later,
    )


def _name(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise Invalid(
            "“%(name)s” is no name for a release: use small letters from a to z, digits and "
            "hyphens, a letter first, 60 characters at the most.",
            "name",
            name=name[:80],
        )
    return name


def _units(said: Iterable[str]) -> tuple[Unit, ...]:
    asked = set(said)
    unknown = sorted(asked - {unit.value for unit in Unit})
    if unknown:
        raise Invalid("There is no unit “%(unit)s”.", "units", unit=unknown[0][:60])
    return tuple(unit for unit in Unit if unit.value in asked)


def _layer(said: str) -> Layers:
    try:
        return Layers(said)
    except ValueError:
        raise Invalid("There is no layer “%(layer)s”.", "layer", layer=said[:60]) from None


def _about(said: str) -> str:
    if len(said) > LONGEST_ABOUT:
        raise Invalid("It can be %(most)s characters long.", "about", most=LONGEST_ABOUT)
    return seen(said.replace("\r\n", "\n"))


def _license(said: str) -> str:
    if said not in LICENSES:
        raise Invalid(
            "There is no licence “%(said)s” here: choose from %(known)s.",
            "license",
            said=said[:60],
            known=", ".join(LICENSES),
        )
    return said


def _plan(words: Mapping[str, Any]) -> SplitPlan:
    splits = words.get("splits") or USUAL_SPLITS
    if "splits" in splits:
        return plan_from_json(splits)
    return plan_of(
        splits,
        seed=words.get("seed") or "",
        join=words.get("join") or (),
        stratify=words.get("stratify") or None,
        cut=words.get("cut") or {},
    )
