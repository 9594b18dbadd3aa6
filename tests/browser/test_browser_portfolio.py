"""The portfolio's months are dragged out in the picture, and stay in the address."""

import re

from playwright.sync_api import expect


def _drag(visitor, start, end):
    picture = visitor.page.locator(".js-plotly-plot").first
    picture.scroll_into_view_if_needed()
    visitor.stands_still()
    box = picture.bounding_box()
    height = box["y"] + 150
    mouse = visitor.page.mouse
    mouse.move(box["x"] + start * box["width"], height)
    visitor.page.wait_for_timeout(400)  # the chart notices the pointer
    mouse.down()
    mouse.move(box["x"] + (start + end) / 2 * box["width"], height + 4, steps=5)
    mouse.move(box["x"] + end * box["width"], height + 4, steps=5)
    mouse.up()


def test_a_drag_chooses_months_and_a_button_takes_them_back(visit):
    visitor = visit("portfolj").sample().settle()
    visitor.sees("av 231 månader")
    _drag(visitor, 0.3, 0.6)
    expect(visitor.page).to_have_url(re.compile(r"fran-manad=20\d\d-\d\d&till-manad=20\d\d-\d\d"))
    visitor.settle()
    expect(visitor.page.get_by_text("av 231 månader")).to_have_count(0)
    visitor.page.get_by_role("button", name="Visa alla månader").click()
    visitor.sees("av 231 månader")
    assert "manad" not in visitor.page.url
