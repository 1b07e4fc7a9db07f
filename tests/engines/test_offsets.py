"""Offsets to places in the page and back, by the product's own script, in each engine."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.engines.hand import Hand

pytestmark = [pytest.mark.engines, pytest.mark.timeout(600)]

ROUND_TRIPS = 1500
ARTICLES = ("Skerry lighthouse", "وزيرة المياه", "Ferry fares")

# The address of the module is that of the page's own preload, so that one copy is loaded.
LOAD = """
const done = arguments[arguments.length - 1];
const path = [...document.querySelectorAll("link[rel=modulepreload]")]
  .map((link) => link.href).find((href) => href.endsWith("/text/text.js"));
import(path).then((module) => { window.evidence = module; done(Object.keys(module)); },
                  (error) => done(String(error)));
"""
TRIP = """
const [trips, seed] = arguments;
const { makeIndex, offsetsToRange, selectionToOffsets } = window.evidence;
const root = document.querySelector("#article");
const index = makeIndex(root);
const blocks = [...root.querySelectorAll("[data-s]")];
let state = seed;
const random = (below) => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return Math.floor((state / 2 ** 32) * below);
};
const faults = [];
for (let trip = 0; trip < trips; trip += 1) {
  const block = blocks[random(blocks.length)];
  const points = [...block.textContent];
  if (points.length < 2) { trip -= 1; continue; }
  const from = random(points.length - 1);
  const to = from + 1 + random(points.length - from);
  const start = Number(block.dataset.s) + from;
  const end = Math.min(Number(block.dataset.s) + to, Number(block.dataset.s) + points.length);
  const range = offsetsToRange(index, start, end);
  const words = points.slice(from, end - Number(block.dataset.s)).join("");
  const selection = getSelection();
  selection.setBaseAndExtent(
    range.startContainer, range.startOffset, range.endContainer, range.endOffset);
  const back = selectionToOffsets(root, selection);
  if (String(range) !== words || back?.start !== start || back?.end !== end) {
    faults.push([start, end, words, String(range), back]);
  }
}
return faults;
"""


@pytest.mark.parametrize("title", ARTICLES)
def test_no_random_round_trip_is_off(
    hand: Hand, title: str, record_property: Callable[[str, Any], None]
) -> None:
    hand.opens(title)
    loaded = hand.driver.execute_async_script(LOAD)
    assert "offsetsToRange" in loaded, loaded
    trips = ROUND_TRIPS // len(ARTICLES)
    faults = hand.driver.execute_script(TRIP, trips, 20261122)
    assert faults == []
    record_property("trips", trips)
