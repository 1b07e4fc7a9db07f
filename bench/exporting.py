"""Exporting marks: time and memory, beside bare cursors that write the same bytes.

On SQLite, and on PostgreSQL where it is installed for tests. Each way runs in a process of its own.
`known` is as known on a day, from the trail: the same bytes again, as nothing came later. Last come
somebody's saves, while the same process exports and while it rests. What an installation has not,
numpy and pandas, is hidden from the exports, as pyarrow loads both where it finds them.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from importlib.abc import MetaPathFinder
from pathlib import Path
from statistics import median
from typing import Any

import orjson

from annotator import create_app
from annotator.audit.verify import verify
from annotator.clock import now
from annotator.config import Config
from annotator.db import db
from annotator.export.formats.interface import Export
from annotator.export.formats.registry import format_of
from annotator.export.options import Options
from annotator.export.reading.known import snapshot_for
from annotator.projects.queries import project_by_slug
from bench.beside import application, tell_waits, waits_beside
from bench.loader import load_articles, load_marks, make_project
from bench.measure import peak_mebibytes, percentile, spread, verdict
from bench.postgres import postgres
from bench.raw_export import export as raw_export

Runs = dict[str, list[dict[str, Any]]]

ROUNDS = 3
ARTICLES, MARKS_EACH = 10_000, 10
KINDS = ("raw", "jsonl", "known", "zst", "csv", "parquet")
#: How many times as long as bare cursors the lines may take.
MOST = {"sqlite": 1.5, "postgresql": 2.0}
#: Seconds of saves while nothing else is done, and at least as many beside exports.
REST = 5.0


def main(folder: Path, articles: int = ARTICLES, rounds: int = ROUNDS) -> None:
    """Load, verify the trail, then export each way in turn, on each database."""
    with ExitStack() as stack:
        create = stack.enter_context(postgres(folder))
        databases: dict[str, str | None] = {"sqlite": None}
        if create is not None:
            databases["postgresql"] = create("exporting")
        for name, url in databases.items():
            _measure(name, folder / f"on-{name}", url, articles, rounds)


def _measure(name: str, instance: Path, url: str | None, count: int, rounds: int) -> None:
    instance.mkdir()
    with application(instance, url) as app:
        project, reviewer = make_project()
        started = time.perf_counter()
        articles = load_articles(project, count)
        marks = load_marks(project, reviewer, articles, MARKS_EACH)
        loaded = time.perf_counter() - started
        del articles
        project_id = project.id
        report = verify(project_id)
        # A transaction that idles while others export would be ended.
        db.session.rollback()
        print(f"\nExport of {marks:,} marks on {count:,} articles, {name}")
        print(f"  loaded in {loaded:.0f} s; {report.count:,} events, trail ok: {report.ok}")
        runs: Runs = {kind: [] for kind in KINDS}
        for _ in range(rounds):
            for kind in KINDS:
                runs[kind].append(child(kind, instance, url))
        _tell(name, runs, marks)
        resting = waits_beside(app, lambda: time.sleep(REST))
        busy = waits_beside(app, lambda: _beside(app, project_id))
        tell_waits("while nothing else is done", resting)
        tell_waits("while the same process exports", busy)
        ratio = percentile(busy, 0.5) / percentile(resting, 0.5)
        print(f"  a save, p50, beside an export / alone: {ratio:.2f}")


def _beside(app: Any, project_id: int) -> None:
    until = time.perf_counter() + REST
    with app.app_context():
        while time.perf_counter() < until:
            for _piece in _pieces(Options(), project_id):
                pass


def child(kind: str, instance: Path, url: str | None) -> dict[str, Any]:
    """What one export of the project `bench` took, in a process of its own: seconds and MiB."""
    command = [sys.executable, "-m", "bench.exporting", kind, str(instance), url or ""]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE)
    found: dict[str, Any] = orjson.loads(done.stdout)
    return found


def _export(kind: str, instance: Path, url: str | None) -> dict[str, Any]:
    path, first = instance / "out", 0.0
    settings = {"ANNOTATOR_INSTANCE": str(instance), "ANNOTATOR_DATABASE_URL": url or ""}
    app = create_app(Config.from_environment({key: said for key, said in settings.items() if said}))
    with app.app_context():
        project = project_by_slug("bench")
        assert project is not None, "the parent has made it"
        started, cpu = time.perf_counter(), time.process_time()
        if kind == "raw":
            raw_export(url or str(instance / "annotator.sqlite3"), "bench", path)
        else:
            with path.open("wb") as file:
                for piece in _pieces(_options(kind), project.id):
                    file.write(piece)
                    if piece and not first:
                        first = time.perf_counter() - started
        spent = {"wall": time.perf_counter() - started, "cpu": time.process_time() - cpu}
    peak = peak_mebibytes()
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return {**spent, "first": first, "peak": peak, "bytes": path.stat().st_size, "sha256": digest}


def _options(kind: str) -> Options:
    named = {"known": Options(known_on=now()), "zst": Options(compressed=True)}
    return named.get(kind) or Options(kind=kind)


def _pieces(options: Options, project_id: int) -> Iterator[bytes]:
    with snapshot_for(project_id, options) as snapshot:
        yield from format_of(options).pieces(Export(snapshot, "bench", options))


def _tell(name: str, runs: Runs, marks: int) -> None:
    for kind, found in runs.items():
        walls = [run["wall"] for run in found]
        print(
            f"  {kind:<8} {spread(walls)} s, {spread([run['cpu'] for run in found])} s CPU, "
            f"{marks / median(walls):,.0f} marks a second, first byte after "
            f"{median(run['first'] for run in found) * 1000:.0f} ms, "
            f"peak {max(run['peak'] for run in found):.0f} MiB, {found[0]['bytes'] / 1e6:.1f} MB"
        )
    same = {run["sha256"] for kind in ("raw", "jsonl", "known") for run in runs[kind]}
    print(f"  raw, jsonl and known are the same bytes: {len(same) == 1}")
    for measure in ("wall", "cpu"):
        pairs = zip(runs["jsonl"], runs["raw"], strict=True)
        ratios = [own[measure] / raw[measure] for own, raw in pairs]
        told = verdict(median(ratios), MOST[name], at_most=True)
        print(f"  {measure}, jsonl / raw: {spread(ratios)}; {told}")
    peak = max(run["peak"] for kind in KINDS if kind != "raw" for run in runs[kind])
    print(f"  peak memory, MiB: {verdict(peak, 200, at_most=True)}")


class _Hidden(MetaPathFinder):
    """Finds nothing, and lets nobody else find these either."""

    def find_spec(self, fullname: str, path: Any = None, target: Any = None) -> None:
        """Refuse the two libraries, and leave all others to those that come after."""
        if fullname in {"numpy", "pandas"}:
            raise ModuleNotFoundError(fullname, name=fullname)


if __name__ == "__main__":
    sys.meta_path.insert(0, _Hidden())
    print(orjson.dumps(_export(sys.argv[1], Path(sys.argv[2]), sys.argv[3] or None)).decode())
