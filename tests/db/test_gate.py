"""The gate before SQLite's write lock: fair, bounded, and never left shut."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from flask import Flask

from annotator.db import db
from annotator.db.gate import WriteGate
from annotator.errors import Busy
from tests.db.line import PATIENT, in_line

HOLDER = """
import sys
from pathlib import Path
from annotator.db.gate import WriteGate
gate = WriteGate(Path(sys.argv[1]), 60)
gate.acquire()
print("held", flush=True)
sys.stdin.readline()
gate.release()
print("free", flush=True)
sys.stdin.readline()
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the lock file is."""
    return tmp_path / "database.gate"


def other_process(path: Path) -> subprocess.Popen[str]:
    """Another process, which holds the gate until it is written a line."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_who_came_first_goes_first(path: Path) -> None:
    gate, order = WriteGate(path, PATIENT), []

    def pass_through(number: int) -> None:
        gate.acquire()
        order.append(number)
        gate.release()

    gate.acquire()
    threads = [threading.Thread(target=pass_through, args=(number,)) for number in range(12)]
    for number, thread in enumerate(threads, start=1):
        thread.start()
        in_line(gate, number)
    gate.release()
    for thread in threads:
        thread.join()
    assert order == list(range(12))


def test_somebody_new_does_not_pass_those_in_line(path: Path) -> None:
    gate = WriteGate(path, PATIENT)
    gate.acquire()
    waiter = threading.Thread(target=gate.acquire)
    waiter.start()
    in_line(gate, 1)
    gate.release()
    late = WriteGate.__new__(WriteGate)
    late.__dict__ = {**gate.__dict__, "_seconds": 0.05}
    with pytest.raises(Busy):
        late.acquire()
    waiter.join()
    gate.release()


def test_one_who_waits_too_long_is_told_and_leaves_the_line(path: Path) -> None:
    gate = WriteGate(path, 0.05)
    gate.acquire()
    for _ in range(3):
        with pytest.raises(Busy):
            gate.acquire()
    assert not gate._waiting
    gate.release()
    gate.acquire()
    gate.release()


def test_the_next_in_line_is_called_although_one_before_gave_up(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    patience_ends, gave_up = threading.Event(), threading.Event()

    class Impatient:
        def __init__(self) -> None:
            self.lock = threading.Lock()

        def acquire(self, timeout: float | None = None) -> bool:
            if timeout is None:
                return self.lock.acquire()
            patience_ends.wait()
            return False

    def wait_briefly() -> None:
        with pytest.raises(Busy):
            gate.acquire()
        gave_up.set()

    gate = WriteGate(path, PATIENT)
    gate.acquire()
    with monkeypatch.context() as patched:
        patched.setattr("annotator.db.gate.Lock", Impatient)
        first = threading.Thread(target=wait_briefly)
        first.start()
        in_line(gate, 1)
    second = threading.Thread(target=gate.acquire)
    second.start()
    in_line(gate, 2)
    patience_ends.set()
    assert gave_up.wait(60)
    gate.release()
    second.join(60)
    assert not second.is_alive()
    gate.release()


def test_an_interrupted_wait_leaves_the_line(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Interrupted:
        def __init__(self) -> None:
            self.lock = threading.Lock()

        def acquire(self, timeout: float | None = None) -> bool:
            if timeout is not None:
                raise KeyboardInterrupt
            return self.lock.acquire()

        def release(self) -> None:
            self.lock.release()

    gate = WriteGate(path, PATIENT)
    gate.acquire()
    monkeypatch.setattr("annotator.db.gate.Lock", Interrupted)
    with pytest.raises(KeyboardInterrupt):
        gate.acquire()
    gate.release()
    gate.acquire()
    gate.release()


def test_another_process_is_waited_for(path: Path) -> None:
    process = other_process(path)
    gate = WriteGate(path, 0.1)
    with pytest.raises(Busy):
        gate.acquire()
    assert not gate._held
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write("\n")
    process.stdin.flush()
    assert process.stdout.readline() == "free\n"
    gate.acquire()
    gate.release()
    process.communicate("\n", timeout=60)


def test_a_busy_process_does_not_pass_one_that_waits(path: Path) -> None:
    # Two gates on one path meet only at the file locks, as those of two processes do.
    busy, other, order = WriteGate(path, PATIENT), WriteGate(path, PATIENT), []

    def pass_through() -> None:
        other.acquire()
        order.append("other")
        other.release()

    busy.acquire()
    waiter = threading.Thread(target=pass_through)
    waiter.start()
    until_next_in_line(path)
    busy.release()
    busy.acquire()
    order.append("busy")
    busy.release()
    waiter.join()
    assert order == ["other", "busy"]


def until_next_in_line(path: Path) -> None:
    """Wait until somebody waits for the gate as the next one."""
    deadline = time.monotonic() + 60
    with path.with_suffix(".gate-next").open() as file:
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return
            fcntl.flock(file, fcntl.LOCK_UN)
            assert time.monotonic() < deadline
            time.sleep(0.001)


def test_a_process_that_dies_lets_the_others_in(path: Path) -> None:
    process = other_process(path)
    process.kill()
    process.communicate(timeout=60)
    gate = WriteGate(path, PATIENT)
    gate.acquire()
    gate.release()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
def test_a_forked_child_neither_holds_its_parents_gate_nor_stands_in_its_line(path: Path) -> None:
    gate = WriteGate(path, PATIENT)
    gate.acquire()
    heard, told = os.pipe()
    child = os.fork()
    if child == 0:  # What the parent held is not the child's, and the parent holds it still.
        gate._seconds = 0.05
        try:
            gate.acquire()
        except Busy:
            gate._seconds = PATIENT
            os.write(told, b".")
            os._exit(_pass(gate))
        os._exit(1)
    os.close(told)
    os.read(heard, 1)
    os.close(heard)
    gate.release()
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 0
    gate.acquire()
    gate.release()


def _pass(gate: WriteGate) -> int:
    try:
        gate.acquire()
        gate.release()
    except BaseException:
        return 2
    return 0


def test_an_engine_that_is_disposed_gives_its_lock_files_back(app: Flask) -> None:
    def open_gates() -> int:
        found = Path("/proc/self/fd").iterdir()
        return sum(".gate" in str(file.readlink()) for file in found if file.is_symlink())

    before = open_gates()
    for _ in range(2):
        with db.engines[None].begin():
            assert open_gates() == before + 2
        for engine in db.engines.values():
            engine.dispose()
        assert open_gates() == before
