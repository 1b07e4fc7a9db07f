"""One card in the margin of the workspace."""

from __future__ import annotations

from playwright.sync_api import Locator, expect


def fill(within: Locator, fields: dict[str, str]) -> None:
    """Fill fields that are in sight, by their names, and leave each."""
    for name, value in fields.items():
        field = within.locator(f"[data-field={name}]")
        if field.evaluate("(field) => field.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
            field.blur()


class Card:
    """A mark's card; the fields are there while it is open."""

    def __init__(self, element: Locator) -> None:
        self.element = element
        expect(element).to_have_count(1)
        self.id = element.get_attribute("data-id") or ""

    def field(self, name: str) -> Locator:
        """The field `wording`, `rationale`, `note` or `new-source`."""
        return self.element.locator(f'[data-field="{name}"]')

    def writes(self, name: str, words: str) -> None:
        """Type into a field and go on."""
        if name == "note" and not self.field(name).is_visible():
            self.acts("Note")
        self.field(name).fill(words)
        self.field(name).blur()

    def pastes(self, words: str) -> None:
        """Paste into the field that takes links."""
        page = self.element.page
        page.evaluate("(words) => navigator.clipboard.writeText(words)", words)
        self.field("new-source").click()
        page.keyboard.press("Control+v")

    def chooses(self, rating: str) -> None:
        """Choose a rating."""
        self.element.get_by_role("radio", name=rating).check(force=True)

    def acts(self, name: str) -> None:
        """Press one of its buttons."""
        self.element.get_by_role("button", name=name, exact=True).click()

    def moves_border(self, name: str) -> None:
        """Press one of the buttons that move a border."""
        summary = self.element.locator("details.adjust summary")
        if not self.element.get_by_role("button", name=name).is_visible():
            summary.click()
        self.acts(name)

    @property
    def badge(self) -> Locator:
        """How far the claim is, in a word."""
        return self.element.locator(".card__badge")

    @property
    def words(self) -> Locator:
        """The words it is about."""
        return self.element.locator(".card__words")

    @property
    def lacks(self) -> Locator:
        """What a choice lacks before it is a verdict."""
        return self.element.locator(".verdict__missing")

    @property
    def stale(self) -> Locator:
        """Why the verdict is to be confirmed."""
        return self.element.locator(".verdict__stale")

    @property
    def sources(self) -> Locator:
        """Its links."""
        return self.element.locator(".source")

    @property
    def trouble(self) -> Locator:
        """What could not be kept, and the ways out."""
        return self.element.locator(".trouble")
