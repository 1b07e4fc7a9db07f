"""A site to visit: the application on waitress, with its data."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from sqlalchemy import select

from annotator.articles.drafts import ArticleDraft
from annotator.articles.models import Article
from annotator.articles.service import import_text
from annotator.config import Config
from annotator.db import db, writing
from annotator.projects.models import Project
from annotator.projects.queries import project_by_slug
from tests.factories import SHELL
from tests.programs import command, settings

PASSWORD = "a password of the demonstration"
ROSA = "rosa@example.org"
RAVI = "ravi@example.org"
LEAD = "lead@example.org"


@dataclass(frozen=True, slots=True)
class Site:
    """Where the pages are, and what its command line works on."""

    address: str
    config: Config
    app: Flask

    def path_of(self, title: str) -> str:
        """Where the first article is marked whose title holds these words."""
        found = select(Article.id, Project.slug).join(Project, Project.id == Article.project_id)
        found = found.where(Article.title.contains(title)).order_by(Article.number)
        with self.app.app_context():
            article_id, slug = db.session.execute(found).first() or (None, None)
        assert article_id is not None, f"no article is called {title}"
        return f"/projects/{slug}/articles/{article_id}"

    def run(self, *arguments: str | Path) -> subprocess.CompletedProcess[bytes]:
        """Run `annotator ARGUMENTS` beside the server, on the same data."""
        words = command(*map(str, arguments))
        return subprocess.run(words, env=settings(self.config), capture_output=True, check=False)


def brought_in(draft: ArticleDraft) -> str:
    """Bring an article into the demonstration project; where it is marked."""
    project = project_by_slug("demo")
    assert project is not None
    with writing():
        article_id = import_text(project, draft, actor=SHELL)
    db.session.remove()
    return f"/projects/demo/articles/{article_id}"
