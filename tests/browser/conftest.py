"""A real app on a free port of this machine, and a real browser in front of it."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright

pytest.register_assert_rewrite("tests.browser.visitor")
from tests.browser.visitor import Visitor  # noqa: E402 - after what makes its asserts speak

ROOT = Path(__file__).parents[2]
SHOTS = ROOT / "screenshots"
TAKES_PICTURES = os.environ.get("FOLLOWUP_PICTURES") == "1"
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
_START_SECONDS = 60


def _chromium():
    found = next((path for name in _NAMES if (path := shutil.which(name))), None)
    if found is None and os.environ.get("FOLLOWUP_REQUIRE_BROWSER") == "1":
        pytest.fail("FOLLOWUP_REQUIRE_BROWSER=1, but no Chromium is installed")
    if found is None:
        pytest.skip("no Chromium is installed")
    return found


def _free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def _wait_for(address, process):
    until = time.monotonic() + _START_SECONDS
    while time.monotonic() < until:
        assert process.poll() is None, "the app ended before it had started"
        with (
            contextlib.suppress(OSError),
            urllib.request.urlopen(f"{address}/_stcore/health", timeout=2),
        ):
            return
        time.sleep(0.1)
    pytest.fail("the app did not start")


def _environment(data):
    """Ours, with the store in that folder whatever database we use ourselves."""
    kept = {name: text for name, text in os.environ.items() if name != "FOLLOWUP_DATABASE_URL"}
    return kept | {"FOLLOWUP_DATA": str(data)}


@contextlib.contextmanager
def serving(data, *command, ends_with=signal.SIGTERM):
    """The address of an app that runs as a program of its own, with its data in a folder.

    `ends_with` is the signal that it is ended with.
    """
    port = _free_port()
    start = (*command, "--server.port") if command else ("followup.cli", "serve", "--port")
    with (data / "server.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", *start, str(port)],
            cwd=ROOT,
            env=_environment(data),
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        try:
            _wait_for(f"http://localhost:{port}", process)
            yield f"http://localhost:{port}"
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, ends_with)
            process.wait(20)


@pytest.fixture(scope="session")
def browser():
    path = _chromium()
    expect.set_options(timeout=20_000)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=_ARGUMENTS)
        yield running
        running.close()


@pytest.fixture(scope="session")
def address(browser, tmp_path_factory):
    with serving(tmp_path_factory.mktemp("data")) as one:
        yield one


@pytest.fixture
def visit(browser, address):
    """Opens the app for a new visitor, and holds what no visit may do against each of them."""
    visitors = []

    def come(path="", width=1280, height=720, scheme="light", at=None):
        context = browser.new_context(
            locale="sv-SE", viewport={"width": width, "height": height}, color_scheme=scheme
        )
        visitors.append(Visitor(context, at or address))
        return visitors[-1].open(path)

    yield come
    for visitor in visitors:
        visitor.leave()


@pytest.fixture(params=["light", "dark"])
def scheme(request):
    """The ground that pages stand on."""
    return request.param


@pytest.fixture
def shoot():
    """Takes a picture of the whole page, for people to look at, when pictures are asked for."""
    if not TAKES_PICTURES:
        return lambda visitor, name: None
    SHOTS.mkdir(exist_ok=True)
    return lambda visitor, name: visitor.picture(SHOTS / f"{name}.png")
