"""The measurements still run after what they measure has changed; here on next to nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench import agreement, dashboards, exporting, pressing, proving, queue, timeline

pytestmark = pytest.mark.slow


def test_the_agreement_of_three_reviewers_is_measured(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(agreement, "SIZES", ((10, 10), (20, 5), (20, 10)))
    agreement.main(tmp_path)

    assert "20 articles,     600 marks" in capsys.readouterr().out


def test_handing_out_and_pressing_are_measured(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(queue, "SIZES", (10, 20))
    for name, value in {"SIZES": (200, 400), "PEOPLE": 2, "TURNS": 2}.items():
        monkeypatch.setattr(pressing, name, value)
    queue.main(tmp_path)

    told = capsys.readouterr().out
    assert "20 articles" in told
    assert "400 articles, nearly done" in told


def test_a_timeline_is_measured(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    timeline.main(tmp_path, (503, 1006))

    assert "the slowest page" in capsys.readouterr().out


def test_proving_a_chain_is_measured(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    proving.main(tmp_path, 5030)

    assert "memory beyond" in capsys.readouterr().out


def test_the_dashboards_are_measured(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in {"MARKS": 3, "TIMES": 1, "DAYS": 4}.items():
        monkeypatch.setattr(dashboards, name, value)
    dashboards.main(tmp_path, (36, 72))

    assert "what grew most" in capsys.readouterr().out


def test_exports_are_measured(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(exporting, "REST", 0.2)
    exporting.main(tmp_path, articles=20, rounds=1)

    told = capsys.readouterr().out
    assert told.count("raw, jsonl and known are the same bytes: True") >= 1
    assert "the same bytes: False" not in told
    assert "beside an export / alone" in told
