"""How much bulk work one transaction takes, so that people's saves wait for it but a moment."""

from __future__ import annotations

#: The longest that a transaction of bulk work should keep others waiting, in seconds.
SHORT = 0.02
_LEAST, _FIRST, _MOST = 50, 100, 200


class Pace:
    """`room` is how much the next transaction may take, going by how long the last ones did."""

    def __init__(self) -> None:
        self.room = _FIRST

    def took(self, seconds: float) -> None:
        """The transaction before took so long. Half as much or twice as much comes next at most."""
        factor = min(max(SHORT / max(seconds, SHORT / 10), 0.5), 2.0)
        self.room = min(max(round(self.room * factor), _LEAST), _MOST)
