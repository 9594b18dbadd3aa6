import asyncio
import gzip
import importlib
import logging

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.routing import Route
from streamlit.testing.v1 import AppTest

from followup import server

PAGE = '<!doctype html><html lang="en"><head></head><body>' + "text " * 300 + "</body></html>"


async def _page(request):
    return HTMLResponse(PAGE)


async def _file(request):
    return PlainTextResponse(PAGE)


APP = Starlette(
    routes=[Route("/main.js", _file), Route("/_stcore/x", _file), Route("/{path:path}", _page)],
    middleware=[Middleware(server.SwedishPage), Middleware(GZipMiddleware)],
)
"""Streamlit's way of answering: compressed where it may be, any unknown path is the page."""


def ask(address, **headers):
    """The headers and the body that `APP` answers a request with."""
    path, _, query = address.partition("?")
    scope = {
        "type": "http", "method": "GET", "path": path, "query_string": query.encode(),
        "headers": [(name.replace("_", "-").encode(), text.encode())
                    for name, text in headers.items()],
    }  # fmt: skip
    messages = []

    async def receive():
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message):
        messages.append(message)

    asyncio.run(APP(scope, receive, send))
    body = b"".join(one.get("body", b"") for one in messages)
    return {name.decode(): text.decode() for name, text in messages[0]["headers"]}, body


@pytest.mark.parametrize("address", ["/", "/beslut", "/las-in", "/index.html", "/djup/sida?a=b.c"])
@pytest.mark.parametrize("accept", ["text/html", "*/*", ""])
def test_a_page_says_that_it_is_swedish(address, accept):
    headers, body = ask(address, accept=accept, accept_encoding="gzip, br")
    assert body.decode() == PAGE.replace('lang="en"', 'lang="sv"')
    assert int(headers["content-length"]) == len(body)


@pytest.mark.parametrize("address", ["/main.js", "/_stcore/x"])
def test_files_pass_as_they_are_and_compressed(address):
    headers, body = ask(address, accept_encoding="gzip")
    assert headers["content-encoding"] == "gzip"
    assert gzip.decompress(body).decode() == PAGE


def _failing_page():
    from followup import server

    server._on_error(ValueError("hemligheten i /etc"))


def test_an_error_is_a_swedish_sentence_with_the_number_that_stands_in_the_log(caplog):
    with caplog.at_level(logging.ERROR, "followup"):
        page = AppTest.from_function(_failing_page).run()
    (record,) = caplog.records
    (sentence,) = (one.value for one in page.error)
    reference = record.getMessage().removeprefix("fel ")
    assert sentence.startswith("Något gick fel.")
    assert reference in sentence
    assert len(reference) == 8
    assert "hemligheten" not in sentence
    assert record.exc_info[1].args == ("hemligheten i /etc",)


def test_every_error_has_its_own_number(caplog):
    with caplog.at_level(logging.ERROR, "followup"):
        AppTest.from_function(_failing_page).run()
        AppTest.from_function(_failing_page).run()
    assert len({record.getMessage() for record in caplog.records}) == 2


def test_what_a_page_needs_is_imported_before_the_first_visitor():
    for name in server._PRELOADED:
        assert importlib.import_module(name)
