"""Pictures of charts, drawn by a Chromium of this machine that reaches no network."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import shlex
import shutil
import signal
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import plotly.graph_objects as go
from kaleido import Kaleido, PageGenerator

from followup.charts.template import SWEDISH
from followup.exports.report import NotWritten
from followup.exports.typeface import FOLDER

NAMED_BY = "BROWSER_PATH"
"""The environment variable that names the program, wherever it lies."""
_NAMES = (
    "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome",
    "microsoft-edge", "microsoft-edge-stable", "msedge",
)  # fmt: skip
_PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
    "C:/Program Files/Microsoft/Edge/Application/msedge.exe",
)
_NOWHERE = "127.0.0.1:9"
"""A proxy where nobody answers: the page and all that it needs are files of this machine."""
_START_SECONDS, _CLOSE_SECONDS = 20.0, 5.0
SECONDS_EACH = 20.0

INSTEAD = (
    "PowerPoint- och Excelfilerna har samma diagram, som kan redigeras, och behöver ingen"
    " webbläsare."
)
NO_BROWSER = f"Bilder görs av Chromium, Chrome eller Edge, och ingen av dem finns här. {INSTEAD}"
TOO_SLOW = f"Webbläsaren som gör bilderna svarade inte i tid och stängdes. Pröva igen. {INSTEAD}"
FAILED = f"Webbläsaren som gör bilderna kunde inte göra dem. {INSTEAD}"


class NoPicture(NotWritten):
    """A picture could not be made."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A chart to draw, and how large: width and height in pixels, times `scale`."""

    figure: go.Figure
    width: int
    height: int
    scale: float = 1.0


def chromium() -> Path | None:
    """The program that draws pictures: the one that BROWSER_PATH names, else the first found."""
    named = os.environ.get(NAMED_BY)
    if named:
        return Path(named) if Path(named).is_file() else None
    found = next((path for name in _NAMES if (path := shutil.which(name))), None)
    places = [Path(found)] if found else [Path(place) for place in _PLACES]
    return next((place for place in places if place.is_file()), None)


def drawn(
    sheets: Sequence[Sheet],
    form: str,
    done: Callable[[int], None],
    seconds_each: float = SECONDS_EACH,
    start_seconds: float = _START_SECONDS,
) -> list[bytes]:
    """The charts as pictures, all by one browser.

    Args:
        sheets: what to draw.
        form: 'png' or 'svg'.
        done: told the place of each as it is drawn; what it raises ends the drawing.
        seconds_each: how long one picture may take.
        start_seconds: how long the browser may take to start.

    Raises:
        NoPicture: there is no browser, or it failed or took too long; it is closed then.
    """
    program = chromium()
    if program is None:
        raise NoPicture(NO_BROWSER)
    with TemporaryDirectory(prefix="followup-") as folder:
        browser = _browser(program, Path(folder))
        limits = (start_seconds, seconds_each)
        return asyncio.run(_draw(browser, sheets, form, done, limits))


def _browser(program: Path, folder: Path) -> Any:
    """A browser that speaks Swedish, has our typeface and asks nobody for anything."""
    words = folder / "swedish.js"
    words.write_text(_locale(), encoding="utf-8")
    page = PageGenerator(mathjax=False, others=[(words.as_uri(), "utf-8")])
    return Kaleido(path=_started_by(program, folder), page_generator=page, timeout=None,
                   proxy_server=_NOWHERE)  # fmt: skip


def _locale() -> str:
    known = {"moduleType": "locale", "name": "sv", "dictionary": {}, "format": SWEDISH}
    return f'Plotly.register({json.dumps(known)});Plotly.setPlotConfig({{locale: "sv"}});'


def _started_by(program: Path, folder: Path) -> str:
    """The program, on Linux by a script that shows it our typeface, installed or not."""
    if sys.platform != "linux":
        return str(program)
    fonts, script = folder / "fonts.conf", folder / "start"
    fonts.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        '<include ignore_missing="yes">/etc/fonts/fonts.conf</include>'
        f"<dir>{FOLDER}</dir><cachedir>{folder / 'fonts'}</cachedir></fontconfig>",
        encoding="utf-8",
    )
    command = f"FONTCONFIG_FILE={shlex.quote(str(fonts))} exec {shlex.quote(str(program))}"
    script.write_text(f'#!/bin/sh\n{command} "$@"\n', encoding="utf-8")
    script.chmod(0o700)
    return str(script)


async def _draw(
    browser: Any, sheets: Sequence[Sheet], form: str, done: Callable[[int], None],
    limits: tuple[float, float],
) -> list[bytes]:  # fmt: skip
    start_seconds, seconds_each = limits
    made: list[bytes] = []
    try:
        await _in_time(browser.open(), start_seconds)
        for at, sheet in enumerate(sheets):
            made.append(await _in_time(_picture(browser, sheet, form), seconds_each))
            done(at)
    except NoPicture:
        _kill(browser)
        raise
    finally:
        with contextlib.suppress(Exception):
            await asyncio.wait_for(browser.close(), _CLOSE_SECONDS)
        _kill(browser)
    return made


async def _picture(browser: Any, sheet: Sheet, form: str) -> Any:
    options = {"format": form, "width": sheet.width, "height": sheet.height, "scale": sheet.scale}
    return await browser.calc_fig(sheet.figure, options)


async def _in_time(work: Any, seconds: float) -> Any:
    """What the browser gives; its own errors, in any language, become a sentence of ours."""
    limit = asyncio.timeout(seconds)
    try:
        async with limit:
            return await work
    except Exception as error:
        raise NoPicture(TOO_SLOW if limit.expired() else FAILED) from error


def _kill(browser: Any) -> None:
    """Ends the browser with all that it started: it leads a group of processes of its own."""
    process = getattr(browser, "subprocess", None)
    if process is None:
        return
    with contextlib.suppress(OSError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
