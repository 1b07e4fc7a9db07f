"""A server that speaks S3, on a port of this machine; it can be made to fail."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from socket import SHUT_RDWR
from threading import Thread
from typing import TYPE_CHECKING, Any

import pytest
from werkzeug.serving import make_server

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

NAME = "desk"
PLACE = f"s3://{NAME}/folder"


class Bucket:
    """The bucket `desk`; `before_put` is called with the number of each file that comes."""

    def __init__(self, application: Any) -> None:
        self._application = application
        self.server = make_server("127.0.0.1", 0, self, threaded=True)
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        self._thread = Thread(target=self.server.serve_forever, daemon=True)
        self._thread.start()
        self.before_put: Callable[[int], object] = lambda _number: None
        self.puts = 0
        #: Where the last file goes.
        self.path = ""
        #: Whether it breaks every connection off, and whether it refuses every file.
        self.is_away = self.takes_no_more = False

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        is_file = environ["REQUEST_METHOD"] == "PUT" and environ["PATH_INFO"].count("/") > 1
        if is_file:
            self.puts += 1
            self.path = environ["PATH_INFO"]
            self.before_put(self.puts)
        if self.is_away:
            environ["werkzeug.socket"].shutdown(SHUT_RDWR)
            raise ConnectionResetError
        if is_file and self.takes_no_more:
            environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
            start("403 Forbidden", [("Content-Type", "application/xml")])
            return [b"<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>"]
        answer: Iterable[bytes] = self._application(environ, start)
        return answer

    def variables(self) -> dict[str, str]:
        """The environment of whoever uses it."""
        return {
            "AWS_ENDPOINT_URL": self.address,
            "AWS_ACCESS_KEY_ID": "nobody",
            "AWS_SECRET_ACCESS_KEY": "nothing",
            "AWS_DEFAULT_REGION": "us-east-1",
            # The tests need not wait for what will not come back.
            "AWS_MAX_ATTEMPTS": "1",
        }

    def forget(self) -> None:
        """Take away what the test before put there: the process keeps it."""
        with closing(HTTPConnection("127.0.0.1", self.server.server_port)) as connection:
            connection.request("POST", "/moto-api/reset")
            assert connection.getresponse().status == 200

    def kill(self) -> None:
        """From now on nobody answers on the port."""
        if self._thread.is_alive():
            self.server.shutdown()
            self._thread.join()
        self.server.server_close()


@contextmanager
def a_bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[Bucket]:
    """The server with its bucket, and this process's environment set to use it."""
    moto, s3fs = pytest.importorskip("moto.server"), pytest.importorskip("s3fs")
    bucket = Bucket(moto.DomainDispatcherApplication(moto.create_backend_app))
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    for name, value in bucket.variables().items():
        monkeypatch.setenv(name, value)
    s3fs.S3FileSystem.clear_instance_cache()
    bucket.forget()
    s3fs.S3FileSystem().mkdir(NAME)
    try:
        yield bucket
    finally:
        bucket.kill()
        s3fs.S3FileSystem.clear_instance_cache()
