"""The app in front of somebody who reads it and clicks, without a browser."""

import functools
import re
import types
from pathlib import Path

from streamlit.components.v2 import manifest_scanner
from streamlit.elements.lib import mutable_status_container
from streamlit.testing.v1 import AppTest

from pages.parts import frame

# AppTest reads the description of every installed package for each app that it makes.
manifest_scanner.scan_component_manifests = functools.cache(
    manifest_scanner.scan_component_manifests
)

# A status waits for a browser to draw it first, and here is none.
mutable_status_container.time = types.SimpleNamespace(sleep=lambda _: None)

ROOT = Path(__file__).parents[1]
PAGES = [one.file for one in frame.PAGES]
OVERVIEW, UPLOAD, REVIEW, DECISIONS, CHAINS, ASSIGNMENTS, CASE_BALANCE, INDICATORS = (
    f"pages/{name}.py" for name in (
        "overview", "upload", "review", "decisions", "chains", "assignments", "case_balance",
        "indicators",
    )
)  # fmt: skip
CHANGES, VERSIONS, LOG = (f"pages/{name}.py" for name in ("changes", "versions", "log"))
BUDGET = PAGES[PAGES.index("pages/allocations.py") : PAGES.index(CHANGES)]

READ_AS_MARKDOWN = re.compile(r"\.(body|label|help|content|text|delta|title|name)$")
LIVE = re.compile(
    r"(?<!\\)!\[|(?<!\\)\]\(|(?<!\\)<(?!/?br)|(?<!\\)`|(?<!\\)\$[^$]|https?(?<!\\):|:streamlit:"
    r"|(?<!\\):red|(?<!\\)~~|(?<!\\)\|"
)
"""What a renderer of Markdown would make something of."""


def _strings(message, path=""):
    """Every text of a protobuf message with the name of its field."""
    for field, value in message.ListFields():
        values = value if field.is_repeated else [value]
        for one in values:
            if field.message_type is not None:
                yield from _strings(one, f"{path}.{field.name}")
            elif isinstance(one, str):
                yield f"{path}.{field.name}", one


class Screen:
    """The app in front of somebody who reads it and clicks."""

    def __init__(self, **address):
        self.test = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
        for name, value in address.items():
            self.test.query_params[name] = value
        self.test.run()

    def go(self, page):
        self.test.switch_page(page).run()
        return self

    def click(self, label):
        next(one for one in self.test.button if one.label == label).click().run()
        return self

    def choose(self, label, value):
        next(one for one in self.test.selectbox if one.label == label).set_value(value).run()
        return self

    def upload(self, name, content):
        self.go(UPLOAD).test.file_uploader[0].upload(name, content).run()
        return self

    def accept(self, name, underlag=None, role="ekonom", person="Anna Ek"):
        """Accept an own file as an underlag, as a new person says who they are and ticks."""
        self.open_accept(name, underlag).say(role, person)
        for tick in self.test.checkbox:
            tick.set_value(True).run()
        return self.click("Godkänn")

    def open_accept(self, name, underlag=None):
        self.go(UPLOAD).test.toggle(f"accepts-{name}").set_value(True).run()
        if underlag is not None:
            if "Underlag" in [one.label for one in self.test.selectbox]:
                self.choose("Underlag", underlag if underlag in self.options("Underlag") else "")
            if self.typed("Vad det nya underlaget ska heta"):
                self.typed("Vad det nya underlaget ska heta")[0].set_value(underlag).run()
        return self

    def say(self, role, person):
        """Say who one is, where the page asks."""
        if self.typed("Roll"):
            self.typed("Roll")[0].set_value(role)
            self.typed("Namn")[0].set_value(person)
            self.click("Det är jag")
        return self

    def typed(self, label):
        return [one for one in self.test.text_input if one.label == label]

    def options(self, label):
        return next(one for one in self.test.selectbox if one.label == label).options

    def open_form(self, name):
        self.test.toggle(f"hand-{name}").set_value(True).run()
        return self

    def field(self, letter):
        return next(one for one in self.test.selectbox if one.label.startswith(f"{letter}: "))

    @property
    def text(self):
        """What is read on the page: titles, sentences and messages, as plain text."""
        parts = [*self.test.title, *self.test.subheader, *self.test.markdown, *self.test.caption,
                 *self.test.error, *self.test.info, *self.test.success,
                 *self.test.warning]  # fmt: skip
        shown = "\n".join(part.value for part in parts).replace("\u00a0", " ")
        return re.sub(r"\\(.)", r"\1", shown).replace("\u2060", "")

    @property
    def headlines(self):
        return [line[4:] for line in self.text.splitlines() if line.startswith("### ")]

    @property
    def tables(self):
        return [one.value for one in self.test.dataframe]

    def register(self):
        """The register's rows on the page of decisions."""
        return next(one for one in self.tables if "Att-sats" in one.columns and "§" in one.columns)

    def open_everything(self):
        """Press every toggle but that of exports."""
        for pills in self.test.button_group:
            if pills.key.endswith("-visa"):
                pills.set_value([one for one in pills.options if one != "Exportera"])
        for toggle in self.test.toggle:
            toggle.set_value(True)
        self.test.run()

    def read_as_markdown(self):
        """Every text that is rendered as Markdown: the element's type, the field, the text."""
        for element in (*self.test.main, *self.test.sidebar):
            if element.type != "html" and getattr(element, "proto", None) is not None:
                for field, text in _strings(element.proto):
                    if READ_AS_MARKDOWN.search(field):
                        yield element.type, field, text
