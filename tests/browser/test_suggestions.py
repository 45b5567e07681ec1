"""The search box as a person uses it: by typing, by arrows, by the mouse, and without scripts."""

import re

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from .test_pages import barriers, is_wide

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def loaded(transactional_db):
    call_command("load_reference", verbosity=0)
    call_command("loaddata", "kazakhstan-2025-06", verbosity=0)


def typed(page, live_server, words, address="/"):
    """The box after these words were typed into it, and its options once they are there."""
    page.goto(f"{live_server.url}{address}")
    box = page.locator("#site-search")
    box.click()
    box.press_sequentially(words)
    expect(page.get_by_role("listbox")).to_be_visible()
    return box, page.get_by_role("option")


def test_suggestions_are_gone_through_by_keyboard(page, live_server, loaded):
    box, options = typed(page, live_server, "fuf")
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(options.locator("mark").first).to_have_text("Fufeng")

    box.press("ArrowDown")
    box.press("ArrowDown")
    chosen = box.get_attribute("aria-activedescendant")
    expect(page.locator(f"#{chosen}")).to_have_attribute("aria-selected", "true")
    expect(box).to_be_focused()
    assert barriers(page) == []
    box.press("Enter")

    page.wait_for_url(f"{live_server.url}/investors/fufeng-group/")
    assert page.complaints == page.foreign == []


def test_escape_closes_the_list_and_enter_alone_searches(page, live_server, loaded):
    box, _options = typed(page, live_server, "zhamb")

    box.press("ArrowUp")
    box.press("ArrowDown")
    expect(box).not_to_have_attribute("aria-activedescendant", re.compile("."))
    box.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(box).to_have_value("zhamb")
    box.press("Enter")

    page.wait_for_url(f"{live_server.url}/search/?q=zhamb")


def test_a_suggestion_is_clicked_and_a_page_in_another_language_stays_in_it(page, live_server, loaded):
    _box, options = typed(page, live_server, "жамбыл", "/ru/")

    options.and_(page.locator("[href='/ru/regions/KZ-31/']")).click()

    page.wait_for_url(f"{live_server.url}/ru/regions/KZ-31/")


def test_a_name_that_is_not_written_so_is_suggested(page, live_server, loaded):
    _box, options = typed(page, live_server, "Fufong")

    options.get_by_text("Fufeng Group").click()

    page.wait_for_url(f"{live_server.url}/search/?q=Fufeng+Group")


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_is_found_fits_its_screen_and_is_for_everybody(page, live_server, loaded, width, scheme):
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)

    for address in ("/search/", "/search/?q=zhambyl", "/search/?q=kazakhstan", "/search/?q=Fufong", "/search/?q=—"):
        page.goto(f"{live_server.url}{address}")
        assert (address, is_wide(page), barriers(page), page.foreign) == (address, False, [], [])
    typed(page, live_server, "plant")
    assert (is_wide(page), barriers(page)) == (False, [])


def test_the_box_works_without_scripts(browser, live_server, loaded):
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{live_server.url}/about/")

    page.locator("#site-search").fill("阜丰")
    page.locator("#site-search").press("Enter")

    assert page.locator(".project-name").all_inner_texts() == [
        "Corn processing plant of Fufeng Group in Zhambyl Region"
    ]
