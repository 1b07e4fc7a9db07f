"""The form by which a lead says what the labels of a dataset become."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, MultipleFileField
from werkzeug.datastructures import FileStorage
from wtforms import BooleanField, FieldList, FormField, HiddenField, SelectField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length

from annotator.annotations.models import Label, Part
from annotator.errors import Invalid
from annotator.formats.mapping import (
    DEFAULT,
    KEEP,
    Annotators,
    LabelMapping,
    Offsets,
    Unmarked,
    read_mapping,
)
from annotator.formats.survey import MOST_NAMES, Survey
from annotator.links.models import LinkKind
from annotator.similarity.known import Choice
from annotator.web.forms import PartForm
from annotator.web.known import CHOICES_BEFORE, FormOfMany

_LABELS = (
    (KEEP, _l("Kept, not shown")),
    (Label.CLAIM.value, _l("Claim")),
    (Label.QUOTE.value, _l("Quote")),
    (Label.CONTEXT.value, _l("Context")),
)
_PARTS = (
    (KEEP, _l("Kept, not shown")),
    (Part.CONTENT.value, _l("Content: the words")),
    (Part.CUE.value, _l("Cue: how it is said")),
    (Part.SPEAKER.value, _l("Speaker: who says it")),
)
_LINKS = (
    (KEEP, _l("Kept, not shown")),
    (LinkKind.EXPLAINS.value, _l("Explains")),
    (LinkKind.MADE_IN.value, _l("Made in")),
    (LinkKind.REPEATS.value, _l("Repeats")),
    (LinkKind.CONTRADICTS.value, _l("Contradicts")),
)
_ANNOTATORS = (
    (Annotators.FILE.value, _l("At the end of a file’s name: article_ann.ann")),
    (Annotators.FOLDER.value, _l("On a folder each: ann/article.ann")),
)
_OFFSETS = (
    (Offsets.AUTO.value, _l("Found out by the quoted words")),
    (Offsets.CODE_POINTS.value, _l("Characters (code points), as Python counts")),
    (Offsets.UTF_16.value, _l("UTF-16 units, as JavaScript and Java count")),
)
_NOBODY = SelectChoice("", _l("Nobody who can sign in"))
_UNMARKED = (
    (Unmarked.ASSIGNED.value, _l("Not known: the article waits for its reviewer")),
    (Unmarked.NOTHING_TO_MARK.value, _l("Read to the end, nothing to mark")),
)


def _choices(words: tuple[tuple[str, Any], ...]) -> list[SelectChoice]:
    return [SelectChoice(value, said) for value, said in words]


class LabelChoice(PartForm):
    """What one label becomes."""

    name = HiddenField(validators=[InputRequired(), Length(max=200)])
    becomes = SelectField(_l("Becomes"), choices=_choices(_LABELS), default=KEEP)


class RoleChoice(PartForm):
    """What one role of an event becomes."""

    name = HiddenField(validators=[InputRequired(), Length(max=200)])
    becomes = SelectField(_l("Becomes"), choices=_choices(_PARTS), default=KEEP)


class RelationChoice(PartForm):
    """What one relation becomes."""

    name = HiddenField(validators=[InputRequired(), Length(max=200)])
    becomes = SelectField(_l("Becomes"), choices=_choices(_LINKS), default=KEEP)


class DatasetForm(FormOfMany):
    """Files of a dataset, and what its labels become."""

    files = MultipleFileField(_l("Files"))
    folder = MultipleFileField(_l("Or a whole folder"))
    mapping = FileField(_l("A mapping that was made before"))
    labels = FieldList(FormField(LabelChoice), max_entries=MOST_NAMES)
    roles = FieldList(FormField(RoleChoice), max_entries=MOST_NAMES)
    relations = FieldList(FormField(RelationChoice), max_entries=MOST_NAMES)
    annotators = SelectField(
        _l("Where an annotator’s name stands"),
        choices=_choices(_ANNOTATORS),
        default=Annotators.FILE.value,
    )
    unnamed = StringField(
        _l("Name for marks without one"),
        validators=[InputRequired(_l("Please fill this in.")), Length(max=200)],
        default=DEFAULT.unnamed,
    )
    offsets = SelectField(
        _l("What the offsets count"), choices=_choices(_OFFSETS), default=Offsets.AUTO.value
    )
    unmarked = SelectField(
        _l("What a file without marks says"),
        choices=_choices(_UNMARKED),
        default=Unmarked.ASSIGNED.value,
    )
    member = SelectField(
        _l("Work without a name goes to"),
        choices=[_NOBODY],
        default="",
        description=_l(
            "The claims of AVeriTeC, and marks without an annotator’s name, become this person’s "
            "own work, begun and not handed in."
        ),
    )
    keep_good = BooleanField(
        _l("Leave out what is wrong, and list it"),
        description=_l("Without this, a dataset comes in whole or not at all."),
    )

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        # Marks belong to the text that they were made in.
        self.known.choices = _choices(
            tuple(choice for choice in CHOICES_BEFORE if choice[0] != Choice.REVISE.value)
        )

    def offer_members(self, workers: Mapping[int, str]) -> None:
        """Let the person choose one of the reviewers and leads, by account: their names."""
        named = [(str(key), name) for key, name in workers.items()]
        self.member.choices = [_NOBODY, *_choices(tuple(named))]

    @property
    def worker(self) -> int | None:
        """The account of the member who goes on with it; None for nobody."""
        return int(self.member.data) if self.member.data else None

    @property
    def sent(self) -> list[FileStorage]:
        """The files that were chosen, one by one or as a folder."""
        chosen = [*(self.files.data or ()), *(self.folder.data or ())]
        return [file for file in chosen if isinstance(file, FileStorage) and file.filename]

    def given(self) -> LabelMapping:
        """The mapping that was sent as a file, else the default; raises `Invalid`."""
        sent = self.mapping.data
        if not isinstance(sent, FileStorage) or not sent.filename:
            return DEFAULT
        try:
            return read_mapping(sent.stream.read(), sent.filename[-100:])
        except Invalid as error:
            raise Invalid(error.sentence, "mapping", **error.values) from None

    def offer(self, found: Survey, given: LabelMapping) -> None:
        """Let the person choose for whatever name was found, with `given` proposed."""
        for field, seen, become in (
            (self.labels, found.labels, given.label_of),
            (self.roles, found.roles, given.part_of),
            (self.relations, found.relations, given.link_of),
        ):
            while field.entries:
                field.pop_entry()
            for one in seen:
                field.append_entry({"name": one.name, "becomes": become(one.name) or KEEP})
        self.annotators.data = given.annotators.value
        self.unnamed.data = given.unnamed
        self.offsets.data = given.offsets.value
        self.unmarked.data = given.unmarked.value

    def to_mapping(self) -> LabelMapping:
        """What was chosen; before there was a choice, what was given."""
        if not self.labels.entries:
            return self.given()
        return LabelMapping(
            labels={one["name"]: _known(Label, one["becomes"]) for one in self.labels.data},
            roles={one["name"]: _known(Part, one["becomes"]) for one in self.roles.data},
            relations={
                one["name"]: _known(LinkKind, one["becomes"]) for one in self.relations.data
            },
            annotators=Annotators(self.annotators.data),
            unnamed=self.unnamed.data or DEFAULT.unnamed,
            offsets=Offsets(self.offsets.data),
            unmarked=Unmarked(self.unmarked.data),
        )


def _known(kind: Any, value: str) -> Any:
    return None if value == KEEP else kind(value)
