"""A visitor without a browser: speaks Streamlit's websocket as its frontend does, and counts.

Only for 127.0.0.1. What is counted is each binary message that comes, whole.
"""

from __future__ import annotations

import datetime as dt
import http.client
import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import Any

from streamlit.proto.Alert_pb2 import Alert
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Common_pb2 import FileURLs
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

HOST = "127.0.0.1"
_XSRF_COOKIE = "_streamlit_xsrf"
_WIDGETS = ("button", "button_group", "date_input", "file_uploader", "text_input")
_BOUNDARY = "followup-benchmark"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a page's script, from the request until its last message was here.

    `script_seconds` is the script alone: from the message that says that it has started.
    """

    seconds: float
    script_seconds: float
    sent: int
    heaviest: tuple[tuple[str, int], ...]
    errors: tuple[str, ...]


class _Tally:
    """What comes from one request until the script is done, reruns that it asks for included."""

    def __init__(self) -> None:
        self._asked = self._started = time.perf_counter()
        self._sent = 0
        self._sizes: list[tuple[str, int]] = []
        self._errors: list[str] = []
        self.cacheable: list[str] = []

    def take(self, message: ForwardMsg, size: int, came: float) -> Run | None:
        """Count a message; the run when this was its last."""
        self._sent += size
        kind = message.WhichOneof("type") or ""
        if kind == "new_session":
            self._started = came
        if kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            self._element(message.delta.new_element, size)
        if message.metadata.cacheable:
            self.cacheable.append(message.hash)
        if kind == "ref_hash":
            self.cacheable.append(message.ref_hash)
        if kind != "script_finished" or (
            message.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN
        ):
            return None
        heaviest = sorted(self._sizes, key=lambda one: -one[1])[:4]
        took, script = came - self._asked, came - self._started
        return Run(took, script, self._sent, tuple(heaviest), tuple(self._errors))

    def _element(self, element: Element, size: int) -> None:
        kind = element.WhichOneof("type") or ""
        self._sizes.append((kind, size))
        if kind == "exception":
            self._errors.append(element.exception.message)
        if kind == "alert" and element.alert.format == Alert.ERROR:
            self._errors.append(element.alert.body)


@contextmanager
def visiting(port: int, seconds: float = 180) -> Iterator[Visitor]:
    """A new session of the app on this port; no wait in it is longer than `seconds`."""
    address = f"{HOST}:{port}"
    xsrf = _xsrf_cookie(address)
    with connect(
        f"ws://{address}/_stcore/stream",
        origin=Origin(f"http://{address}"),
        subprotocols=[Subprotocol("streamlit"), Subprotocol(xsrf)],
        additional_headers={"Cookie": f"{_XSRF_COOKIE}={xsrf}"},
        max_size=None,
    ) as socket:
        yield Visitor(address, socket, xsrf, seconds)


class Visitor:
    """A session of the app over an open connection. Its default page has the empty address.

    `texts` holds what the last run wrote as text, apart from captions and other elements.
    """

    def __init__(self, address: str, socket: ClientConnection, xsrf: str, seconds: float) -> None:
        self._address = address
        self._socket = socket
        self._xsrf = xsrf
        self._limit = seconds
        self._session = ""
        self._pages: dict[str, str] = {}
        self._page = ""
        self._query = ""
        self._widgets: dict[tuple[str, str], Any] = {}
        self.texts: list[str] = []
        self._cached: list[str] = []

    @property
    def is_compressed(self) -> bool:
        """Whether the server took up the offer to compress; sizes are of the messages inside."""
        return bool(self._socket.protocol.extensions)

    def go(self, page: str) -> Run:
        """Go to a page by its address, as by a click in the menu."""
        self._page = self._pages[page]
        self._widgets.clear()
        return self.rerun()

    def rerun(self, *widgets: WidgetState, with_cache: bool = False) -> Run:
        """Run the page. `with_cache` tells the server what a browser would still have."""
        asked = BackMsg()
        asked.rerun_script.page_script_hash = self._page
        asked.rerun_script.query_string = self._query
        asked.rerun_script.widget_states.widgets.extend(widgets)
        if with_cache:
            asked.rerun_script.cached_message_hashes.extend(self._cached)
        tally = _Tally()
        self._socket.send(asked.SerializeToString())
        for message, size, came in self._messages():
            self._note(message)
            run = tally.take(message, size, came)
            if run is not None:
                self._cached = tally.cacheable
                return run
        raise ConnectionError(self._address)

    def press(self, label: str) -> Run:
        """Press the button with this label on the page last seen."""
        return self.rerun(WidgetState(id=self._widgets["button", label].id, trigger_value=True))

    def all_chosen(self) -> list[WidgetState]:
        """Every group of toggles on the page last seen, with all of its toggles chosen."""
        states = []
        for (kind, _), group in self._widgets.items():
            if kind == "button_group":
                state = WidgetState(id=group.id)
                state.string_array_value.data.extend(one.content for one in group.options)
                states.append(state)
        return states

    def dated(self, label: str, day: dt.date) -> WidgetState:
        """The date field with this label, with a day in it."""
        state = WidgetState(id=self._widgets["date_input", label].id)
        state.string_array_value.data.append(day.isoformat())
        return state

    def typed(self, label: str, text: str) -> WidgetState:
        """The text field with this label, with a text in it."""
        return WidgetState(id=self._widgets["text_input", label].id, string_value=text)

    def upload(self, name: str, content: bytes) -> Run:
        """Give the page's uploader a file: ask where to, send it there, rerun with it."""
        urls = self._file_urls(name)
        self._put(urls.upload_url, name, content)
        (uploader,) = (one for (kind, _), one in self._widgets.items() if kind == "file_uploader")
        state = WidgetState(id=uploader.id)
        file = state.file_uploader_state_value.uploaded_file_info.add()
        file.name, file.size, file.file_id = name, len(content), urls.file_id
        file.file_urls.CopyFrom(urls)
        return self.rerun(state)

    def _messages(self) -> Iterator[tuple[ForwardMsg, int, float]]:
        end = time.perf_counter() + self._limit
        while True:
            data = self._socket.recv(timeout=max(0.0, end - time.perf_counter()), decode=False)
            came = time.perf_counter()
            message = ForwardMsg()
            message.ParseFromString(data)
            yield message, len(data), came

    def _note(self, message: ForwardMsg) -> None:
        """Keep what later requests need: session, pages, address and widgets."""
        kind = message.WhichOneof("type")
        if kind == "new_session":
            self.texts.clear()
            self._session = message.new_session.initialize.session_id or self._session
            self._page = message.new_session.page_script_hash
        elif kind == "navigation":
            for page in message.navigation.app_pages:
                self._pages[page.url_pathname] = page.page_script_hash
        elif kind == "page_info_changed":
            self._query = message.page_info_changed.query_string
        elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            element = message.delta.new_element
            of = element.WhichOneof("type") or ""
            if of in _WIDGETS:
                widget = getattr(element, of)
                self._widgets[of, widget.label] = widget
            elif of == "markdown":
                self.texts.append(element.markdown.body)

    def _file_urls(self, name: str) -> FileURLs:
        asked = BackMsg()
        asked.file_urls_request.request_id = uuid.uuid4().hex
        asked.file_urls_request.file_names.append(name)
        asked.file_urls_request.session_id = self._session
        self._socket.send(asked.SerializeToString())
        for message, _, _ in self._messages():
            if message.WhichOneof("type") == "file_urls_response":
                urls: FileURLs = message.file_urls_response.file_urls[0]
                return urls
        raise ConnectionError(self._address)

    def _put(self, path: str, name: str, content: bytes) -> None:
        body = _form(name, content)
        connection = http.client.HTTPConnection(self._address, timeout=self._limit)
        headers = {
            "Content-Type": f"multipart/form-data; boundary={_BOUNDARY}",
            "X-Xsrftoken": self._xsrf,
            "Cookie": f"{_XSRF_COOKIE}={self._xsrf}",
        }
        connection.request("PUT", path, body, headers)
        answer = connection.getresponse()
        text = answer.read()
        connection.close()
        if answer.status >= 300:
            raise ConnectionError(answer.status, text[:200])


def _xsrf_cookie(address: str) -> str:
    connection = http.client.HTTPConnection(address, timeout=10)
    connection.request("GET", "/_stcore/health")
    answer = connection.getresponse()
    answer.read()
    connection.close()
    cookies = SimpleCookie(answer.getheader("Set-Cookie") or "")
    return cookies[_XSRF_COOKIE].value if _XSRF_COOKIE in cookies else ""


def _form(name: str, content: bytes) -> bytes:
    """A multipart form with one file."""
    lines: Sequence[str] = (
        f"--{_BOUNDARY}",
        f'Content-Disposition: form-data; name="{name}"; filename="{name}"',
        f"Content-Type: {_XLSX}",
        "",
        "",
    )
    return "\r\n".join(lines).encode() + content + f"\r\n--{_BOUNDARY}--\r\n".encode()
