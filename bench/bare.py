"""The reference: plain Flask routes that store a mark, a verdict and a source, or send a text.

What anybody would write in ten minutes with Flask and Flask-SQLAlchemy: one form, three rows, one
commit. No sign-in, no permissions, no checks, no versions, no audit trail. The same database
library, journal and sync settings, and the same server, with the number of threads that these
routes do best with: their writers have no line to wait in, and sixteen keep each other waiting.
"""

from __future__ import annotations

import sys
from typing import Any
from uuid import uuid4

from flask import Flask, render_template_string, request
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import event
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from waitress import serve

from annotator.db import sqlite
from annotator.web.processes import listening_sockets, run_together

THREADS = 8


class Base(DeclarativeBase):
    """Base of the three models."""


db = SQLAlchemy(model_class=Base)

_PAGE = "<!doctype html><title>Text</title>{% for line in lines %}<p>{{ line }}</p>{% endfor %}"


class Mark(Base):
    """A mark."""

    __tablename__ = "mark"
    id: Mapped[str] = mapped_column(primary_key=True)
    article: Mapped[str]
    label: Mapped[str]
    start: Mapped[int]
    end: Mapped[int]
    exact: Mapped[str]
    wording: Mapped[str]


class Verdict(Base):
    """A verdict."""

    __tablename__ = "verdict"
    id: Mapped[str] = mapped_column(primary_key=True)
    mark: Mapped[str]
    rating: Mapped[str]
    rationale: Mapped[str]


class Text(Base):
    """An article's text."""

    __tablename__ = "text"
    name: Mapped[str] = mapped_column(primary_key=True)
    text: Mapped[str]


class Source(Base):
    """A source."""

    __tablename__ = "source"
    id: Mapped[str] = mapped_column(primary_key=True)
    mark: Mapped[str]
    url: Mapped[str]
    title: Mapped[str]


def create_app(path: str) -> Flask:
    """The application on this file."""
    app = Flask(__name__)
    app.config["SQLALCHEMY_DATABASE_URI"] = f"sqlite:///{path}"
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = {
        "module": sqlite.driver(),
        "connect_args": {"check_same_thread": False, "timeout": 60},
        "pool_size": 16,
    }
    db.init_app(app)
    with app.app_context():
        event.listen(db.engine, "connect", _connect)
        Base.metadata.create_all(db.engine)

    @app.post("/articles/<article>/marks/<mark>")
    def save(article: str, mark: str) -> dict[str, str]:
        form = request.form
        db.session.add(
            Mark(
                id=mark,
                article=article,
                label=form["label"],
                start=form.get("fragments-0-start", type=int),
                end=form.get("fragments-0-end", type=int),
                exact=form["fragments-0-exact"],
                wording=form["wording"],
            )
        )
        rating, rationale = form["verdict-rating"], form["verdict-rationale"]
        url, title = form["sources-0-url"], form["sources-0-title"]
        db.session.add(Verdict(id=str(uuid4()), mark=mark, rating=rating, rationale=rationale))
        db.session.add(Source(id=str(uuid4()), mark=mark, url=url, title=title))
        db.session.commit()
        return {"id": mark}

    @app.route("/texts/<name>", methods=["GET", "POST"])
    def text(name: str) -> str:
        if request.method == "POST":
            db.session.add(Text(name=name, text=request.get_data(as_text=True)))
            db.session.commit()
        found = db.session.get_one(Text, name)
        return render_template_string(_PAGE, lines=found.text.split("\n"))

    return app


def _connect(connection: Any, _record: Any) -> None:
    connection.execute(f"PRAGMA journal_mode = {sqlite.journal_mode()}")
    connection.execute("PRAGMA synchronous = FULL")


def main(path: str, port: int, processes: int) -> None:
    """Serve it as `annotator serve` does."""
    app = create_app(path)
    if processes == 1:
        serve(app, host="127.0.0.1", port=port, threads=THREADS)
        return
    with app.app_context():
        db.engine.dispose()
    sockets = listening_sockets("127.0.0.1", port)
    run_together([lambda: serve(app, sockets=sockets, threads=THREADS)] * processes)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
