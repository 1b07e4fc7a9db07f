"""Two leads who look after one training article at one moment."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask

from annotator.db import db, writing
from annotator.errors import Invalid
from annotator.training.models import Offer
from annotator.training.service import set_offer
from tests.adjudication.made import Bench
from tests.databases import ON_BOTH
from tests.personas import World
from tests.training.made import assert_recorded, freeze, make_training, row_of


def end_elsewhere(app: Flask, bench: Bench) -> None:
    """Another lead makes it an ordinary article again."""

    def end() -> None:
        with app.app_context(), writing():
            set_offer(row_of(bench), Offer.ENDED, actor=bench.world.admin.actor)

    with ThreadPoolExecutor(1) as pool:
        pool.submit(end).result()


@ON_BOTH
def test_what_another_lead_did_with_a_training_article_meanwhile_is_seen_before_it_is_changed(
    app: Flask, world: World
) -> None:
    bench = make_training(world)
    mine = row_of(bench)
    db.session.commit()
    end_elsewhere(app, bench)
    with pytest.raises(Invalid, match="ordinary one again"), writing():
        set_offer(mine, Offer.RETIRED, actor=world.lead.actor)
    assert_recorded(world)


@ON_BOTH
def test_answers_frozen_while_another_lead_ends_the_training_make_it_a_training_article_again(
    app: Flask, world: World
) -> None:
    bench = make_training(world)
    mine = row_of(bench)
    db.session.commit()
    end_elsewhere(app, bench)
    freeze(bench)
    db.session.refresh(mine)
    assert mine.state is Offer.OFFERED
    assert_recorded(world)
