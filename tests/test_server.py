import asyncio
import gzip
import importlib
import logging
import re

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.routing import Route
from streamlit.testing.v1 import AppTest

from followup import server
from followup.texts import streamlit_words, words

PAGE = (
    '<!doctype html><html lang="en"><head><title>Streamlit</title></head><body>'
    + "text " * 300
    + "</body></html>"
)


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
    page = body.decode()
    assert '<html lang="sv">' in page
    assert "<title>Budget- och beslutsuppföljning</title>" in page
    assert "Tryck på Retur" in page[: page.index("</head>")]
    assert int(headers["content-length"]) == len(body)


def test_nothing_else_of_a_page_is_changed():
    _, body = ask("/")
    kept = re.sub(r"<script>.*?</script>", "", body.decode(), flags=re.DOTALL)
    kept = kept.replace('lang="sv"', 'lang="en"').replace(words.APP, "Streamlit")
    assert kept == PAGE


def test_a_page_is_never_answered_from_before_our_words_were_changed():
    seen = {}

    async def app(scope, receive, send):
        seen.update(scope["headers"])

    page = server.SwedishPage(app)
    asked = [(b"if-none-match", b"x"), (b"if-modified-since", b"y"), (b"cookie", b"z")]
    asyncio.run(page({"type": "http", "path": "/", "headers": asked}, None, None))
    assert seen == {b"cookie": b"z"}


def test_the_script_is_whole_and_cannot_end_its_own_element():
    script = streamlit_words.script()
    assert "WORDS" not in script
    assert "PATTERNS" not in script
    assert "</" not in script
    assert "http" not in script


def test_streamlits_words_are_put_into_other_words():
    for english, swedish in {**streamlit_words.WORDS, **streamlit_words.PATTERNS}.items():
        assert swedish != english or english == "Format"
        assert not re.search(r"\b(the|and|your|search|file|close|show)\b", swedish.lower())
    for form in streamlit_words.PATTERNS:
        re.compile(form)


@pytest.mark.parametrize("address", ["/main.js", "/_stcore/x"])
def test_files_pass_as_they_are_and_compressed(address):
    headers, body = ask(address, accept_encoding="gzip")
    assert headers["content-encoding"] == "gzip"
    assert gzip.decompress(body).decode() == PAGE


def _failing_page():
    from followup import server  # noqa: PLC0415 - this function is a page of its own

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
