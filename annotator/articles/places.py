"""Where a piece of input stands, for sentences about what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass

from annotator.errors import AnnotatorError, Invalid


@dataclass(frozen=True, slots=True)
class Place:
    """A file, and the line in it where it is made of lines."""

    file: str
    line: int | None = None

    def refusal(self, problem: str | AnnotatorError, field: str | None = None) -> Invalid:
        """One sentence that names file, line and field, as far as there are any."""
        field = field or (problem.field if isinstance(problem, AnnotatorError) else None)
        values: dict[str, object] = {
            "file": self.file,
            "line": self.line,
            "key": field,
            "problem": _inside(str(problem)),
        }
        return Invalid(_SENTENCES[self.line is not None, field is not None], field, **values)


def _inside(sentence: str) -> str:
    """A sentence as a part of another one."""
    return sentence[:1].lower() + sentence[1:].removesuffix(".")


#: By whether a line and whether a field is known.
_SENTENCES = {
    (False, False): "In %(file)s: %(problem)s.",
    (False, True): "In %(file)s, “%(key)s”: %(problem)s.",
    (True, False): "In %(file)s, line %(line)s: %(problem)s.",
    (True, True): "In %(file)s, line %(line)s, “%(key)s”: %(problem)s.",
}
