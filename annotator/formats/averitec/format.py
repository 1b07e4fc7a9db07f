"""AVeriTeC: a list of claims with questions, answers and a label."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

from annotator.accounts.names import checked_name
from annotator.annotations.models import Label
from annotator.articles.json_lines import Line
from annotator.articles.json_records import JsonRecords
from annotator.articles.places import Place
from annotator.errors import Invalid, Remark
from annotator.formats.averitec.reading import RecordReader, Told
from annotator.formats.interface import Feature, Format, Item, Options, Source
from annotator.formats.mapping import DEFAULT

#: What a survey and a mapping call a record: it can become nothing else here.
CLAIM = "claim"


class AveritecFormat(Format):
    """A JSON array of records, or one a line."""

    name = "averitec"
    suffixes = (".json",)
    about = "AVeriTeC's JSON: claims with questions, answers and a label"
    one_article = "a record, an object whose `claim` it is"
    carries = frozenset(
        {
            Feature.MANY_ARTICLES,
            Feature.TEXT,
            Feature.EXTERNAL_ID,
            Feature.ORIGIN,
            Feature.MARKS,
            Feature.VERDICTS,
        }
    )
    notes = (
        "The text of the article is the claim, marked from end to end; its address is"
        " `original_claim_url`, and its name elsewhere is made from what the record says, so that"
        " a record that comes again is known.",
        "An answer is a source, and several answers may share a question. One without a web"
        " address, such as “Metadata”, is no source here: it is kept, and stands in the note.",
        "`label` becomes the rating that means it in the project's scale; a scale without one,"
        " and a date, type, label or kind of answer that there is not, is refused, with the number"
        " of the record.",
        "A label that decides and lacks its justification, or any answer with a web address other"
        " than `original_claim_url`, is no verdict here: it waits as a choice, with the"
        " justification in the note, and is written back for as long as it waits.",
        "Nobody who can sign in is given the claims, unless `--as E-MAIL` names the member who goes"
        " on with them.",
        "What has no word here (`required_reannotation`, `fact_checking_article`,"
        " `reporting_source`, `fact_checking_strategies`, `cached_original_claim_url`, any other"
        " key), and what is spelt otherwise here, is kept in the `origin` of the claim and written"
        " back for as long as nobody changes what it belongs to.",
        "`export --format averitec` writes one record a claim, a gold one where the article has"
        " any. Dates are D-M-YYYY. Claims without a verdict, or with a rating that has no label of"
        " AVeriTeC, are left out; a type, a place or a medium that it has no word for is left"
        " out of the record; a source that answers no question stands under an empty one, and"
        " answers with its excerpt. The command counts all of it.",
    )

    def read(self, source: Source, options: Options) -> Iterator[Item]:
        """A native row a record."""
        mapping = options.mapping or DEFAULT
        if mapping.labels.get(CLAIM, Label.CLAIM) is not Label.CLAIM:
            raise Place(source.name).refusal(
                Invalid("a record of AVeriTeC is a claim: let “claim” become a claim")
            )
        author = checked_name(mapping.unnamed, "unnamed")
        reader = RecordReader(options.offers, options.project, author)
        with closing(source.open()) as stream:
            records = JsonRecords(stream, source.name)
            for entry in records.entries():
                source.taken = records.read_bytes
                yield _item(entry, reader)
        source.remarks.extend(_remarks(reader.told))


def _item(entry: Line | Invalid, reader: RecordReader) -> Item:
    if isinstance(entry, Invalid):
        return entry
    try:
        return replace(entry, value=reader.read(entry.value), foreign=True)
    except Invalid as error:
        return entry.place.refusal(error)


def _remarks(told: Told) -> Iterator[Remark]:
    if told.without_link == 1:
        yield Remark(
            "One answer has no web address, so it is no source: it stands in the note of its claim,"
            " and is kept for the way back."
        )
    elif told.without_link:
        yield Remark(
            "%(count)s answers have no web address, so they are no sources: each stands in the "
            "note of its claim, and is kept for the way back.",
            count=told.without_link,
        )
    if told.waiting == 1:
        yield Remark(
            "One label lacks a justification, or any answer from another page than the claim's own:"
            " it waits as a choice, and its justification stands in the note."
        )
    elif told.waiting:
        yield Remark(
            "%(count)s labels lack a justification, or any answer from another page than the "
            "claim's own: each waits as a choice, and its justification stands in the note.",
            count=told.waiting,
        )
    if told.foreign_types:
        yield Remark(
            "Types of claims that the project lacks are kept for the way back: %(types)s.",
            types=", ".join(sorted(told.foreign_types)),
        )
