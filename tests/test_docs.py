"""The docs say what the code does: commands, pages, figures, settings and folders."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from followup.cli import build_parser
from followup.limits import Limits
from pages.parts.frame import PAGES

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES_DOC = (ROOT / "docs" / "pages.md").read_text(encoding="utf-8")


def shell_blocks(text: str) -> list[str]:
    return re.findall(r"```sh\n(.*?)```", text, re.DOTALL)


def test_the_readme_has_exactly_one_command_to_run_and_one_to_test() -> None:
    whole = [block.strip() for block in shell_blocks(README) if ".uv/bin/uv run" in block]
    start = "python3 -m venv .uv && .uv/bin/pip install uv && .uv/bin/uv run "
    assert whole == [f"{start}followup serve", f"{start}pytest"]


def test_ci_runs_the_readmes_test_command() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert "python3 -m venv .uv && .uv/bin/pip install uv && .uv/bin/uv run pytest" in script
    assert "FOLLOWUP_REQUIRE_BROWSER=1" in script


def test_every_console_command_is_in_the_readme() -> None:
    actions = build_parser()._subparsers._group_actions  # type: ignore[union-attr]
    commands = set(actions[0].choices)  # type: ignore[arg-type]
    told = set(re.findall(r"^followup (\w+)", README, re.MULTILINE))
    assert told == commands


def test_every_setting_of_the_readme_exists_with_its_default() -> None:
    limits = {f"FOLLOWUP_{one.name.upper()}": one.default for one in fields(Limits)}
    told = dict(re.findall(r"`(FOLLOWUP_[A-Z_]+)=(\d+)`", README))
    assert told
    assert {name: int(value) for name, value in told.items()}.items() <= limits.items()


def test_every_page_is_in_the_docs_and_the_docs_name_no_other() -> None:
    rows = re.findall(r"^\| ([^|`]+) \| `([a-z-]+)` \|", PAGES_DOC, re.MULTILINE)
    assert rows == [(page.title, page.address) for page in PAGES]


def test_every_figure_of_the_docs_is_one_that_is_printed() -> None:
    told = set(re.findall(r"^\| `([a-z_.]+)` \|", PAGES_DOC, re.MULTILINE))
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "followup/cells").glob("*.py")]
    made = {name for text in sources for name in re.findall(r'Figure\(\s*"([a-z_.]+)"', text)}
    assert told == made


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "DECISIONS.md", "docs/pages.md"])
def test_every_link_and_file_named_in_the_docs_exists(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    links = re.findall(r"\]\(([^)#]+)\)", text)
    gone = [
        link
        for link in links
        if "://" not in link and not (ROOT / name).parent.joinpath(link).exists()
    ]
    assert not gone


def test_the_changelog_has_an_entry_for_what_is_not_released() -> None:
    assert "## Unreleased\n\n- " in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
