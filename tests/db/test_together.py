"""Short changes that wait for each other share a commit, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from sqlalchemy import insert, select
from sqlalchemy.exc import DBAPIError, IntegrityError

from annotator.accounts.models import SignInAttempt
from annotator.clock import now
from annotator.db import begin_short_writing, db, writing
from tests.db.sharing import LATE, Queue, alter, change, refused_at_the_end


@pytest.fixture
def queue(app: Flask) -> Iterator[Queue]:
    """Nobody gets their turn until the test says `go`."""
    yield Queue(app)
    assert app.extensions["shared_commits"]._gate._held is False
    assert db.engines[None].pool.checkedout() == 0  # type: ignore[attr-defined]


def long_change(key: str) -> Callable[[], None]:
    """The same as a change that commits alone."""

    def work() -> None:
        with writing():
            db.session.execute(insert(SignInAttempt).values(key=key, at=now()))

    return work


def stored() -> list[str]:
    db.session.rollback()
    return list(db.session.scalars(select(SignInAttempt.key).order_by(SignInAttempt.id)))


def test_changes_that_wait_in_line_share_one_commit(queue: Queue) -> None:
    people = [queue.wait(change(name), name) for name in ("ada", "ben", "cem")]
    queue.go()
    assert [person.exception() for person in people] == [None] * 3
    assert queue.commits() == 1
    assert stored() == ["ada", "ben", "cem"]


def test_nobody_goes_on_before_the_commit(queue: Queue) -> None:
    for name in ("ada", "ben", "cem"):
        queue.wait(change(name), name)
    queue.go()
    assert queue.said[0] == "COMMIT"
    assert sorted(queue.said[1:]) == ["ada", "ben", "cem"]


@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_change_that_fails_takes_no_other_with_it(queue: Queue, place: int) -> None:
    alter("CREATE UNIQUE INDEX once ON sign_in_attempt (key)")
    works = [change("ada"), change("ben")]
    works.insert(place, change("cem", "dot", "dot"))
    people = [queue.wait(work) for work in works]
    before = queue.commits()
    queue.go()
    with pytest.raises(IntegrityError):
        people.pop(place).result()
    assert [person.exception() for person in people] == [None] * 2
    assert stored() == ["ada", "ben"]
    assert queue.commits() == before + 1


def test_a_change_that_is_given_up_takes_no_other_with_it(queue: Queue) -> None:
    def think_better_of_it() -> None:
        begin_short_writing()
        db.session.execute(insert(SignInAttempt).values(key="none", at=now()))
        db.session.remove()

    for work in (change("ada"), think_better_of_it, change("ben")):
        queue.wait(work)
    queue.go()
    assert stored() == ["ada", "ben"]
    assert queue.commits() == 1


def refused_for(key: str) -> Callable[[], None]:
    """Somebody who is refused because this key is there already, as far as they can see."""

    def work() -> None:
        begin_short_writing()
        db.session.execute(insert(SignInAttempt).values(key="mine", at=now()))
        assert key in db.session.scalars(select(SignInAttempt.key)).all()
        db.session.rollback()

    return work


def test_nobody_is_refused_for_what_is_not_committed_yet(queue: Queue) -> None:
    for name, work in (("ada", change("ada")), ("ben", refused_for("ada")), ("cem", change("cem"))):
        queue.wait(work, name)
    queue.go()
    assert queue.said[0] == "COMMIT"
    assert sorted(queue.said[1:]) == ["ada", "ben", "cem"]
    assert stored() == ["ada", "cem"]


def test_whoever_was_refused_for_what_is_never_committed_is_told(queue: Queue) -> None:
    alter(LATE)
    works = (change("ada"), refused_for("ada"), refused_at_the_end)
    people = [queue.wait(work) for work in works]
    queue.go()
    assert [type(person.exception()) for person in people] == [IntegrityError] * 3
    assert stored() == []


def test_everybody_is_told_when_the_commit_fails(queue: Queue) -> None:
    alter(LATE)
    people = [queue.wait(work) for work in (change("ada"), refused_at_the_end, change("ben"))]
    after = queue.wait(long_change("cem"))
    queue.go()
    assert [type(person.exception()) for person in people] == [IntegrityError] * 3
    assert after.exception() is None
    assert stored() == ["cem"]


def test_everybody_is_told_when_an_error_ends_the_whole_transaction(queue: Queue) -> None:
    # As a full disk does.
    alter(
        "CREATE TRIGGER ends BEFORE INSERT ON sign_in_attempt WHEN NEW.key = 'full' "
        "BEGIN SELECT RAISE(ROLLBACK, 'full'); END"
    )
    people = [queue.wait(work) for work in (change("ada"), change("full"), change("ben"))]
    queue.go()
    told = [person.exception() for person in people]
    assert isinstance(told[0], DBAPIError)
    assert isinstance(told[1], DBAPIError)
    assert told[2] is None
    assert stored() == ["ben"]


def test_a_long_change_keeps_its_place_and_commits_alone(queue: Queue) -> None:
    works = (change("ada"), change("ben"), long_change("cem"), change("dot"))
    for name, work in zip(("ada", "ben", "cem", "dot"), works, strict=True):
        queue.wait(work, name)
    queue.go()
    assert stored() == ["ada", "ben", "cem", "dot"]
    assert queue.commits() == 3
    assert queue.said[0] == "COMMIT"
