"""What a page shows before anything is loaded: what is missing, and two ways on."""

from __future__ import annotations

import streamlit as st

from followup.exports.template import template
from followup.texts import words
from pages.parts import own, session, shared

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def nothing_loaded() -> bool:
    """Whether nothing is loaded; then says so and offers the sample data and the template."""
    if session.is_anything():
        return False
    is_refused = bool(shared.seen().refused)
    with st.container(border=True):
        st.markdown(f"### {words.CANNOT_SHOW if is_refused else words.NOTHING_LOADED}")
        st.markdown(words.CANNOT_SHOW_HELP if is_refused else words.NOTHING_LOADED_HELP)
        ways_on(with_upload=True)
    return True


def nothing_accepted() -> bool:
    """Whether no file has been accepted yet; then says so and how it is done."""
    if shared.underlag():
        return False
    if not nothing_loaded():
        with st.container(border=True):
            st.markdown(f"### {words.NO_UNDERLAG}")
            st.markdown(words.NO_UNDERLAG_HELP)
            st.page_link("pages/upload.py", label=words.TO_UPLOAD, icon=":material/upload_file:")
    return True


def ways_on(*, with_upload: bool = False) -> None:
    """Buttons for the sample data, the template and, where wanted, the upload page."""
    with st.container(horizontal=True, vertical_alignment="center"):
        if with_upload:
            st.page_link("pages/upload.py", label=words.TO_UPLOAD, icon=":material/upload_file:")
        if st.button(words.SAMPLE, type="primary", icon=":material/science:"):
            with st.spinner("Läser exempeldata …"):
                own.add_samples()
            st.rerun()
        st.download_button(
            words.TEMPLATE, template, "mall.xlsx", _XLSX, icon=":material/download:",
            on_click="ignore",
        )  # fmt: skip
