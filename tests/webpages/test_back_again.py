"""An article that came from a web page, out as native JSON Lines and in again."""

from __future__ import annotations

import json
import re
from uuid import uuid4

import orjson
from sqlalchemy import select

from annotator.articles.models import Revision
from annotator.db import db
from tests.conftest import Visit
from tests.databases import ON_BOTH
from tests.factories import make_project
from tests.formats.native import exported, imported
from tests.personas import World
from tests.webpages.test_views import WORDS, proposed

PAGE = f"""<html lang=en><title>A headline</title><article><h1>A headline</h1>
<p>{WORDS}<em>Stressed</em> and <a href="https://fares.example/a">linked \N{DROPLET}</a>.
<h2>Second head</h2><blockquote><p>{WORDS.upper()}</blockquote>
<ol start=4><li>{WORDS}<li>{WORDS}</ol>
</article>"""


@ON_BOTH
def test_an_article_made_of_a_page_comes_back_with_its_layout(world: World, visit: Visit) -> None:
    lead = visit(world.lead)
    where = proposed(lead, PAGE)
    boxes = re.findall(r"<input[^>]*name=\"kept\"[^>]*>", lead.get(where).text)
    kept = [re.findall(r"value=\"(\d+)\"", box)[0] for box in boxes]
    assert lead.post(where, data={"kept": kept}).status_code == 302
    out = exported(world.slug)
    line = json.loads(out)
    assert line["canonical"] == "html/1"
    blocks, inline = line["layout"]["blocks"], line["layout"]["inline"]
    assert {block["kind"] for block in blocks} >= {"heading", "block_quote", "list_item"}
    assert [block["number"] for block in blocks if "number" in block] == [4, 5]
    assert {(piece["kind"], piece["href"]) for piece in inline} >= {
        ("emphasis", None),
        ("link", "https://fares.example/a"),
    }
    other = str(uuid4())
    moved = out.replace(b'"project":"demo-desk"', b'"project":"second"')
    moved = moved.replace(line["id"].encode(), other.encode())
    make_project("second")
    assert imported(moved, "second") == 1
    assert exported("second") == moved
    found = db.session.scalars(select(Revision).where(Revision.article_id == other)).one()
    assert (found.canonical, orjson.loads(found.layout)) == ("html/1", line["layout"])
