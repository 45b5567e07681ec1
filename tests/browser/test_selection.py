"""The list of projects as people narrow it: by JavaScript a part of the page is swapped, else a form is sent."""

import re

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from tests.factories.projects import ProjectFactory

pytestmark = pytest.mark.django_db(transaction=True)

LIHUA = "Cotton and textile cluster of Xinjiang Lihua in Turkistan Region"


@pytest.fixture(autouse=True)
def loaded(transactional_db):
    call_command("load_reference", verbosity=0)
    call_command("loaddata", "kazakhstan-2025-06", verbosity=0)


@pytest.fixture
def asked(page, live_server):
    """The list, and which of its addresses were asked for since, as ("document" or "xhr", query)."""
    page.goto(f"{live_server.url}/projects/")
    asked = []
    kinds = ("document", "xhr")
    page.on("request", lambda one: one.resource_type in kinds and asked.append((one.resource_type, query(one.url))))
    return asked


def query(url):
    return url.partition("?")[2]


def at(text):
    return re.compile(rf"/projects/{re.escape(text)}$")


def test_a_choice_swaps_the_list_and_keeps_the_focus_and_the_address(page, asked):
    page.get_by_label("under way").check()

    expect(page).to_have_url(at("?stage=under_way"))
    expect(page.locator(".chip")).to_have_text(re.compile("stage under way"))
    expect(page.locator(".project-name")).to_have_count(3)
    expect(page.locator("#filter-stage-under_way")).to_be_focused()
    expect(page.get_by_role("status")).to_have_text("3 projects")
    assert asked == [("xhr", "stage=under_way")]
    assert page.complaints == []


def test_the_way_back_leads_to_the_list_before(page, asked):
    page.get_by_label("under way").check()
    expect(page).to_have_url(at("?stage=under_way"))
    page.locator(".chip").click()
    expect(page).to_have_url(at(""))

    page.go_back()

    expect(page).to_have_url(at("?stage=under_way"))
    expect(page.locator(".project-name")).to_have_count(3)
    expect(page.get_by_label("under way")).to_be_checked()


def test_several_choices_in_a_row_are_one_selection(page, asked):
    page.locator("#filter-region-KZ-31").check()
    page.locator("#filter-region-KZ-11").check()

    expect(page.locator(".project-name")).to_have_count(2)
    expect(page).to_have_url(at("?region=KZ-11&region=KZ-31"))


def test_a_group_stays_open_when_its_last_choice_is_taken_back(page, asked):
    page.locator("[data-group=country] > summary").click()
    china = page.locator("#filter-country-CN")
    china.check()
    expect(page).to_have_url(at("?country=CN"))

    china.uncheck()

    expect(page).to_have_url(at(""))
    expect(china).to_be_focused()


def test_words_are_sent_when_they_are_written_not_with_each_letter(page, asked):
    words = page.locator("#filter-q")
    words.press_sequentially("cotton", delay=5)
    page.wait_for_timeout(500)
    assert asked == []

    words.press("Enter")

    expect(page.locator(".project-name")).to_have_text([LIHUA])
    assert set(asked) == {("xhr", "q=cotton")}


def test_a_wrong_number_is_named_and_marked(page, asked):
    page.locator("#filter-amount_min").fill("much")
    page.keyboard.press("Tab")

    expect(page.locator("#filter-errors")).to_contain_text("amount_min: Enter a whole number.")
    expect(page.locator("#filter-amount_min")).to_have_attribute("aria-invalid", "true")
    expect(page.locator(".project-name")).to_have_count(0)


def test_a_limit_is_moved_by_keyboard(page, asked):
    handle = page.locator("#slider-jobs-min")
    handle.focus()
    for _step in range(5):
        handle.press("ArrowRight")

    expect(page).to_have_url(at("?jobs_min=1000"))
    expect(page.locator(".project-name")).to_have_count(2)
    expect(page.locator("#slider-jobs-min")).to_be_focused()
    expect(page.locator("#slider-jobs-min")).to_have_attribute("aria-valuetext", "1,000")
    expect(page.locator("#filter-jobs_min")).to_have_value("1000")


