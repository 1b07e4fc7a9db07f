"""Run the long checks behind the README's promises and print what they came to.

Each section is bounded in time. Exit status 1 when anything fails.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree

import fuzzing
import kill_under_load
from databases import postgres, sqlite

ROOT = Path(__file__).parents[1]
EFFORT = ("keys", "clicks", "pastes")
#: Runs pytest under a Hypothesis profile that asks for this many examples of everything.
WITH_EXAMPLES = """
import sys, pytest
from hypothesis import settings
settings.register_profile("evidence", max_examples=int(sys.argv[1]), deadline=None)
# Hypothesis is there before pytest could rewrite its asserts, which changes nothing here.
quiet = "-Wignore::pytest.PytestAssertRewriteWarning"
sys.exit(pytest.main([quiet, "--hypothesis-profile=evidence", *sys.argv[2:]]))
"""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One section's figures, and whether all was well."""

    lines: tuple[str, ...]
    passed: bool


Section = Callable[[argparse.Namespace], Outcome]


def nasty(given: argparse.Namespace) -> Outcome:
    """The nasty texts: in, marked, painted, taken out and in again, on both databases."""
    chosen = ["tests/workspace/test_nasty.py", "tests/journeys/test_nasty_texts.py"]
    environment = {"ANNOTATOR_NASTY_RANGES": str(given.longest), "ANNOTATOR_NASTY_SIGNS": "24"}
    report = pytest(["-n", "2", *chosen], given.minutes, environment)
    marks = report.total("marks")
    line = (
        f"{report.summary}; {marks} marks set, read back, painted and exported: every range of "
        f"texts up to {given.longest} characters, a sample of the longer; none off by one"
    )
    return Outcome((line if report.passed else report.summary, *report.failed), report.passed)


def corrections(given: argparse.Namespace) -> Outcome:
    """Marks in 1,000 made-up corrections: none lands on other words with nothing said."""
    name = "test_no_mark_lands_on_other_words_unreported"
    chosen = ["-n", "0", "tests/revisions/test_carrying.py", "-k", name]
    report = pytest(chosen, given.minutes, {"ANNOTATOR_EDITS": "1000"})
    counts = (*("unchanged", "moved", "changed", "ambiguous", "lost"), "astray")
    line = ", ".join(f"{report.total(count)} {count}" for count in counts)
    return Outcome((f"{report.summary}; marks: {line}", *report.failed), report.passed)


def killed(given: argparse.Namespace) -> Outcome:
    """kill -9 under load: what was acknowledged is there after the restart."""
    lines, passed = [], True
    for name, place in (("SQLite", sqlite), ("PostgreSQL", postgres)):
        with tempfile.TemporaryDirectory() as folder, place(Path(folder)) as url:
            if url is None:
                lines.append(f"{name}: not here, not run")
                continue
            tally = kill_under_load.run(
                Path(folder), url, kills=given.kills, seconds=60 * given.minutes
            )
        lines.append(
            f"{name}: killed {tally.kills} times; {tally.acknowledged} saves acknowledged, "
            f"{tally.unheard} cut off without an answer; lost or doubled: {len(tally.faults)}"
        )
        lines += tally.faults[:10]
        passed = passed and not tally.faults and tally.kills > 0
    return Outcome(tuple(lines), passed)


def audit(given: argparse.Namespace) -> Outcome:
    """The audit trail: replayed it gives the data, and whatever is tampered with shows."""
    report = pytest(["tests/audit"], given.minutes)
    return Outcome((report.summary, *report.failed), report.passed)


def tampered(given: argparse.Namespace) -> Outcome:
    """1,000 random tamperings of each of five kinds on both databases, and bits in a file."""
    chosen = ["tests/audit/test_tampering.py", "-n", "2"]
    report = pytest(chosen, given.minutes, {"ANNOTATOR_TAMPERINGS": str(given.tamperings)})
    line = (
        f"{report.summary}; {report.total('tamperings')} tamperings, each found and its first "
        f"event named; {report.total('flips')} bits turned over in a file: "
        f"{report.total('flips_found')} noticed, the others changed no event"
    )
    return Outcome((line if report.passed else report.summary, *report.failed), report.passed)


def properties(given: argparse.Namespace) -> Outcome:
    """Properties of everything that handles text, with many examples each."""
    command = [sys.executable, "-c", WITH_EXAMPLES, str(given.examples)]
    report = pytest(["tests/text"], given.minutes, command=command)
    line = f"{report.summary}; {given.examples} examples of each property"
    return Outcome((line, *report.failed), report.passed)


def fuzzed(given: argparse.Namespace) -> Outcome:
    """Every parser of files, fed with made-up bytes: no crash and no hang."""
    lines, passed = fuzzing.run_all(60 * given.minutes / len(fuzzing.PARSERS))
    return Outcome(tuple(lines), passed)


def engines(given: argparse.Namespace) -> Outcome:
    """The core of the work and offsets to places and back, in three browser engines."""
    report = pytest(["tests/engines"], given.minutes, {"ANNOTATOR_ENGINES": "1"})
    line = f"{report.summary}; {report.total('trips')} random round trips, none off"
    return Outcome((line if report.passed else report.summary, *report.failed), report.passed)


