"""Sammanträde in a real browser: keys, the address, and a screen that is read across a room."""

from playwright.sync_api import expect

SAMPLE = "2021-12-01 Finansutskottet, Region Västernorrland"
MONEY, MOST = 6, 16


def begin(visitor):
    visitor.sample().choose("Sammanträde som visas", SAMPLE).click("Visa i sammanträdet")
    return at(visitor, 1)


def at(visitor, number):
    place = visitor.page.locator(".mote").get_by_text(f"Punkt {number} av {MOST}", exact=True)
    return visitor.sees_place(place).settle().stands_still()


def test_keys_go_through_the_items_and_the_address_opens_the_same_one(visit):
    visitor = begin(visit("mote"))
    visitor.page.keyboard.press("ArrowRight")
    visitor = at(visitor, 2)
    visitor.page.keyboard.press("End")
    visitor = at(visitor, MOST)
    assert f"punkt={MOST}" in visitor.page.url
    assert "visning=true" in visitor.page.url
    visitor.page.keyboard.press("ArrowLeft")
    at(visitor, MOST - 1)
    visitor.page.keyboard.press("Home")
    at(visitor, 1)
    visitor.page.keyboard.press("Escape")
    expect(visitor.page.get_by_role("heading", level=1, name="Sammanträde")).to_be_visible()


def test_every_item_is_one_screen_in_large_type(visit, shoot, scheme):
    visitor = begin(visit("mote", scheme=scheme))
    for number in range(1, MOST + 1):
        at(visitor, number)
        assert not taller_than_the_window(visitor), number
        if number == MONEY:
            shoot(visitor, f"sammantrade-{scheme}")
            assert pixels(visitor, ".mote") >= 28
            assert pixels(visitor, ".mote h1") >= 40
        if number < MOST:
            visitor.page.keyboard.press("ArrowRight")
    assert not visitor.page.get_by_test_id("stSidebar").is_visible()
    assert not visitor.page.get_by_test_id("stHeader").is_visible()


def test_a_telephone_shows_the_item_without_going_sideways(visit, shoot):
    visitor = begin(visit("mote", width=390, height=844))
    for number in range(1, MONEY):
        visitor.page.get_by_role("button", name="Nästa").click()  # its key is in its name too
        at(visitor, number + 1)
    shoot(visitor, "sammantrade-390")
    assert visitor.overflow() <= 0


def pixels(visitor, selector):
    size = "one => parseFloat(getComputedStyle(one).fontSize)"
    return visitor.page.locator(selector).first.evaluate(size)


def taller_than_the_window(visitor):
    return visitor.page.evaluate(
        """() => {
            const screen = document.querySelector('.st-key-visad-punkt');
            return screen.scrollHeight > screen.clientHeight;
        }"""
    )
