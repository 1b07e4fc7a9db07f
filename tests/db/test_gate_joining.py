"""The gate, handed on with something that is open."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from annotator.db.gate import WriteGate
from tests.db.line import PATIENT, in_line


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the lock file is."""
    return tmp_path / "database.gate"


def test_one_who_joins_goes_on_with_what_is_open(path: Path) -> None:
    gate, done = WriteGate(path, PATIENT), []

    def join() -> None:
        gate.acquire(joins=True)
        done.append("joined")
        gate.release()

    gate.acquire()
    joiner = threading.Thread(target=join)
    joiner.start()
    in_line(gate, 1)
    assert gate.pass_on(lambda: done.append("ended"))
    joiner.join()
    assert done == ["joined"]
    assert not gate.pass_on(lambda: None)


def test_nothing_is_passed_on_to_one_who_does_not_join(path: Path) -> None:
    gate = WriteGate(path, PATIENT)
    gate.acquire()
    waiters = [
        threading.Thread(target=_pass_through, args=(gate, joins)) for joins in (False, True)
    ]
    for number, waiter in enumerate(waiters, start=1):
        waiter.start()
        in_line(gate, number)
    assert not gate.pass_on(lambda: None)
    gate.release()
    for waiter in waiters:
        waiter.join()


def _pass_through(gate: WriteGate, joins: bool) -> None:
    gate.acquire(joins=joins)
    gate.release()


def test_one_who_is_interrupted_ends_what_was_passed_on(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Interrupted:
        def acquire(self, timeout: float | None = None) -> bool:
            if timeout is not None:
                assert gate.pass_on(end)
                raise KeyboardInterrupt
            return True

        def release(self) -> None:
            """Somebody else calls."""

    def end() -> None:
        ended.append(True)
        gate.release()

    gate, ended = WriteGate(path, PATIENT), []
    gate.acquire()
    monkeypatch.setattr("annotator.db.gate.Lock", Interrupted)
    with pytest.raises(KeyboardInterrupt):
        gate.acquire(joins=True)
    assert ended
    gate.acquire()
    gate.release()
