"""The pages around the articles."""

from __future__ import annotations

from screens.shot import Shot, page_at

SHOTS: dict[str, Shot] = {
    "sign-in": lambda studio: studio.visit("/sign-in"),
    "projects": page_at("/projects"),
    "articles": page_at("/projects/demo/articles"),
    "members": page_at("/projects/demo/members"),
    "export": page_at("/projects/demo/export"),
    "audit": page_at("/projects/demo/audit"),
    "error": page_at("/projects/demo/no-such-page"),
}
