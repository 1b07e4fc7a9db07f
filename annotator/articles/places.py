"""Where a piece of input stands, for sentences about what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass

from annotator.errors import AnnotatorError, Clause, Invalid


@dataclass(frozen=True, slots=True)
class Place:
    """A file, and the line in it where it is made of lines, or the record of a list."""

    file: str
    line: int | None = None
    record: int | None = None

    def refusal(self, problem: AnnotatorError, field: str | None = None) -> Invalid:
        """One sentence that names file, line or record, and field, as far as there are any."""
        field = field or problem.field
        if self.record is not None:
            return self._of_record(self.record, problem, field)
        values: dict[str, object] = {
            "file": self.file,
            "line": self.line,
            "key": field,
            "problem": Clause(problem),
        }
        if self.line is None and field is None:
            return Invalid("In %(file)s: %(problem)s.", field, **values)
        if self.line is None:
            return Invalid("In %(file)s, “%(key)s”: %(problem)s.", field, **values)
        if field is None:
            return Invalid("In %(file)s, line %(line)s: %(problem)s.", field, **values)
        return Invalid("In %(file)s, line %(line)s, “%(key)s”: %(problem)s.", field, **values)

    def _of_record(self, record: int, problem: AnnotatorError, field: str | None) -> Invalid:
        values: dict[str, object] = {
            "file": self.file,
            "record": record,
            "key": field,
            "problem": Clause(problem),
        }
        if field is None:
            return Invalid("In %(file)s, record %(record)s: %(problem)s.", field, **values)
        return Invalid("In %(file)s, record %(record)s, “%(key)s”: %(problem)s.", field, **values)
