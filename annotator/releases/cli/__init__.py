"""The commands of releases."""

from annotator.releases.cli import comparing, making, proving, telling
from annotator.releases.cli.group import release

COMMANDS = [release]

__all__ = ["COMMANDS", "comparing", "making", "proving", "telling"]
