"""Exporting 100,000 marks: time and memory, beside bare cursors that write the same bytes.

The third way is as known on a day, from the trail: the same bytes again, as nothing came later.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import time
from pathlib import Path

import orjson

from annotator import create_app
from annotator.audit.verify import verify
from annotator.clock import now
from annotator.config import Config
from annotator.db.migrate import upgrade
from annotator.export.options import Options
from annotator.export.reading.known import snapshot_for
from annotator.export.records.lines import lines
from annotator.projects.queries import project_by_slug
from bench.loader import load_articles, load_marks, make_project
from bench.measure import peak_mebibytes, spread, verdict
from bench.raw_export import export as raw_export

Runs = list[dict[str, float | str]]

ROUNDS = 5
ARTICLES, MARKS_EACH = 10_000, 10


def main(folder: Path) -> None:
    """Load, verify the trail, then export both ways in turn, each in a process of its own."""
    app = create_app(Config.from_environment({"ANNOTATOR_INSTANCE": str(folder)}))
    with app.app_context():
        upgrade()
        project, reviewer = make_project()
        started = time.perf_counter()
        articles = load_articles(project, ARTICLES)
        marks = load_marks(project, reviewer, articles, MARKS_EACH)
        loaded = time.perf_counter() - started
        report = verify(project.id)
    print(f"\nExport of {marks:,} marks on {len(articles):,} articles")
    print(f"  loaded in {loaded:.0f} s; {report.count:,} events, trail ok: {report.ok}")
    own, raw, known = [], [], []
    for _ in range(ROUNDS):
        own.append(_child("own", folder))
        raw.append(_child("raw", folder))
        known.append(_child("known", folder))
    _tell(own, raw, known)


def _child(kind: str, folder: Path) -> dict[str, float | str]:
    command = [sys.executable, "-m", "bench.exporting", kind, str(folder)]
    done = subprocess.run(command, check=True, capture_output=True)
    found: dict[str, float | str] = orjson.loads(done.stdout)
    return found


def _export(kind: str, folder: Path) -> dict[str, float | str]:
    path = folder / f"{kind}.jsonl"
    app = create_app(Config.from_environment({"ANNOTATOR_INSTANCE": str(folder)}))
    with app.app_context():
        project = project_by_slug("bench")
        assert project is not None
        started, cpu = time.perf_counter(), time.process_time()
        if kind == "raw":
            raw_export(str(folder / "annotator.sqlite3"), "bench", path)
        else:
            options = Options(known_on=now() if kind == "known" else None)
            with snapshot_for(project.id, options) as snapshot, path.open("wb") as file:
                file.writelines(lines(snapshot, "bench", options))
    return {
        "wall": time.perf_counter() - started,
        "cpu": time.process_time() - cpu,
        "peak": peak_mebibytes(),
        "bytes": path.stat().st_size,
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
    }


def _tell(own: Runs, raw: Runs, known: Runs) -> None:
    for name, runs in (("annotator", own), ("raw cursors", raw), ("as known on", known)):
        print(
            f"  {name:<11} {spread([float(run['wall']) for run in runs])} s, "
            f"{spread([float(run['cpu']) for run in runs])} s CPU, "
            f"peak {max(float(run['peak']) for run in runs):.0f} MiB, "
            f"{float(runs[0]['bytes']) / 1e6:.0f} MB"
        )
    print(f"  same bytes: {len({run['sha256'] for run in own + raw + known}) == 1}")
    ratios = [float(one["cpu"]) / float(other["cpu"]) for one, other in zip(own, raw, strict=True)]
    print(f"  CPU, annotator / raw cursors: {spread(ratios)}")
    middle = sorted(ratios)[len(ratios) // 2]
    print(f"  time to the raw cursors': {verdict(middle, 1.5, at_most=True)}")
    same = {run["sha256"] for run in known} == {run["sha256"] for run in own}
    print(f"  as known on a day: the same bytes as now: {same}")
    both = zip(known, own, strict=True)
    times = [float(one["wall"]) / float(other["wall"]) for one, other in both]
    print(f"  time, as known on a day / as it is now: {spread(times)}")
    peak = max(float(run["peak"]) for run in own + known)
    print(f"  peak memory, MiB: {verdict(peak, 200, at_most=True)}")


if __name__ == "__main__":
    print(orjson.dumps(_export(sys.argv[1], Path(sys.argv[2]))).decode())
