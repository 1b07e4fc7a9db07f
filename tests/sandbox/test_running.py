"""What a stranger's file can do to its reader, and what it cannot do to anybody else."""

from __future__ import annotations

import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from annotator.errors import Busy, Invalid
from annotator.sandbox import running
from annotator.sandbox.confining import readable
from annotator.sandbox.landlock import level
from annotator.sandbox.limits import Limits, Outcome, TooHeavy
from annotator.sandbox.line import Line
from annotator.sandbox.running import run

START = bytes(Path(running.__file__).with_name("start.py"))
ROOT = Path(running.__file__).resolve().parents[2]
FENCED = pytest.mark.skipif(level() < 1, reason="this system has no fence around a process")
SHORT = Limits(cpu_seconds=1, wall_seconds=1.0, memory=256 * 1024 * 1024)
#: For what ends by itself, or by what it uses, however long the machine stands still.
PATIENT = Limits(cpu_seconds=60, wall_seconds=120.0, memory=256 * 1024 * 1024)


def task(name: str) -> str:
    return f"tests.sandbox.bombs:{name}"


def children_of(process: int) -> list[tuple[int, str]]:
    """(process, state) of each child, as Linux tells."""
    found = []
    for folder in Path("/proc").glob("[0-9]*/stat"):
        try:
            number, rest = folder.read_text().split(" (", 1)
        except OSError:
            continue
        state, parent = rest.rsplit(")", 1)[1].split()[:2]
        if int(parent) == process:
            found.append((int(number), state))
    return found


def helpers() -> list[int]:
    """This process's helper; at most one."""
    return [number for number, _state in children_of(os.getpid()) if _is_ours(number)]


def _is_ours(process: int) -> bool:
    try:
        return START in Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return False  # It has just ended.


def until(what: Callable[[], bool]) -> None:
    """Wait until it is so."""
    deadline = time.monotonic() + 60
    while not what():
        assert time.monotonic() < deadline
        time.sleep(0.005)


def test_what_a_task_gives_back_comes_as_json() -> None:
    assert run(task("length"), b"abc", word="a “word”", more=[1, None]) == {
        "length": 3,
        "word": "a “word”",
        "more": [1, None],
    }


def test_megabytes_go_in_and_come_out() -> None:
    data = b"0123456789" * 300_000
    assert run(task("repeat"), data, times=1) == data.decode()


@pytest.mark.parametrize(
    ("name", "limits", "outcome", "words"),
    [
        ("spin", replace(PATIENT, cpu_seconds=1), Outcome.TIME, "more than 1 seconds"),
        ("sleep", SHORT, Outcome.TIME, "more than 1 seconds"),
        ("swell", PATIENT, Outcome.MEMORY, "more than 256 MB"),
        ("crash", PATIENT, Outcome.BROKEN, "broke down"),
        ("raises", PATIENT, Outcome.BROKEN, "broke down"),
        ("recurse", PATIENT, Outcome.BROKEN, "broke down"),
        ("not_marked", PATIENT, Outcome.BROKEN, "broke down"),
        ("absent", PATIENT, Outcome.BROKEN, "broke down"),
    ],
)
def test_a_reader_beyond_its_limits_is_ended_with_one_sentence_and_a_way_on(
    name: str, limits: Limits, outcome: Outcome, words: str
) -> None:
    with pytest.raises(TooHeavy, match=words) as caught:
        run(task(name), b"secret words", limits=limits)
    assert caught.value.outcome is outcome
    assert "paste the text instead" in str(caught.value)
    assert "secret" not in str(caught.value)
    # The next one is read as if nothing had been.
    assert run(task("length"), b"ab") == {"length": 2}


def test_far_more_out_than_in_is_stopped() -> None:
    assert len(run(task("repeat"), b"x" * 1000, times=60)) == 60_000
    with pytest.raises(TooHeavy, match="Far more") as caught:
        run(task("repeat"), b"x" * 1000, times=70)
    assert caught.value.outcome is Outcome.OUTPUT


def test_a_refusal_of_the_task_comes_through_as_it_is() -> None:
    with pytest.raises(Invalid, match=r"nothing in page 3\.") as caught:
        run(task("refuses"), b"")
    assert not isinstance(caught.value, TooHeavy)
    assert (caught.value.field, caught.value.values) == ("file", {"page": 3})


