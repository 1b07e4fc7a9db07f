"""A browser for tests: keeps its cookies and its token, and looks at every answer it gets."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextvars import Context
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element

from flask import Flask
from werkzeug.test import TestResponse

from annotator.db import db
from tests import hygiene

#: For `post(token=OWN)`: the token of this browser's session, as a page would send it.
OWN = "own"


@dataclass(frozen=True, slots=True)
class Seen:
    """A page that passed the checks of `hygiene`."""

    answer: TestResponse
    tree: Element

    @property
    def text(self) -> str:
        """All that can be read on the page, with single spaces."""
        body = self.tree.find("body")
        return hygiene.words_of(self.tree if body is None else body)

    @property
    def heading(self) -> str:
        """The words of its h1."""
        return hygiene.words_of(self.tree.find(".//h1"))  # type: ignore[arg-type]

    def links(self) -> list[str]:
        """Where its links lead."""
        return [link.get("href") or "" for link in self.tree.iter("a")]

    def form(self, action: str) -> Element:
        """The form that posts to this address."""
        return next(form for form in self.tree.iter("form") if form.get("action") == action)

    def errors(self) -> dict[str, str]:
        """What stands beside each field at fault, by the field's id."""
        return {
            (item.get("id") or "").removesuffix("-error"): hygiene.words_of(item)
            for item in self.tree.iter("p")
            if (item.get("class") or "") == "field__error" and item.get("id")
        }


class Visitor:
    """One browser. Over https it has the cookie of https; nobody is signed in without a secret."""

    def __init__(
        self,
        app: Flask,
        *,
        secret: str | None = None,
        https: bool = False,
        address: str = "127.0.0.1",
        host: str = "localhost",
    ) -> None:
        self._app = app
        self._client = app.test_client()
        self._base = {
            "base_url": f"{'https' if https else 'http'}://{host}",
            "environ_overrides": {"REMOTE_ADDR": address},
        }
        self._cookie = "__Host-annotator" if https else "annotator"
        self._host = host
        self._token: str | None = None
        if secret is not None:
            self.set_cookie({"sid": secret})

    def set_cookie(self, values: Mapping[str, str]) -> None:
        """Put signed values into the session cookie."""
        signer = self._app.session_interface.get_signing_serializer(self._app)  # type: ignore[attr-defined]
        self._client.set_cookie(self._cookie, signer.dumps(dict(values)), domain=self._host)

    def cookie(self) -> str | None:
        """The session cookie as it is now, to be replayed."""
        found = self._client.get_cookie(self._cookie, domain=self._host)
        return None if found is None else found.value

    def replay(self, value: str) -> None:
        """Send this cookie from now on, and the token that goes with it."""
        self._token = None
        self._client.set_cookie(self._cookie, value, domain=self._host)

    def get(self, path: str, *, json: bool = False, **options: Any) -> TestResponse:
        """GET; with `json`, ask for JSON."""
        return self.open("GET", path, json=json, **options)

    def post(
        self,
        path: str,
        data: Mapping[str, Any] | None = None,
        *,
        json: bool = False,
        token: str | None = OWN,
        **options: Any,
    ) -> TestResponse:
        """POST form data with the token; with `json`, ask for JSON. `token=None` sends none."""
        fields = dict(data or {})
        if token is not None:
            fields["csrf_token"] = self.token() if token == OWN else token
        return self.open("POST", path, json=json, data=fields, **options)

    def open(self, method: str, path: str, *, json: bool = False, **options: Any) -> TestResponse:
        """Any request; its answer must carry the security headers."""
        headers = dict(options.pop("headers", None) or {})
        headers.setdefault("Accept", "application/json" if json else "text/html")
        arguments = {**self._base, "method": method, "headers": headers, **options}
        answer = self._fresh(lambda: self._client.open(path, buffered=True, **arguments))
        if answer.headers.get("Set-Cookie"):
            self._token = None
        faults = hygiene.header_faults(answer.headers)
        assert not faults, f"{method} {path}: {faults}"
        return answer

    def page(self, path: str, *, status: int = 200, **options: Any) -> Seen:
        """GET a page and check it."""
        return self.look(self.get(path, **options), status=status)

    def submit(self, path: str, data: Mapping[str, Any], *, status: int = 422) -> Seen:
        """POST a form that is answered with a page, and check that page."""
        return self.look(self.post(path, data), status=status)

    def look(self, answer: TestResponse, *, status: int = 200) -> Seen:
        """Check the page in an answer."""
        assert answer.status_code == status, (answer.status_code, answer.text[:2000])
        assert answer.mimetype == "text/html"
        tree = hygiene.parse(answer.text)
        faults = hygiene.faults(tree)
        assert not faults, faults
        return Seen(answer, tree)

    def token(self) -> str:
        """This browser's form token, asked for when it may have changed."""
        if self._token is None:
            answer = self.get("/csrf-token", json=True)
            self._token = str(answer.get_json()["token"])
        return self._token

    def _fresh(self, request: Callable[[], TestResponse]) -> TestResponse:
        # The test holds an application context, and Flask would let the request join it, with
        # its `g` and its database session; in a context of its own it meets neither.
        try:
            return Context().run(request)
        finally:
            # What the test read before is stale now.
            db.session.rollback()
            db.session.expire_all()
