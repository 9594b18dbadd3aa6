"""Somebody in front of the app: opens pages, clicks, uploads, and notices what is wrong."""

import contextlib
import re
import time
from urllib.parse import urlsplit

from playwright.sync_api import TimeoutError, expect

from pages.parts import frame

_BASE_GUESS = re.compile(r"/[a-z-]+/_stcore/(health|host-config)$")
"""Streamlit's page tries these before it knows that a deep link's address is no folder."""

_STANDS_STILL = """() => new Promise((done, fail) => {
    const drawn = '[data-testid=stApp] :is([data-testid], canvas, .main-svg, h1, h3, p, button)';
    const places = () => [...document.querySelectorAll(drawn)].map(
        one => one.getBoundingClientRect()).filter(one => one.width).map(
        one => [one.x, one.y, one.width, one.height]).join();
    const begun = performance.now();
    let before = '', since = begun;
    const look = now => {
        const after = places();
        const coming = document.querySelector('[data-testid=stSkeleton]');
        if (after !== before || coming) [before, since] = [after, now];
        if (now - begun > 20_000) fail(new Error('the page never stands still'));
        else if (now - since >= 100) done();
        else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
})"""
"""Nothing changes place or size for a tenth of a second, and nothing is still to come."""


_SETTLES = """() => new Promise((done, fail) => {
    const begun = performance.now();
    let frames = 0;
    const look = now => {
        const app = document.querySelector('[data-testid=stApp]');
        const isAtRest = app?.dataset.testScriptState === 'notRunning'
            && !document.querySelector('[data-testid=stStatusWidget], [data-stale=true]');
        frames = isAtRest ? frames + 1 : 0;
        if (now - begun > 20_000) fail(new Error('the app is never done'));
        else if (frames > 3) done();
        else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
})"""
"""In some frames on end the app has nothing under way: what was just clicked is asked for by then.

An expectation would look ever more seldom, up to a second apart.
"""

_WHAT_HIDES = """one => {
    for (let at = one; at; at = at.parentElement) {
        const style = getComputedStyle(at);
        if (style.display === 'none') return at.outerHTML.slice(0, 300);
    }
    return `nothing around ${one.outerHTML.slice(0, 300)}`;
}"""
"""What holds a place, or is it, and is not drawn."""


