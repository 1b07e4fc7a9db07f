"""One person's hand in any engine: the few things that the journeys do, in WebDriver's words."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.wait import WebDriverWait

from tests.journeys.site import PASSWORD

if TYPE_CHECKING:
    from selenium.webdriver.remote.webdriver import WebDriver
    from selenium.webdriver.remote.webelement import WebElement

READING = Path(__file__).parents[1] / "journeys" / "reading.js"
PATIENCE = 20


class Hand:
    """Visits, presses, selects and reads. Offsets are code points of the article's text."""

    def __init__(self, driver: WebDriver, address: str) -> None:
        self.driver = driver
        self.address = address
        self._reading = READING.read_text("utf-8")

    def signs_in(self, email: str) -> None:
        """Fill the form as a person does."""
        self.driver.get(f"{self.address}/sign-in")
        self.one("input[name=email]").send_keys(email)
        self.one("input[name=password]").send_keys(PASSWORD)
        self.one("main form button").click()
        self.waits(lambda: "/sign-in" not in self.driver.current_url)

    def opens(self, title: str) -> None:
        """Open an article of the demonstration."""
        self.driver.get(f"{self.address}/projects/demo/articles")
        self.driver.find_element(By.PARTIAL_LINK_TEXT, title).click()
        self.is_ready()

    def is_ready(self) -> None:
        """Wait until the page listens."""
        self.waits(lambda: self.all("main[data-ready]"))

    def reloads(self) -> None:
        """Load the page anew."""
        self.driver.refresh()
        self.is_ready()

    def one(self, selector: str) -> WebElement:
        """The first element that matches."""
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def all(self, selector: str) -> list[WebElement]:
        """Every element that matches."""
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def said_in(self, selector: str) -> str:
        """The words of an element, in sight or not."""
        return (self.one(selector).get_attribute("textContent") or "").strip()

    def waits(self, until: Any) -> Any:
        """Wait until the call gives something true, and give that."""
        return WebDriverWait(self.driver, PATIENCE, 0.05).until(lambda _driver: until())

    def reads(self, name: str, argument: Any = None) -> Any:
        """What `reading.js` finds in the page."""
        return self.driver.execute_script(
            f"return ({self._reading})[arguments[0]](arguments[1])", name, argument
        )

    @property
    def text(self) -> str:
        """The article's text."""
        return str(self.reads("text"))

    def extent(self, words: str) -> tuple[int, int]:
        """Where words stand for the first time."""
        start = self.text.index(words)
        return start, start + len(words)

    def selects(self, start: int, end: int) -> None:
        """Select as a script or an assistive tool does, and wait for the label bar."""
        self.one("#article").click()
        self.reads("select", [start, end])
        self.waits(lambda: self.one("#label-bar").is_displayed())

    def drags(self, start: int, end: int) -> None:
        """Select with the mouse."""
        begin, finish = self.reads("corners", [start, end])
        chain = ActionChains(self.driver, duration=50)
        pointer = chain.w3c_actions.pointer_action
        pointer.move_to_location(round(begin[0]), round(begin[1]))
        pointer.pointer_down()
        pointer.move_to_location(round((begin[0] + finish[0]) / 2), round(finish[1]))
        pointer.move_to_location(round(finish[0]), round(finish[1]))
        pointer.pointer_up()
        chain.perform()
        self.waits(lambda: self.one("#label-bar").is_displayed())

    def clicks_times(self, element: WebElement, times: int) -> None:
        """Click one place several times running."""
        chain = ActionChains(self.driver, duration=20).move_to_element(element)
        for _ in range(times):
            chain.click()
        chain.perform()

    def presses(self, *keys: str) -> None:
        """Press keys one after another, wherever the focus is."""
        for key in keys:
            ActionChains(self.driver).send_keys(key).perform()

    def presses_with(self, *held_then_key: str) -> None:
        """Press the last key while the others are held."""
        *held, key = held_then_key
        chain = ActionChains(self.driver)
        for one in held:
            chain.key_down(one)
        chain.send_keys(key)
        for one in reversed(held):
            chain.key_up(one)
        chain.perform()

    def leaves_everything(self) -> None:
        """Out of field, card and cursor."""
        self.presses(Keys.ESCAPE, Keys.ESCAPE, Keys.ESCAPE)

    def is_saved(self) -> None:
        """Wait until the page says so."""
        self.waits(lambda: self.all('#sync-pill[aria-busy="false"][data-state="saved"]'))

    def marks(self) -> list[dict[str, Any]]:
        """The live marks that the server has."""
        self.is_saved()
        found = self.driver.execute_async_script(
            "const done = arguments[0];"
            "fetch(location.pathname + '/annotations', {headers: {Accept: 'application/json'}})"
            ".then((answer) => answer.json()).then((data) => done(data.annotations))"
        )
        return [mark for mark in found if not mark["removed"]]

    def words(self) -> list[tuple[str, str]]:
        """Label and words of each mark, in the order they were made."""
        return [(mark["label"], mark["fragments"][0]["exact"]) for mark in self.marks()]

    def shows_what_is_kept(self) -> None:
        """Every block reads as the text, and every mark is painted on its own words."""
        assert not self.reads("faults")
        painted = {mark["id"]: mark["words"] for mark in self.reads("painted")}
        for mark in self.marks():
            words = "".join(piece["exact"] for piece in mark["fragments"])
            assert painted[mark["id"]].replace("\n", "") == words.replace("\n", "")