def screens(given: argparse.Namespace) -> Outcome:
    """Every page and the workspace on a phone, at 200 % and 400 %, and in forced colours."""
    chosen = ["-n", "2", "tests/journeys/test_every_screen.py"]
    report = pytest(chosen, given.minutes, {"ANNOTATOR_EVERY_SCREEN": "1"})
    return Outcome((report.summary, *report.failed), report.passed)


def effort(given: argparse.Namespace) -> Outcome:
    """Keys, clicks and pastes for one claim with a verdict and two sources."""
    report = pytest(["tests/journeys/test_effort.py", "-n", "0"], given.minutes)
    lines = [
        f"{way}: " + ", ".join(f"{report.total(f'{way}_{name}')} {name}" for name in EFFORT)
        for way in ("drag", "keyboard")
    ]
    return Outcome((*lines, *report.failed), report.passed)


def fetching(given: argparse.Namespace) -> Outcome:
    """Nothing but the public web is fetched from, however an address is written or led to."""
    report = pytest(["tests/safefetch", "-n", "0"], given.minutes)
    line = (
        f"{report.summary}; {report.total('vectors')} ways inside tried, "
        f"{report.total('hits')} canaries hit"
    )
    return Outcome((line if report.passed else report.summary, *report.failed), report.passed)


def advisories(given: argparse.Namespace) -> Outcome:
    """No pinned version is known to be at fault, and that was looked up lately."""
    chosen = ["tests/site/test_advisories.py", "-n", "0"]
    report = pytest(chosen, given.minutes, {"ANNOTATOR_ADVISORIES": "1"})
    return Outcome((report.summary, *report.failed), report.passed)


SECTIONS: dict[str, Section] = {
    "effort": effort,
    "screens": screens,
    "engines": engines,
    "nasty": nasty,
    "corrections": corrections,
    "killed": killed,
    "audit": audit,
    "tampered": tampered,
    "properties": properties,
    "fuzzed": fuzzed,
    "fetching": fetching,
    "advisories": advisories,
}


class Report:
    """What a run of pytest wrote down."""

    def __init__(self, path: Path, seconds: float, *, finished: bool) -> None:
        self._cases = list(ElementTree.parse(path).iter("testcase")) if path.exists() else []  # noqa: S314 - our own file
        self.failed = tuple(
            f"failed: {case.get('classname')}::{case.get('name')}"
            for case in self._cases
            if case.find("failure") is not None or case.find("error") is not None
        )
        skipped = sum(case.find("skipped") is not None for case in self._cases)
        passed = len(self._cases) - len(self.failed) - skipped
        self.passed = finished and passed > 0 and not self.failed
        self.summary = f"{passed} passed, {len(self.failed)} failed, {skipped} skipped"
        self.summary += f" in {seconds:.0f} s" if finished else f"; not finished in {seconds:.0f} s"

    def total(self, name: str) -> int:
        """The sum of a property that the tests recorded."""
        found = [
            entry.get("value", "0")
            for case in self._cases
            for entry in case.iter("property")
            if entry.get("name") == name
        ]
        return sum(map(int, found))


def pytest(
    chosen: list[str],
    minutes: float,
    environment: dict[str, str] | None = None,
    *,
    command: list[str] | None = None,
) -> Report:
    """Run part of the test suite, at most for so long."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.xml"
        options = ["--quiet", "--timeout=0", f"--junit-xml={path}", "-o", "junit_family=xunit1"]
        begun, finished = time.monotonic(), True
        try:
            subprocess.run(
                [*(command or [sys.executable, "-m", "pytest"]), *options, *chosen],
                cwd=ROOT,
                env={**os.environ, **(environment or {})},
                stdout=subprocess.DEVNULL,
                timeout=60 * minutes,
                check=False,
            )
        except subprocess.TimeoutExpired:
            finished = False
        return Report(path, time.monotonic() - begun, finished=finished)


def arguments() -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sections", nargs="*", help=f"of {', '.join(SECTIONS)}; all if left out")
    parser.add_argument("--minutes", type=float, default=20, help="for each section and database")
    parser.add_argument("--kills", type=int, default=100, help="of the server on each database")
    parser.add_argument("--examples", type=int, default=1000, help="of each property")
    parser.add_argument("--tamperings", type=int, default=1000, help="of each kind and database")
    parser.add_argument("--longest", type=int, default=24, help="text with every range marked")
    parser.add_argument(
        "--write", type=Path, help="a file for the figures, such as docs/evidence/DATE.md"
    )
    return parser.parse_args()


def main() -> int:
    """Run the sections and print them."""
    given = arguments()
    written = [
        f"# Evidence of {datetime.now(UTC):%Y-%m-%d}",
        f"Python {platform.python_version()} on {platform.system()} {platform.machine()}, "
        f"{os.cpu_count()} processors",
    ]
    print("\n\n".join(written), flush=True)
    passed = True
    for name in given.sections or SECTIONS:
        outcome = SECTIONS[name](given)
        passed = passed and outcome.passed
        title = (SECTIONS[name].__doc__ or name).rstrip(".")
        lines = "\n".join(f"- {line}" for line in outcome.lines)
        written.append(f"## {title}\n\n{lines}\n\n{'Passed.' if outcome.passed else 'FAILED.'}")
        print(f"\n{written[-1]}", flush=True)
    if given.write:
        given.write.parent.mkdir(parents=True, exist_ok=True)
        given.write.write_text("\n\n".join(written) + "\n", encoding="utf-8")
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main())
