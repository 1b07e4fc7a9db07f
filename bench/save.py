"""Saving a mark with its verdict and source: processor time, and the rate with 16 clients."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from uuid import uuid4

from flask import Flask
from flask.sessions import SecureCookieSessionInterface

from annotator import create_app
from annotator.accounts.sessions import open_session
from annotator.config import Config
from annotator.db import writing
from annotator.db.migrate import upgrade
from bench.loader import load_articles, make_project
from bench.measure import percentile, spread, verdict
from bench.serving import Load, Request, annotator_server, bare_server, load
from bench.texts import spans

ROUNDS = 5
ALONE, TOGETHER = 200, 60
CLIENTS = 16
#: Processes of each server, and for them how many clients send how many saves each.
SETTINGS = ((1, ((1, ALONE), (CLIENTS, TOGETHER))), (2, ((CLIENTS, TOGETHER),)))

Make = Callable[[int, int], Request]


def main(folder: Path) -> None:
    """Measure in turn, ours and the bare route, and print medians and ratios."""
    environment = {"ANNOTATOR_INSTANCE": str(folder / "instance")}
    prepared = _prepare(environment)
    for processes, settings in SETTINGS:
        log, bare = folder / "servers.log", folder / f"bare-{processes}.sqlite3"
        with (
            annotator_server(environment, log, processes) as own,
            bare_server(bare, log, processes) as reference,
        ):
            for clients, each in settings:
                runs = _compare(own, reference, clients, each, *prepared)
                _tell(processes, clients, *runs)


def _compare(
    own: tuple[int, int],
    reference: tuple[int, int],
    clients: int,
    each: int,
    articles: list[tuple[str, str]],
    headers: dict[str, str],
    token: str,
) -> tuple[list[Load], list[Load]]:
    def ours(client: int, n: int) -> Request:
        return _request(articles, client * 1000 + n, token)

    def bare(client: int, n: int) -> Request:
        path, fields = _request(articles, client * 1000 + n, token)
        return f"/articles/1/marks/{path.rsplit('/', 1)[1]}", fields

    _run(*own, 2, 20, ours, headers)
    _run(*reference, 2, 20, bare, {})
    found: tuple[list[Load], list[Load]] = [], []
    for _ in range(ROUNDS):
        found[0].append(_run(*own, clients, each, ours, headers))
        found[1].append(_run(*reference, clients, each, bare, {}))
    return found


def _prepare(environment: dict[str, str]) -> tuple[list[tuple[str, str]], dict[str, str], str]:
    app = create_app(Config.from_environment(environment))
    with app.app_context():
        upgrade()
        project, reviewer = make_project()
        articles = load_articles(project, 50)
        with writing():
            secret = open_session(reviewer.id, address="127.0.0.1", agent="bench")
    cookie, token = signed_in(app, secret)
    return (
        [(article_id, text) for article_id, _, text in articles],
        {
            "Cookie": cookie,
            "Accept": "application/json",
            "Content-Type": "application/x-www-form-urlencoded",
        },
        token,
    )


def signed_in(app: Flask, secret: str) -> tuple[str, str]:
    """A cookie header and a form token for the session with this secret."""
    signing = app.session_interface
    assert isinstance(signing, SecureCookieSessionInterface)
    signer = signing.get_signing_serializer(app)
    assert signer is not None, "the application has a key to sign with"
    client = app.test_client()
    client.set_cookie("annotator", signer.dumps({"sid": secret}))
    token = client.get("/csrf-token", headers={"Accept": "application/json"}).get_json()["token"]
    found = client.get_cookie("annotator")
    assert found is not None, "the answer sets the cookie again"
    return f"annotator={found.value}", token


def _request(articles: list[tuple[str, str]], number: int, token: str) -> Request:
    article_id, text = articles[number % len(articles)]
    start, end = spans(text, 1, number)[0]
    return f"/projects/bench/articles/{article_id}/annotations/{uuid4()}", {
        "csrf_token": token,
        "version": 0,
        "label": "claim",
        "fragments-0-part": "content",
        "fragments-0-start": start,
        "fragments-0-end": end,
        "fragments-0-exact": text[start:end],
        "wording": f"Claim {number}, worded so that it stands alone.",
        "verdict-uuid": uuid4(),
        "verdict-rating": "supported",
        "verdict-rationale": "The register gives the same figure on its second page.",
        "sources-0-uuid": uuid4(),
        "sources-0-url": f"https://example.org/register/{number}",
        "sources-0-title": "Register",
    }


def _run(
    pid: int, port: int, clients: int, each: int, make: Make, headers: Mapping[str, str]
) -> Load:
    form = {"Content-Type": "application/x-www-form-urlencoded", **headers}
    return load(pid, port, clients, each, make, form)


def _tell(processes: int, clients: int, own: list[Load], bare: list[Load]) -> None:
    served = f"{processes} process{'es' * (processes > 1)}"
    print(f"\nSave of mark, verdict and source, {clients} client{'s' * (clients > 1)}, {served}")
    for name, runs in (("annotator", own), ("bare route", bare)):
        seconds = [value * 1000 for run in runs for value in run.seconds]
        print(
            f"  {name:<11} {spread([run.rate for run in runs], 0)} a second, "
            f"server {spread([run.cpu_milliseconds for run in runs])} ms CPU each, "
            f"p50 {percentile(seconds, 0.5):.1f} ms, p95 {percentile(seconds, 0.95):.1f} ms, "
            f"{sum(len(run.errors) for run in runs)} errors"
        )
        for error in {error for run in runs for error in run.errors[:1]}:
            print(f"    {error}")
    ratios = [one.rate / other.rate for one, other in zip(own, bare, strict=True)]
    print(f"  rate, annotator / bare route: {spread(ratios)}")
    if clients == 1:
        cpu = sorted(run.cpu_milliseconds for run in own)[len(own) // 2]
        print(f"  server CPU a save: {verdict(cpu, 5, at_most=True)}")
    else:
        ratio = sorted(ratios)[len(ratios) // 2]
        print(f"  rate to the bare route's: {verdict(ratio, 0.75, at_most=False)}")
