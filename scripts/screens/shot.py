"""What every picture needs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page
from studio import Studio

PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "has_touch": True,
    "is_mobile": True,
    "device_scale_factor": 2,
}

Shot = Callable[[Studio], Page]


def page_at(path: str, who: str = "lead") -> Shot:
    """A page of the site as it comes."""
    return lambda studio: studio.visit(path, who)


def on_devices(name: str, shot: Callable[..., Page]) -> dict[str, Shot]:
    """The same page in daylight, in the dark on a phone, and in Arabic."""
    return {
        name: shot,
        f"{name}-phone": lambda studio: shot(studio, color_scheme="dark", **PHONE),
        f"{name}-arabic": lambda studio: shot(studio, locale="ar"),
    }
