"""A view can be sent as a link: the address tells every filter, whoever set it."""

from urllib.parse import parse_qs, urlsplit


def _told(visitor):
    return {name: one[0] for name, one in parse_qs(urlsplit(visitor.page.url).query).items()}


def test_a_clicked_bar_leaves_the_day_and_the_other_filters_in_the_address(visit):
    visitor = visit("uppdrag?per=2022-06-30").sample()
    bar = visitor.page.locator(".js-plotly-plot .point path").filter(visible=True).first
    place = bar.bounding_box()
    for _ in range(3):
        visitor.page.mouse.move(place["x"] + 5, place["y"] + 5)
        visitor.page.wait_for_timeout(400)
        visitor.page.mouse.click(place["x"] + 6, place["y"] + 6)
        visitor.settle()
        if "namnd" in _told(visitor):
            break
    told = _told(visitor)
    assert told.pop("namnd")
    assert told == {"per": "2022-06-30"}
