"""The program `annotator`, started beside the tests on the data of one of them."""

from __future__ import annotations

import os
import subprocess
import sys

from annotator.config import Config


def started(config: Config, *words: str) -> subprocess.Popen[str]:
    """`annotator WORDS`, at work; what it says on standard error can be read."""
    return subprocess.Popen(
        command(*words), env=settings(config), stderr=subprocess.PIPE, text=True
    )


def command(*words: str) -> list[str]:
    """The command line."""
    return [sys.executable, "-m", "annotator.cli", *words]


def settings(config: Config) -> dict[str, str]:
    """The environment in which it finds the data."""
    return {
        **os.environ,
        "ANNOTATOR_INSTANCE": str(config.instance),
        "ANNOTATOR_DATABASE_URL": config.database_url,
        "ANNOTATOR_SECRET_KEY": config.secret_key,
    }
