"""What persons are called in an export: by pseudonym, or by a name that is theirs alone."""

from __future__ import annotations

from collections import Counter

from annotator.export.reading.snapshot import Snapshot


class Persons:
    """The names of one export, and the order of the people who bear them."""

    def __init__(
        self,
        snapshot: Snapshot,
        *,
        names: bool,
        corrections: bool = False,
        comments: bool = False,
    ) -> None:
        people = snapshot.people()
        if names:
            self.names = _told_apart(snapshot, people, corrections=corrections, comments=comments)
            self._order = {key: (name, people[key][0]) for key, name in self.names.items()}
        else:
            self.names = {key: f"r{number}" for key, (number, _) in people.items()}
            # Pseudonyms go by number: r2 comes before r10.
            self._order = {key: ("", number) for key, (number, _) in people.items()}

    def place(self, user_id: int) -> tuple[str, int]:
        """What persons are sorted by: names by letter, pseudonyms by number."""
        return self._order[user_id]


def _told_apart(
    snapshot: Snapshot, people: dict[int, tuple[int, str]], *, corrections: bool, comments: bool
) -> dict[int, str]:
    """Everybody's name; two who share theirs have their number after it."""
    counts = Counter(name for _, name in people.values())
    shared = [key for key, (_, name) in people.items() if counts[name] > 1]
    # Whoever did nothing stands in no line. To tell them apart too would make the names depend
    # on who else is in the project, and a copy of the project would have others.
    at_work = snapshot.at_work(shared, corrections=corrections, comments=comments)
    clashes = Counter(people[key][1] for key in at_work)
    return {
        key: f"{name} (r{number})" if key in at_work and clashes[name] > 1 else name
        for key, (number, name) in people.items()
    }
