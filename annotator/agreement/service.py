"""The agreement of a project, as the page, the command and the job tell it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, replace
from typing import Any

import orjson

from annotator.agreement.assembling import assemble
from annotator.agreement.matching import USUAL_THRESHOLD
from annotator.agreement.queries import (
    Open,
    Reader,
    Wanted,
    everywhere,
    handed_in_count,
    people_of,
)
from annotator.agreement.report import Options, Report
from annotator.agreement.sums import Scale
from annotator.projects.queries import current_scheme, scheme_of
from annotator.projects.scheme import Scheme

SCHEMA = "annotator/agreement/1"
USUAL = Options(USUAL_THRESHOLD)


def report_of(
    project_id: int,
    options: Options = USUAL,
    *,
    open_to: Open = everywhere,
    tell: Callable[[int], None] = lambda done: None,
) -> Report:
    """What all that was handed in and is open to whoever asks agrees on.

    `tell` is told how many articles are compared so far.
    """
    scheme = scheme_of(current_scheme(project_id))
    people = people_of(project_id)
    # Each article that is compared was handed in twice at least.
    count = handed_in_count(project_id, open_to) // 2
    reader = Reader(Wanted(project_id, options.language, open_to), scheme, count)
    return assemble(
        reader,
        scale_of(scheme),
        options,
        lambda person: people[person],
        lambda: reader.coverage,
        tell,
    )


def scale_of(scheme: Scheme) -> Scale:
    """The ratings of this version, those on the scale by their order and then the others."""
    on = [one for one in scheme.ratings.values() if one.order is not None]
    on.sort(key=lambda one: one.order or 0)
    off = [one for one in scheme.ratings.values() if one.order is None]
    return Scale(tuple(one.id for one in [*on, *off]), tuple(one.order or 0 for one in on))


def as_json(report: Report, slug: str) -> bytes:
    """The report as it is exported."""
    document = {"schema": SCHEMA, "project": slug, **asdict(_rounded(report))}
    return orjson.dumps(document, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def _rounded(value: Any) -> Any:
    """The same with six digits of each figure: more of them mean nothing."""
    if isinstance(value, float):
        return round(value, 6)
    if isinstance(value, tuple):
        return tuple(_rounded(one) for one in value)
    if hasattr(value, "__dataclass_fields__"):
        kept = {name: _rounded(getattr(value, name)) for name in value.__dataclass_fields__}
        return replace(value, **kept)
    return value
