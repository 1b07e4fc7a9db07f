"""Charts as they are drawn: what is in the picture, and what is not."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from lxml import etree
from markupsafe import Markup

from annotator.charts.drawing import bars, lines
from annotator.charts.figures import Chart, Column, Series
from annotator.charts.patterns import swatch
from annotator.charts.scale import steps

HOSTILE = '<script>alert(1)</script> & "\x00 style="color:red'


def chart(*values: list[float | None], key: str = "made", count: int = 3) -> Chart:
    columns = [Column(f"Day {n}", f"D{n}", f"/rows?a=1&day={n}") for n in range(count)]
    tones = ("claim", "quote", "context")
    series = [Series(f"Kind {n}", tones[n], one) for n, one in enumerate(values)]
    return Chart(key, "Marks", "Three days.", columns, series, lambda value: f"{value:g}")


def tree(drawn: Markup) -> etree._Element:
    return etree.fromstring(str(drawn))


@pytest.mark.parametrize("draw", [bars, lines])
@pytest.mark.parametrize(
    "made",
    [
        chart([3, 0, 7], [1, 2, None]),
        chart([5], count=1),
        chart([0], count=1),
        chart([0, 0, 0]),
        chart([None, None, None]),
        chart([1e9, 1, 0.5]),
    ],
    ids=["several", "one", "one nought", "noughts", "unknown", "large"],
)
def test_nothing_in_a_picture_needs_an_exception_from_the_policy(
    draw: Callable[[Chart], Markup], made: Chart
) -> None:
    drawn = tree(draw(made))
    for node in drawn.iter():
        assert node.tag not in ("style", "script", "image", "use", "foreignObject"), node.tag
        names = set(node.attrib)
        assert "style" not in names
        assert not [one for one in names if one.startswith("on")]
        assert "nan" not in " ".join(node.attrib.values()).casefold()
        assert node.get("href", "/").startswith("/")
        assert re.fullmatch(r"url\(#[a-z-]+\d\)", node.get("fill", "url(#a0)"))


def test_a_picture_has_a_title_a_description_and_nothing_focusable() -> None:
    drawn = tree(bars(chart([3, 0, 7])))
    image = drawn.find("g[@role='img']")
    assert image is not None
    assert drawn.xpath(f"//*[@id='{image.get('aria-labelledby')}']/text()") == ["Marks"]
    assert drawn.xpath(f"//*[@id='{image.get('aria-describedby')}']/text()") == ["Three days."]
    assert image.findall(".//a") == []
    assert {one.get("tabindex") for one in drawn.iter("a")} == {"-1"}


def test_bars_stand_as_high_as_their_figures_and_noughts_have_none() -> None:
    drawn = tree(bars(chart([3, 0, 6], [6, 3, 0])))
    found = [float(one.get("height", 0)) for one in drawn.findall("g[@role='img']/rect")]
    assert len(found) == 4
    assert [round(one / found[0], 1) for one in found] == [1, 2, 2, 1]


def test_each_column_says_its_figures_and_leads_to_its_rows() -> None:
    drawn = tree(bars(chart([3, 0, 7], [1, 2, 4])))
    columns = list(drawn.iter("a"))
    assert [one.get("href") for one in columns] == [f"/rows?a=1&day={n}" for n in range(3)]
    assert [one.findtext("title") for one in columns] == [
        "Day 0: Kind 0 3, Kind 1 1",
        "Day 1: Kind 0 0, Kind 1 2",
        "Day 2: Kind 0 7, Kind 1 4",
    ]


def test_a_line_has_a_dot_for_each_value_and_its_range() -> None:
    column = [Column(f"Week {n}") for n in range(4)]
    values = Series("F1", "claim", [0.5, None, 0.7, 0.9], [(0.4, 0.6), None, None, None])
    made = Chart("agreeing", "F1", "Weeks.", column, [values], lambda one: f"{one:.2f}", top=1)
    drawn = tree(lines(made))
    assert len(list(drawn.iter("circle"))) == 3
    assert len(drawn.findall(".//path[@class='chart__range chart__stroke--claim']")) == 1
    assert [one.text for one in drawn.iter("text")] == ["0.00", "0.25", "0.50", "0.75", "1.00"]


def test_ids_of_two_charts_on_a_page_differ() -> None:
    both = [chart([1, 2, 3], [1, 2, 3], key=key) for key in ("made", "ratings")]
    ids = [re.findall(r' id="([^"]+)"', bars(one)) for one in both]
    assert len(set(ids[0] + ids[1])) == len(ids[0] + ids[1])
    assert 'fill="url(#made-fill-1)"' in swatch(both[0], 1)


@pytest.mark.parametrize("draw", [bars, lines])
def test_hostile_names_are_text(draw: Callable[[Chart], Markup]) -> None:
    made = Chart(
        "made", HOSTILE, HOSTILE, [Column(HOSTILE, HOSTILE, "/a")],
        [Series(HOSTILE, "claim", [4])], str,
    )  # fmt: skip
    drawn = draw(made)
    assert "<script" not in drawn
    assert "alert(1)" in (tree(drawn).findtext(".//title") or "")


@pytest.mark.parametrize("draw", [bars, lines])
def test_of_nothing_there_is_no_picture(draw: Callable[[Chart], Markup]) -> None:
    assert draw(chart(count=3)) == ""
    assert draw(chart([], count=0)) == ""


@pytest.mark.parametrize(
    ("most", "last"), [(0, 1), (1, 1), (3, 3), (4, 4), (7, 8), (99, 100), (137, 150), (9001, 10000)]
)
def test_an_axis_ends_at_a_round_number_after_a_few_steps(most: float, last: float) -> None:
    found = steps(most)
    assert found[0] == 0
    assert found[-1] == last
    assert len(found) <= 5