class Visitor:
    """A browser session of its own, with everything the browser complained about."""

    def __init__(self, context, address):
        self.context = context
        self.address = address
        self.page = context.new_page()
        self.errors = []
        self.hosts = set()
        self.has_left = False
        context.on("request", lambda request: self._asked(request.url))
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", self._console)
        context.set_default_timeout(20_000)

    def _asked(self, url):
        if url.startswith(("http", "ws")):
            self.hosts.add(urlsplit(url).hostname)

    def _console(self, message):
        where = (message.location or {}).get("url", "")
        if message.type == "error" and not _BASE_GUESS.search(where):
            self.errors.append(f"{message.text} {where}")

    def leave(self):
        """Close the session, once; nothing may have gone wrong in it."""
        if self.has_left:
            return
        self.has_left = True
        self.context.close()
        assert self.errors == []
        assert self.hosts <= {"localhost"}

    # --- going about -----------------------------------------------------------------------

    def open(self, path=""):
        self.page.goto(f"{self.address}/{path}")
        return self.sees_place(self.page.get_by_role("heading", level=1)).settle()

    def settle(self):
        """Wait until the app has nothing under way."""
        self.page.evaluate(_SETTLES)
        return self

    def go(self, title):
        """Choose a page in the menu, which is folded away on a narrow screen."""
        menu = self.page.get_by_test_id("stTopNav")
        if menu.is_visible():
            self._open_section(menu, title)
        else:
            menu = self.page.get_by_test_id("stSidebarNav")
            if not menu.is_visible():
                self.page.get_by_test_id("stExpandSidebarButton").click()
            menu.get_by_role("link", name=title, exact=True).click()
        heading = self.page.get_by_role("heading", level=1, name=title, exact=True)
        return self.sees_place(heading).settle()

    def sees_menu(self):
        """The menu of a wide screen, with the overview and every heading."""
        menu = self.page.get_by_test_id("stTopNav")
        for heading in frame.SECTIONS:
            if heading:
                expect(menu.get_by_role("button", name=heading, exact=True)).to_be_visible()
        expect(menu.get_by_role("link", name=frame.PAGES[0].title, exact=True)).to_be_visible()
        return self

    def _open_section(self, menu, title):
        """Choose a page under its heading, in the menu of a wide screen."""
        address = next(one.address for one in frame.PAGES if one.title == title)
        heading = next(head for head, under in frame.SECTIONS.items() if address in under)
        if heading:
            menu.get_by_role("button", name=heading, exact=True).click()
            menu = self.page.get_by_test_id("stTopNavPopover")
        menu.get_by_text(title, exact=True).click()

    def click(self, name, at=0):
        self.page.get_by_role("button", name=name, exact=True).nth(at).click()
        return self

    def sample(self):
        """Load the sample data, in one click."""
        self.click("Öppna exempeldata")
        self.page.get_by_text("Inget underlag är inläst.").wait_for(state="detached")
        return self.settle()

    def upload(self, name, content):
        files = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
        self.page.locator("input[type=file]").set_input_files([files])
        return self.sees_place(self.headline(name), timeout=60_000).settle()

    def toggle(self, text):
        self.page.get_by_text(text, exact=True).first.click()
        return self.settle()

    def say(self, role, person):
        """Say who one is, where the page asks."""
        self.page.get_by_role("textbox", name="Roll", exact=True).fill(role)
        self.page.get_by_role("textbox", name="Namn", exact=True).fill(person)
        self.click("Det är jag").sees(f"Du är {person}, {role} (uppgivet).")
        return self.settle()

    def accept(self, name, content, underlag=None):
        """Read a file in and accept it, as an underlag of that name when it is the first."""
        self.upload(name, content).toggle("Godkänn som underlag")
        if underlag is not None:
            self.page.get_by_role("textbox", name="Vad det nya underlaget ska heta").fill(underlag)
            self.page.keyboard.press("Enter")
            self.settle().say("ekonom", "Anna Ek")
        self.click("Godkänn").sees("och alla ser den.")
        return self.settle()

    def still(self, place):
        """The place scrolled into view, with its scrolling over: a list closes when it scrolls."""
        place.scroll_into_view_if_needed()
        self.page.evaluate(
            "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
        )
        return place

    def open_cells(self):
        """Press what stands behind every cell: its table, definition, sources, notes, exports."""
        for pills in self.page.locator('[class*="-visa"] [data-testid="stButtonGroup"]').all():
            for pill in pills.get_by_role("button").all():
                if pill.get_attribute("aria-pressed") != "true":
                    pill.click()
        return self.settle()

    def choose(self, label, option):
        """Choose in a list; None takes the choice away."""
        box = self.page.get_by_role("combobox", name=label, exact=True)
        if option is None:
            box.locator("xpath=..").get_by_role("button", name="Töm fältet").click()
            return self.settle()
        self.still(box).click()
        self.page.get_by_role("option", name=option, exact=True).click()
        return self.settle()

    # --- looking ---------------------------------------------------------------------------

    def headline(self, text):
        return self.page.get_by_role("heading", level=3).filter(has_text=text).first

    def sees(self, text):
        """Wait until the text is on the page."""
        spaced = re.compile(re.escape(text).replace(r"\ ", r"\s"))
        return self.sees_place(self.page.get_by_text(spaced).first)

    def sees_place(self, place, timeout=None):
        """Wait until the place is on the page; it is looked for more often than one expects it."""
        with contextlib.suppress(TimeoutError):
            place.wait_for(timeout=timeout)
            return self
        assert place.count() == 0, f"hidden by {place.evaluate(_WHAT_HIDES)}"
        expect(place).to_be_visible(timeout=1)  # says what is there instead
        return self

    def table(self, at=-1):
        tables = self.page.get_by_test_id("stDataFrame")
        one = tables.last if at == -1 else tables.nth(at)
        self.sees_place(one.locator("canvas").first)
        return one

    def mark_row(self, row, at=-1):
        """Click the box at the left of a row; a table is drawn, so it is found by its place."""
        table = self.table(at)
        table.scroll_into_view_if_needed()
        box = table.bounding_box()
        self.page.mouse.click(box["x"] + 15, box["y"] + 36 + 35 * row + 17)
        return self.settle()

    def download(self, name, at=0):
        """The bytes and the name of the file that a button hands over."""
        with self.page.expect_download() as coming:
            self.click(name, at)
        return coming.value.path().read_bytes(), coming.value.suggested_filename

    def picture(self, path):
        """A picture of the whole page: the window is made as tall as what it shows."""
        size = self.page.viewport_size
        height = self.page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
        self.page.set_viewport_size({"width": size["width"], "height": min(height, 6_000)})
        self.page.wait_for_function(
            """() => [...document.querySelectorAll('[data-testid=stPlotlyChart]')]
                .every(one => one.querySelector('.main-svg'))"""
        )
        self.stands_still().page.screenshot(path=path)
        self.page.set_viewport_size(size)

    def resize(self, width, height):
        self.page.set_viewport_size({"width": width, "height": height})
        return self.stands_still()

    def stands_still(self):
        """Wait until the page is drawn: what is on it no longer moves."""
        self.page.evaluate(_STANDS_STILL)
        return self

    def overflow(self):
        """How many pixels the page is wider than its window."""
        return self.page.evaluate(
            """() => Math.max(
                ...[...document.querySelectorAll('html, [data-testid=stMain], '
                    + '[data-testid=stMainBlockContainer], .st-key-visad-punkt')]
                .map(one => one.scrollWidth - one.clientWidth))"""
        )

    def timed(self, act):
        """How many seconds an act takes until the page has answered."""
        begin = time.monotonic()
        act()
        return time.monotonic() - begin
