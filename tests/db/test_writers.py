"""Many writers at once: nobody fails, and nobody undoes what another one did."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from flask import Flask
from sqlalchemy import select, update

from annotator.db import db, writing
from annotator.projects.models import Membership
from tests.databases import ON_BOTH
from tests.personas import World

THREADS, TRANSACTIONS = 8, 50


@ON_BOTH
def test_eight_threads_of_fifty_writes_lose_none(app: Flask, world: World) -> None:
    key = (world.project_id, world.observer.id)

    def count_up() -> None:
        with app.app_context():
            for _ in range(TRANSACTIONS):
                with writing():
                    # Read, then write what was read: the transaction that SQLite refuses at
                    # once unless it took the write lock when it began.
                    query = select(Membership.number).where(
                        Membership.project_id == key[0], Membership.user_id == key[1]
                    )
                    number = db.session.scalars(query.with_for_update()).one()
                    db.session.execute(
                        update(Membership)
                        .where(Membership.project_id == key[0], Membership.user_id == key[1])
                        .values(number=number + 1)
                    )

    before = db.session.get_one(Membership, key).number
    db.session.rollback()
    with ThreadPoolExecutor(THREADS) as pool:
        for task in [pool.submit(count_up) for _ in range(THREADS)]:
            task.result()
    db.session.expire_all()
    assert db.session.get_one(Membership, key).number == before + THREADS * TRANSACTIONS
