"""What was measured in Chromium, in words."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from statistics import median

from bench.measure import spread, verdict
from bench.visiting import Cost


@dataclass
class Figures:
    """What one page took, a value for each round or each time."""

    paint: list[float] = field(default_factory=list)
    usable: list[float] = field(default_factory=list)
    adds: list[Cost] = field(default_factory=list)
    hovers: list[Cost] = field(default_factory=list)
    steps: list[Cost] = field(default_factory=list)
    scroll: list[float] = field(default_factory=list)
    longest: list[float] = field(default_factory=list)
    cards: int = 0
    bytes: dict[str, int] = field(default_factory=dict)
    headers: dict[str, int] = field(default_factory=dict)
    needed: set[str] = field(default_factory=set)
    twice: set[str] = field(default_factory=set)


def tell(size: tuple[int, int], own: Figures, bare: Figures) -> None:
    """What both pages took, one figure a line."""
    print(f"\n{size[0]} words, {size[1]} marks (load {os.getloadavg()[0]:.1f})")
    rows = (
        ("first paint", own.paint, bare.paint),
        ("usable", own.usable, bare.usable),
        ("add a mark: script CPU", *_costs(own.adds, bare.adds, "script")),
        ("  style and layout CPU", *_costs(own.adds, bare.adds, "layout")),
        ("  until the frame", *_costs(own.adds, bare.adds, "frame")),
        ("hover: script CPU", *_costs(own.hovers, bare.hovers, "script")),
        ("  until the frame", *_costs(own.hovers, bare.hovers, "frame")),
        ("next mark: script CPU", *_costs(own.steps, bare.steps, "script")),
        ("  until the frame", *_costs(own.steps, bare.steps, "frame")),
        ("scroll: CPU a frame", own.scroll, bare.scroll),
    )
    for row in rows:
        _row(*row)
    print(f"  {'first paint, each round':<24} {spread(_pairs(own.paint, bare.paint))} times")
    total, other = sum(own.bytes.values()), sum(bare.bytes.values())
    print(
        f"  {'transfer':<24} {total // 1024} KiB, bare {other // 1024}: {total / other:.2f} times"
    )
    print(f"  {'longest task once usable':<24} {spread(own.longest, 0)} ms (0: none over 50)")
    print(f"  {'cards in the page':<24} {own.cards}")


def _row(name: str, ours: list[float], others: list[float]) -> None:
    if not ours or not others:
        print(f"  {name:<24} not measured")
        return
    ratio = median(ours) / median(others) if median(others) else float("inf")
    print(f"  {name:<24} {spread(ours, 1)} ms, bare {spread(others, 1)}: {ratio:.2f} times")


def _pairs(ours: list[float], others: list[float]) -> list[float]:
    return [one / other for one, other in zip(ours, others, strict=True)]


def _costs(own: list[Cost], bare: list[Cost], name: str) -> tuple[list[float], list[float]]:
    return [getattr(one, name) for one in own], [getattr(one, name) for one in bare]


def judge(largest: tuple[int, int], found: list[tuple[Figures, Figures]], shell: int) -> None:
    """Each target, and whether it is met."""
    own, bare = found[-1]
    script = [median(cost.script for cost in figures.adds) for figures, _ in found]
    paint = median(own.paint) / median(bare.paint)
    every_byte, needed = _contents(found[0][0]), found[0][0].needed
    own_bytes = {url: size for url, size in every_byte.items() if url in needed}
    behind = {url: size for url, size in every_byte.items() if url not in needed}
    # Letters beyond Latin-1 are asked for where an article has them, and not before.
    letters = sum(size for url, size in own_bytes.items() if "latin-ext" in url)
    rest = sum(size for url, size in own_bytes.items() if "/projects/" not in url) - letters
    print(f"\nTargets at {largest[0]} words and {largest[1]} marks")
    _line("first paint, times the bare page's", paint, 1.3)
    _line("script to add a mark, ms", script[-1], 16)
    _line("  beside the smallest article, times", script[-1] / max(script[0], 0.1), 1.5)
    _line("cards in the page", max(figures.cards for figures, _ in found), 60)
    _line("longest task once usable, ms", median(own.longest), 50)
    _line("KiB before the article", (shell + rest) / 1024, 150)
    twice = set().union(*(figures.twice for figures, _ in found))
    _line("addresses asked for twice", len(twice), 0)
    for url in sorted(twice):
        print(f"    {url}")
    kinds = ", ".join(f"{name} {size / 1024:.1f}" for name, size in _by_kind(own_bytes).items())
    print(f"  of the KiB: page {shell / 1024:.1f}, {kinds};")
    print(f"  behind it, for what opens at a press: {sum(behind.values()) / 1024:.1f} KiB;")
    headers = sum(found[0][0].headers.values())
    print(
        f"  beside them {headers / 1024:.1f} of headers (HTTP/1.1 repeats them), and of fonts"
        f" {letters / 1024:.1f} for letters of the article"
    )


def _contents(figures: Figures) -> dict[str, int]:
    """Bytes without the headers."""
    return {url: size - figures.headers.get(url, 0) for url, size in figures.bytes.items()}


def _by_kind(sizes: dict[str, int]) -> dict[str, int]:
    kinds: dict[str, int] = {}
    for url, size in sizes.items():
        found = re.search(r"\.(js|css|woff2|svg)$", url)
        if found:
            kinds[found[1]] = kinds.get(found[1], 0) + size
    return kinds


def _line(name: str, figure: float, target: float) -> None:
    print(f"  {name:<36} {figure:.2f}, {verdict(figure, target, at_most=True)}")
