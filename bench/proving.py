"""`annotator audit verify`: events a second, beside reading the same rows and nothing more.

The chain is made by the seeded loader. Both ways read the same columns of the same file in turn,
in one process; what proving takes beyond reading is the hash of each event. Whether its memory
is constant shows in the peak: a second chain is ten times as long as the first.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

from sqlalchemy import func, select, text

from annotator.audit.chain import HASHED
from annotator.audit.models import Event
from annotator.audit.verify import verify
from annotator.db import READ, db
from bench.beside import application
from bench.measure import peak_mebibytes
from bench.timeline import load

#: How many events; `EVENTS=100000 python -m bench verify` proves fewer.
EVENTS, TURNS = int(os.environ.get("EVENTS", "1000000")), 3
_READ_AT_ONCE = 1000
_COLUMNS = ", ".join("project_id" if name == "project" else name for name in (*HASHED, "hash"))
_ROWS = text(f"SELECT {_COLUMNS} FROM event WHERE project_id = :project ORDER BY seq")  # noqa: S608


def main(folder: Path, size: int = EVENTS) -> None:
    """Prove a tenth of so many events, and then all of them."""
    print(f"\nProving a chain; medians of {TURNS} turns")
    peaks = [_measured(folder / str(events), events) for events in (size // 10, size)]
    grown = peaks[1] - peaks[0]
    print(f"  memory beyond what a chain of a tenth took: {grown:.0f} MiB")


def _measured(folder: Path, size: int) -> float:
    """The most memory, in mebibytes, that proving took beyond what there was before."""
    with application(folder):
        project = load(size)
        db.session.rollback()
        _forget_the_peak()
        before = peak_mebibytes()
        pairs = [(_seconds(_read, project.id), _seconds(_prove, project.id)) for _ in range(TURNS)]
        grown = peak_mebibytes() - before
        count = db.session.scalar(select(func.count()).where(Event.project_id == project.id)) or 0
    read, proved = (median(each) for each in zip(*pairs, strict=True))
    times = median(prove / plain for plain, prove in pairs)
    print(f"  {count:,} events: proved in {proved:.1f} s, {count / proved:,.0f} a second")
    told = f"ratio {times:.1f}; {grown:.1f} MiB more than before at most"
    print(f"    the same rows read and dropped: {read:.1f} s; {told}")
    return grown


def _prove(project_id: int) -> None:
    report = verify(project_id)
    assert report.ok, report.sentence


def _read(project_id: int) -> None:
    """All columns that are hashed, by the driver and without any type of ours."""
    with db.engines[READ].connect() as connection:
        rows: Any = connection.execute(
            _ROWS.execution_options(yield_per=_READ_AT_ONCE), {"project": project_id}
        )
        for _row in rows:
            pass


def _seconds(work: Callable[[int], None], project_id: int) -> float:
    begun = time.perf_counter()
    work(project_id)
    return time.perf_counter() - begun


def _forget_the_peak() -> None:
    """From here on the peak counts anew, where the system allows it."""
    try:
        Path("/proc/self/clear_refs").write_text("5")
    except OSError:
        return
