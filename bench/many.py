"""100,000 articles through the command, in a process of its own: its memory from tenth to tenth."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from annotator import create_app
from annotator.config import Config
from annotator.db.migrate import upgrade
from bench.loader import make_project
from bench.measure import cpu_seconds, peak_mebibytes
from bench.texts import write_articles

ARTICLES, WORDS = 100_000, 700
_TENTHS = 10
# Written to a process's `clear_refs`, it sets the peak of its memory back to what it holds.
_PEAK_ANEW = "5"
_COUNT = re.compile(r"(\d+) articles read")


def main(folder: Path) -> None:
    """Bring them in, and print for each tenth the processor's time and the most memory held."""
    file = folder / "articles.jsonl"
    write_articles(file, ARTICLES, WORDS)
    environment = {"ANNOTATOR_INSTANCE": str(folder / "instance")}
    app = create_app(Config.from_environment(environment))
    with app.app_context():
        upgrade()
        make_project()
    print(f"many: {ARTICLES} articles of {WORDS} words by `annotator import`")
    command = [sys.executable, "-m", "annotator.cli", "import", "bench", str(file)]
    with subprocess.Popen(
        command, env={**os.environ, **environment}, stderr=subprocess.PIPE, text=True
    ) as process:
        _tell_tenths(process)
    if process.returncode != 0:
        raise SystemExit("the import failed")
    size = sum(part.stat().st_size for part in (folder / "instance").glob("*.sqlite3*"))
    print(
        f"  the database has {size / 1024**2:.0f} MiB, the file {file.stat().st_size / 1024**2:.0f}"
    )


def _tell_tenths(process: subprocess.Popen[str]) -> None:
    assert process.stderr is not None
    told, worked = 0, 0.0
    for line in process.stderr:
        found = _COUNT.match(line)
        tenth = int(found[1]) * _TENTHS // ARTICLES if found else told
        if tenth > told:
            spent = cpu_seconds(process.pid)
            rate = (tenth - told) * ARTICLES / _TENTHS / (spent - worked)
            peak = peak_mebibytes(process.pid)
            print(
                f"  {tenth * ARTICLES // _TENTHS:>7}: peak {peak:.0f} MiB, {rate:.0f}/processor s"
            )
            told, worked = tenth, spent
            Path(f"/proc/{process.pid}/clear_refs").write_text(_PEAK_ANEW)
