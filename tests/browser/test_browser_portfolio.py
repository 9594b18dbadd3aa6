"""The portfolio's months are dragged out in the picture, and stay in the address."""

import re

from playwright.sync_api import expect

CHOSEN = re.compile(r"fran-manad=20\d\d-\d\d&till-manad=20\d\d-\d\d")


def _place(visitor):
    """The place of the picture of the months, with all of it in the window.

    Pictures come in any order: the first on the page may for a while be one further down.
    """
    picture = visitor.page.locator("[class*=st-key-portfolj-index-bild] .js-plotly-plot")
    picture.scroll_into_view_if_needed()
    visitor.stands_still()
    return picture.bounding_box()


def _drag(visitor, start, end):
    box = _place(visitor)
    height = box["y"] + 150
    mouse = visitor.page.mouse
    mouse.move(box["x"] + start * box["width"], height)
    visitor.page.wait_for_timeout(400)  # the chart notices the pointer
    mouse.down()
    mouse.move(box["x"] + (start + end) / 2 * box["width"], height + 4, steps=5)
    mouse.move(box["x"] + end * box["width"], height + 4, steps=5)
    mouse.up()


def _drag_with_a_finger(visitor, start, end):
    box = _place(visitor)
    devtools = visitor.context.new_cdp_session(visitor.page)

    def touch(kind, *parts):
        points = [{"x": box["x"] + part * box["width"], "y": box["y"] + 150} for part in parts]
        devtools.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    touch("touchStart", start)
    for step in range(1, 6):
        touch("touchMove", start + (end - start) * step / 5)
    touch("touchEnd")


def test_a_drag_chooses_months_and_a_button_takes_them_back(visit):
    visitor = visit("portfolj").sample().settle()
    visitor.sees("av 231 månader")
    _drag(visitor, 0.3, 0.6)
    expect(visitor.page).to_have_url(CHOSEN)
    visitor.settle()
    expect(visitor.page.get_by_text("av 231 månader")).to_have_count(0)
    visitor.page.get_by_role("button", name="Visa alla månader").click()
    visitor.sees("av 231 månader")
    assert "manad" not in visitor.page.url


def test_a_finger_chooses_months_too(visit):
    visitor = visit("portfolj", width=390, height=844).sample().settle()
    visitor.sees("av 231 månader")
    _drag_with_a_finger(visitor, 0.3, 0.6)
    expect(visitor.page).to_have_url(CHOSEN)
    visitor.settle()
    expect(visitor.page.get_by_text("av 231 månader")).to_have_count(0)