def test_a_limit_is_dragged(page, asked):
    slider = page.locator("#slider-amount-max")
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    middle = box["y"] + box["height"] / 2

    page.mouse.move(box["x"] + box["width"] - 8, middle)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.6, middle, steps=5)
    page.mouse.up()

    expect(page).to_have_url(at("?amount_max=299999999"))
    expect(page.locator(".project-name")).to_have_count(1)


def test_a_bar_narrows_to_its_class_and_takes_it_back(page, asked):
    page.get_by_role("link", name="1,000 to below 3,000: 1").click()
    expect(page).to_have_url(at("?jobs_min=1000&jobs_max=2999"))

    page.get_by_role("link", name="1,000 to below 3,000: 1").click()

    expect(page).to_have_url(at(""))
    assert {kind for kind, _query in asked} == {"xhr"}


def test_heads_sort_in_place(page, asked):
    page.locator("#sort-jobs").click()

    expect(page).to_have_url(at("?ordering=-jobs"))
    expect(page.locator("#sort-jobs")).to_be_focused()
    assert asked == [("xhr", "ordering=-jobs")]


def test_columns_are_chosen_and_moved_in_place(page, asked):
    page.locator(".column-form > summary").click()
    page.get_by_label("Completeness", exact=True).check()
    expect(page.locator("thead th").last).to_contain_text("Completeness")

    page.get_by_role("link", name="Completeness: one place before").click()

    expect(page.locator("thead th").nth(5)).to_contain_text("Completeness")
    expect(page).to_have_url(at("?columns=title,sectors,region,stage,investment,completeness,jobs"))
    expect(page.get_by_role("link", name="Completeness: one place before")).to_be_focused()


def test_the_links_of_languages_follow_the_selection(page, asked):
    page.get_by_label("under way").check()
    expect(page).to_have_url(at("?stage=under_way"))

    page.get_by_role("link", name="Русский").click()

    expect(page).to_have_url(re.compile(r"/ru/projects/\?stage=under_way$"))
    assert "django_language=ru" in page.evaluate("document.cookie")


def test_charts_of_a_swapped_selection_can_be_taken_as_pictures(page, live_server):
    page.goto(f"{live_server.url}/projects/?view=charts")

    page.locator("#filter-stage-under_way").check()

    expect(page.get_by_role("status")).to_have_text("3 projects")
    expect(page.get_by_role("button", name=re.compile("^PNG"))).to_have_count(9)


def test_an_answer_that_fails_is_asked_for_as_a_page(page, asked):
    page.route("**/projects/?stage=*", lambda route: route.fulfill(status=503, body="Later."), times=1)

    page.get_by_label("under way").check()

    expect(page.locator(".project-name")).to_have_count(3)
    assert [kind for kind, _query in asked] == ["xhr", "document"]


def test_sending_the_form_of_a_narrow_screen_shows_what_it_found(page, live_server):
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(f"{live_server.url}/projects/")
    page.locator("[data-filters] > summary").click()
    page.get_by_label("under way").check()
    expect(page).to_have_url(at("?stage=under_way"))

    page.get_by_role("button", name="Show").first.click()

    expect(page.locator("[data-filters]")).not_to_have_attribute("open", "")
    expect(page.locator("#selection")).to_be_in_viewport()


def test_all_of_it_works_without_javascript(browser, live_server):
    ProjectFactory(jobs="20", stage="announced", title="Small")
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{live_server.url}/projects/")

    page.locator("#filter-stage-announced").check()
    page.get_by_role("button", name="Show").first.click()
    assert page.locator(".project-name").count() == 3
    page.get_by_role("link", name="10 to below 30: 1").click()
    assert page.locator(".project-name").all_inner_texts() == ["Small"]
    page.locator(".column-form > summary").click()
    page.get_by_label("Completeness", exact=True).check()
    page.locator(".column-form").get_by_role("button").click()
    page.locator(".column-form > summary").click()
    page.get_by_role("link", name="Completeness: one place before").click()

    assert page.locator("thead th a").last.inner_text() == "Jobs"
    assert page.locator("thead th").count() == 7
    assert "jobs_max=29" in page.url
    assert "stage=announced" in page.url
