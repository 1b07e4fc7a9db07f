"""Which labels and roles a foreign dataset has, how often, and what they look like."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field

from annotator.articles.json_lines import JsonLines, Line
from annotator.articles.json_records import JsonRecords
from annotator.errors import Invalid
from annotator.formats.archive import unpacked
from annotator.formats.averitec.format import CLAIM, AveritecFormat
from annotator.formats.brat.folder import is_marks
from annotator.formats.brat.records import Event, Relation, TextBound, parse, references
from annotator.formats.interface import Source
from annotator.formats.mapping import TRIGGER, base_of
from annotator.formats.spans import span_of, spans_key
from annotator.text.canonical import canonicalise, decode

EXAMPLES = 3
#: How much of an example is shown, in characters.
_SHOWN = 60
#: So many names are told apart; whoever has more has no labels but free text.
MOST_NAMES = 150


@dataclass(slots=True)
class Seen:
    """A label or a role: how often it is there, and words that have it."""

    name: str
    count: int = 0
    examples: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Survey:
    """Labels, roles of events and relations, the most frequent first; `files` were read."""

    files: int = 0
    _labels: dict[str, Seen] = field(default_factory=dict)
    _roles: dict[str, Seen] = field(default_factory=dict)
    _relations: dict[str, Seen] = field(default_factory=dict)

    @property
    def labels(self) -> list[Seen]:
        """The labels of marks: of events, and of words that belong to no event."""
        return _by_count(self._labels)

    @property
    def roles(self) -> list[Seen]:
        """The roles of events; `trigger` stands for the words that trigger them."""
        return _by_count(self._roles)

    @property
    def relations(self) -> list[Seen]:
        """The relations between marks."""
        return _by_count(self._relations)

    def add_label(self, name: str, words: str) -> None:
        """One more mark with a label."""
        _count(self._labels, name, words)

    def add_role(self, name: str, words: str) -> None:
        """One more player of a role."""
        _count(self._roles, name, words)

    def add_relation(self, name: str, words: str) -> None:
        """One more relation, with the words that it joins."""
        _count(self._relations, name, words)


def survey(source: Source) -> Survey:
    """Read a folder of brat stand-off, an archive of one, AVeriTeC, or JSON Lines with spans.

    Raises `Invalid`.
    """
    if source.suffix == ".zip" and not source.members:
        with unpacked(source) as whole:
            return survey(whole)
    found = Survey()
    if source.members:
        for name, member in source.members.items():
            if is_marks(name):
                found.files += 1
                _add_records(found, member, name)
        return found
    found.files = 1
    with closing(source.open()) as stream:
        if AveritecFormat().claims(source):
            for entry in JsonRecords(stream, source.name).entries():
                found.add_label(CLAIM, str(_whole(entry).value.get("claim", "")))
            return found
        for entry in JsonLines(stream, source.name).entries():
            _add_spans(found, _whole(entry))
    return found


def _whole(entry: Line | Invalid) -> Line:
    if isinstance(entry, Invalid):
        raise entry
    return entry


def _add_records(found: Survey, member: Source, name: str) -> None:
    text = decode(member.read())
    records = parse(canonicalise(text), name) if text.strip("\ufeff\r\n\t ") else []
    words = {one.id: one.quote for one in records if isinstance(one, TextBound)}
    events = [one for one in records if isinstance(one, Event)]
    in_events = {target for event in events for target in references(event)}
    for event in events:
        words[event.id] = _add_event(found, event, words)
    for record in records:
        if isinstance(record, TextBound) and record.id not in in_events:
            found.add_label(record.type, record.quote)
        elif isinstance(record, Relation):
            ends = (_short(words.get(target, ""), _SHOWN // 2) for _, target in record.roles)
            found.add_relation(record.type, " → ".join(ends))


def _add_event(found: Survey, event: Event, words: Mapping[str, str]) -> str:
    """Count an event and its roles; gives the words that stand for it."""
    contents = [words.get(target, "") for _, target in event.roles]
    shown = max(contents, key=len, default="") or words.get(event.trigger, "")
    found.add_label(event.type, shown)
    found.add_role(TRIGGER, words.get(event.trigger, ""))
    for role, target in event.roles:
        found.add_role(base_of(role), words.get(target, ""))
    return shown


def _add_spans(found: Survey, line: Line) -> None:
    text = line.value.get("text")
    key = spans_key(line.value)
    if not isinstance(text, str) or key is None:
        raise line.place.refusal(
            Invalid("it has no spans: they stand in “spans”, “entities”, “label” or “labels”")
        )
    try:
        for index, value in enumerate(line.value[key]):
            span = span_of(value, f"{key}-{index}")
            found.add_label(span.label, span.quote or text[span.start : span.end])
    except Invalid as error:
        raise line.place.refusal(error) from None


def _count(known: dict[str, Seen], name: str, words: str) -> None:
    seen = known.get(name)
    if seen is None:
        if len(known) >= MOST_NAMES:
            raise Invalid("There are more than %(most)s labels.", "files", most=MOST_NAMES)
        seen = known[name] = Seen(name)
    seen.count += 1
    shown = _short(words, _SHOWN)
    if shown and shown not in seen.examples and len(seen.examples) < EXAMPLES:
        seen.examples.append(shown)


def _short(words: str, most: int) -> str:
    words = " ".join(words.split())
    return words if len(words) <= most else words[: most - 1] + "…"


def _by_count(known: dict[str, Seen]) -> list[Seen]:
    return sorted(known.values(), key=lambda seen: (-seen.count, seen.name))
