"""The app as a server: warm from the start, Swedish to screen readers, errors with a number."""

from __future__ import annotations

import gc
import importlib
import logging
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.runtime.pages_manager import PagesManager

from followup.texts import words
from followup.worker import pool

_LOG = logging.getLogger("followup")
_PRELOADED = (
    "followup.loading",
    "followup.cells.decisions",
    "followup.cells.findings",
    "followup.cells.overview",
    "followup.exports.marking",
)
_ENGLISH, _SWEDISH = b'<html lang="en">', b'<html lang="sv">'


class SwedishPage:
    """Says in the page itself that its language is Swedish; Streamlit writes English."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on, with the language changed in HTML pages of the same length."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        # compressed pages could not be changed in passing
        headers = [(name, text) for name, text in scope["headers"] if name != b"accept-encoding"]
        is_page = _is_page(scope["path"])

        async def send_swedish(message: Message) -> None:
            if message["type"] == "http.response.body" and _ENGLISH in message.get("body", b""):
                message = {**message, "body": message["body"].replace(_ENGLISH, _SWEDISH, 1)}
            await send(message)

        asked = {**scope, "headers": headers} if is_page else scope
        await self._app(asked, receive, send_swedish if is_page else send)


def _is_page(path: str) -> bool:
    """Whether an address is a page's: neither a file nor one of Streamlit's own."""
    name = path.rsplit("/", 1)[-1]
    return ("." not in name or name.endswith(".html")) and "/_stcore/" not in path


@asynccontextmanager
async def _preload(_app: st.App) -> AsyncIterator[None]:
    """Import what pages need and start a worker before the first visitor comes."""
    PagesManager.uses_pages_directory = False  # else the first deep link is a page not found
    for module in _PRELOADED:
        importlib.import_module(module)
    pool()
    gc.collect()
    gc.freeze()
    yield


def _on_error(error: Exception) -> bool:
    """Log the error under a number, and show the number and nothing else."""
    reference = secrets.token_hex(4)
    _LOG.error("fel %s", reference, exc_info=error)
    st.error(words.WRONG.format(reference=reference))
    return True


app = st.App(
    Path(__file__).parents[1] / "app.py",
    lifespan=_preload,
    middleware=[Middleware(SwedishPage)],
    on_script_error=_on_error,
)