def test_what_a_library_prints_goes_nowhere(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(task("chatter"), b"noise ") == "said nothing"
    assert "noise" not in "".join(capfd.readouterr())


def test_a_task_cannot_write_a_file(tmp_path: Path) -> None:
    target = tmp_path / "planted"
    with pytest.raises(TooHeavy):
        run(task("writes"), b"planted", path=str(target))
    assert not target.exists() or target.read_bytes() == b""


def test_a_task_sees_no_secret_and_no_application() -> None:
    seen = run(task("surroundings"), b"")
    assert not [name for name in seen["environment"] if "ANNOTATOR" in name]
    assert not seen["application"]


def test_a_task_begins_with_nothing_of_the_servers_at_hand() -> None:
    seen = run(task("surroundings"), b"")
    assert set(seen["environment"]) <= {
        "PYTHONPATH",
        "PYTHONUTF8",
        "OPENBLAS_NUM_THREADS",
        "LC_CTYPE",
    }
    # The one file that is open is the way back for its answer.
    assert (seen["folder"], seen["files"]) == ("/", [3])
    assert seen["processes"] == 0


def test_a_task_opens_a_few_files_and_no_more() -> None:
    with pytest.raises(TooHeavy):
        run(task("opens_many"), b"")


def test_the_code_of_a_checkout_is_read_and_the_work_beside_it_is_not() -> None:
    folders = readable()
    assert Path(running.__file__).parents[1] in folders
    assert not [folder for folder in folders if ROOT.is_relative_to(folder)]
    assert not [folder for folder in folders if (ROOT / "instance").is_relative_to(folder)]


def test_an_instance_folder_in_a_virtual_environment_is_not_read() -> None:
    folders = readable()
    assert Path(sys.prefix).resolve() not in folders
    assert Path(sys.base_prefix).resolve() not in folders


def test_nor_is_one_where_the_server_was_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", ["", str(tmp_path), *sys.path])
    places = running._import_path().split(os.pathsep)
    assert str(tmp_path) not in places
    assert str(ROOT) in places


@FENCED
def test_a_task_reads_nobodys_files(tmp_path: Path) -> None:
    secret = tmp_path / "secret_key"
    secret.write_text("a secret")
    with pytest.raises(TooHeavy):
        run(task("reads"), b"", path=str(secret))
    assert "def run(" in run(
        task("reads"), b" " * 10_000, path=str(Path(running.__file__).resolve())
    )


@FENCED
def test_a_task_makes_no_file(tmp_path: Path) -> None:
    with pytest.raises(TooHeavy):
        run(task("writes"), b"", path=str(tmp_path / "planted"))
    assert list(tmp_path.iterdir()) == []


@FENCED
def test_a_task_starts_no_program() -> None:
    with pytest.raises(TooHeavy):
        run(task("starts"), b"")


@pytest.mark.skipif(level() < 4, reason="this kernel's fence knows no connections")
def test_a_task_calls_nobody() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        socket.create_connection(("127.0.0.1", port)).close()
        with pytest.raises(TooHeavy):
            run(task("connects"), b"", port=port)


@pytest.mark.skipif(level() < 6, reason="this kernel's fence knows no signals")
def test_a_task_signals_no_process_but_its_own() -> None:
    assert run(task("surroundings"), b"")
    with pytest.raises(TooHeavy):
        run(task("signals"), b"", process=os.getpid())


@pytest.mark.parametrize("name", ["breeds", "spin", "crash"])
def test_nothing_of_a_child_is_left_behind(name: str) -> None:
    with pytest.raises(TooHeavy):
        run(task(name), b"", limits=SHORT)
    [helper] = helpers()
    assert children_of(helper) == []
    # Nor does anything that it started go on without it, once it has heard that it is killed.
    until(lambda: not [n for n, _state in children_of(1) if _is_ours(n)])


def test_a_helper_that_was_killed_is_replaced() -> None:
    seen = run(task("surroundings"), b"")["process"]
    [helper] = helpers()
    os.kill(helper, signal.SIGKILL)
    assert run(task("surroundings"), b"")["process"] != seen


def test_pages_are_answered_while_a_heavy_file_is_read(app: Flask) -> None:
    assert run(task("length"), b"") == {"length": 0}
    [helper] = helpers()
    ended = []

    def read() -> None:
        with pytest.raises(TooHeavy):
            run(task("sleep"), b"", limits=PATIENT)
        ended.append("file")

    reader = threading.Thread(target=read)
    reader.start()
    until(lambda: bool(children_of(helper)))
    for _ in range(5):
        assert app.test_client().get("/sign-in").status_code == 200
    assert ended == []
    [(heavy, _state)] = children_of(helper)
    os.kill(heavy, signal.SIGKILL)
    reader.join()
    assert ended == ["file"]


def test_files_are_read_one_after_the_other_from_many_threads() -> None:
    found: list[int] = []
    threads = [
        threading.Thread(target=lambda n=n: found.append(run(task("length"), b"x" * n)["length"]))
        for n in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == [0, 1, 2, 3]


def test_who_would_be_one_too_many_in_the_line_is_told_so() -> None:
    line = Line(longest=0)
    with line.turn(), pytest.raises(Busy, match="try again"), line.turn():
        pass
    with line.turn():
        pass


def test_a_forked_server_has_a_helper_of_its_own() -> None:
    mine = run(task("surroundings"), b"")["process"]
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.write(writing, str(run(task("length"), b"abcd")["length"]).encode())
        finally:
            os._exit(0)
    os.close(writing)
    assert os.read(reading, 10) == b"4"
    os.close(reading)
    os.waitpid(child, 0)
    assert run(task("surroundings"), b"")["process"] != mine
