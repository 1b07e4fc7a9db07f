"""Commands that make projects, and say who and what belongs to them."""

from annotator.projects.cli import making, publishing, scales, settings, shelving, speakers
from annotator.projects.cli.group import project

COMMANDS = [project]

__all__ = ["COMMANDS", "making", "publishing", "scales", "settings", "shelving", "speakers"]
