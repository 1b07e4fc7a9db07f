"""HTML files: the article of the page, without what stands around it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from annotator.articles.places import Place
from annotator.errors import Invalid, Remark
from annotator.formats.interface import Feature, Format, Item, Options, Source
from annotator.webpages.reading import draft_of, read_html


class HtmlFormat(Format):
    """A saved web page."""

    name = "html"
    suffixes = (".html", ".htm", ".xhtml")
    about = "HTML"
    one_article = "a file; title, byline, publisher, date and language by what the page says"
    carries = frozenset(
        {Feature.TEXT, Feature.BLOCKS, Feature.INLINE, Feature.TITLE, Feature.DETAILS}
    )
    notes = (
        "Menus, advertisements and what else stands around the article are cut, and the report "
        "says how many pieces were; by page, one sees and corrects it before.",
        "Pictures, tables' lines and everything that runs are left out.",
    )

    def read(self, source: Source, options: Options) -> Iterator[Item]:
        """One article."""
        place = Place(source.name)
        data = source.read()
        try:
            page = read_html(data, options.encoding)
        except Invalid as error:
            raise place.refusal(error) from None
        source.encoding = page.charset
        if page.cut:
            cut = len(page.cut)
            source.remarks.append(
                Remark(
                    "In %(file)s: %(cut)s pieces around the article were cut.",
                    file=source.name,
                    cut=cut,
                )
            )
        yield replace(draft_of(page, data), place=place)
