"""Settings that cannot be are refused with a sentence, and never with a traceback."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from annotator.config import Config
from annotator.errors import Refused


def settings(folder: Path, **given: str) -> Config:
    return Config.from_environment({"ANNOTATOR_INSTANCE": str(folder), **given})


@pytest.mark.parametrize(
    "name",
    [
        "ANNOTATOR_IDLE_HOURS",
        "ANNOTATOR_PROXIES",
        "ANNOTATOR_MAX_UPLOAD_BYTES",
        "ANNOTATOR_GATE_SECONDS",
    ],
)
@pytest.mark.parametrize("text", ["inf", "nan", "-1", "-inf", "1e400", "²", "soon", "9" * 5000])
def test_a_number_that_cannot_be_is_refused(tmp_path: Path, name: str, text: str) -> None:
    with pytest.raises(Refused, match=f"{name} is"):
        settings(tmp_path, **{name: text})


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("ANNOTATOR_IDLE_HOURS", "1.5"),
        ("ANNOTATOR_PROXIES", "1e0"),
        ("ANNOTATOR_MAX_UPLOAD_BYTES", "8e6"),
        ("ANNOTATOR_IDLE_HOURS", "0"),
        ("ANNOTATOR_MAX_UPLOAD_BYTES", "0"),
    ],
)
def test_what_is_counted_is_whole(tmp_path: Path, name: str, text: str) -> None:
    with pytest.raises(Refused, match="whole number"):
        settings(tmp_path, **{name: text})


def test_numbers_are_read(tmp_path: Path) -> None:
    config = settings(
        tmp_path,
        ANNOTATOR_IDLE_HOURS="24",
        ANNOTATOR_PROXIES="0",
        ANNOTATOR_MAX_UPLOAD_BYTES="1000000",
        ANNOTATOR_GATE_SECONDS="2.5",
    )
    assert (config.idle_hours, config.proxies) == (24, 0)
    assert (config.max_upload_bytes, config.gate_seconds) == (1_000_000, 2.5)


def test_fetching_is_off_until_it_is_switched_on(tmp_path: Path) -> None:
    assert not settings(tmp_path).fetch
    assert not settings(tmp_path, ANNOTATOR_FETCH="0").fetch
    assert settings(tmp_path, ANNOTATOR_FETCH="1").fetch
    for text in ("true", "yes", "on", "2", " 1"):
        with pytest.raises(Refused, match="must be 1 or 0"):
            settings(tmp_path, ANNOTATOR_FETCH=text)


def test_behind_a_proxy_the_server_has_a_name(tmp_path: Path) -> None:
    for hosts in ("", " , "):
        with pytest.raises(Refused, match="must say under which names"):
            settings(tmp_path, ANNOTATOR_PROXIES="1", ANNOTATOR_TRUSTED_HOSTS=hosts)
    found = settings(
        tmp_path, ANNOTATOR_PROXIES="1", ANNOTATOR_TRUSTED_HOSTS="a.example, b.example"
    )
    assert (found.proxies, found.trusted_hosts) == (1, ("a.example", "b.example"))


def test_no_setting_is_listed_that_nothing_reads() -> None:
    package = Path(__file__).resolve().parents[2] / "annotator"
    code = "".join(
        path.read_text(encoding="utf-8")
        for path in package.rglob("*.py")
        if path.name != "config.py"
    )
    unread = [item.name for item in fields(Config) if f"config.{item.name}" not in code]
    assert unread in ([], ["sources"])
