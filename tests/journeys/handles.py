"""The grips at the ends of the active mark, by mouse and by finger."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Locator

from tests.journeys.desk import Desk

Point = tuple[float, float]


class Handles:
    """The grips of the open mark; edges are `start` and `end`, pieces count from 0."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.page = desk.page

    def grip(self, edge: str, piece: int = 0) -> Locator:
        """One grip."""
        return self.page.locator(f'.handle[data-edge="{edge}"][data-index="{piece}"]')

    def knob(self, edge: str, piece: int = 0) -> Point:
        """The middle of what a pointer hits."""
        self.desk.frame_passes()
        grip = self.grip(edge, piece)
        grip.scroll_into_view_if_needed()
        box = grip.bounding_box()
        assert box is not None
        up = -4 if edge == "start" else box["height"] + 6
        return box["x"] + box["width"] / 2, box["y"] + up

    def target(self, edge: str, place: int, piece: int = 0) -> Point:
        """Where the pointer must go for this border to stand before or behind a character."""
        box = self.grip(edge, piece).bounding_box()
        assert box is not None
        spot = self.desk.spot(place, edge)
        knob = self.knob(edge, piece)
        return (
            spot[0] + knob[0] - (box["x"] + box["width"] / 2),
            spot[1] + knob[1] - (box["y"] + box["height"] / 2),
        )

    def drag(self, edge: str, place: int, *, piece: int = 0, alt: bool = False) -> None:
        """Drag a border by the mouse to a code point of the text."""
        with self.held(edge, place, piece=piece, alt=alt):
            pass

    @contextmanager
    def held(self, edge: str, place: int, *, piece: int = 0, alt: bool = False) -> Iterator[None]:
        """The same, with something done while the mouse is still down."""
        mouse, keyboard = self.page.mouse, self.page.keyboard
        mouse.move(*self.knob(edge, piece))
        mouse.down()
        if alt:
            keyboard.down("Alt")
        mouse.move(*self.target(edge, place, piece), steps=4)
        yield
        mouse.up()
        if alt:
            keyboard.up("Alt")

    def drag_by_finger(self, edge: str, place: int, *, piece: int = 0) -> None:
        """Drag a border by a finger."""
        send = self.page.context.new_cdp_session(self.page).send
        begin, finish = self.knob(edge, piece), self.target(edge, place, piece)

        def touch(kind: str, *points: Point) -> None:
            touches = [{"x": x, "y": y} for x, y in points]
            send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touches})

        touch("touchStart", begin)
        middle = ((begin[0] + finish[0]) / 2, (begin[1] + finish[1]) / 2)
        touch("touchMove", middle)
        touch("touchMove", finish)
        touch("touchEnd")
