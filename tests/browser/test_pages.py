"""The pages in a real browser: at two widths, in light and dark, with nothing wrong that a machine can see."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command

from projects.models import Claim

pytestmark = pytest.mark.django_db(transaction=True)

ADDRESSES = (
    "/",
    "/projects/",
    "/projects/?region=KZ&stage=under_way&amount_min=1000&match=possible",
    "/projects/?regoin=KZ",
    "/projects/?stage=closed",
    "/projects/tbea-energy-almaty/",
    "/projects/wanlin-vegetable-processing/",
    "/ru/projects/fufeng-corn-processing/",
    "/zh-hans/projects/",
    "/claims/{claim}/",
    "/claims/{unclear}/",
    "/projects/nothing/",
)
SERIOUS = {"serious", "critical"}


@pytest.fixture
def loaded(transactional_db):
    """The article, and two of its claims: one with a bound and one that is unclear."""
    call_command("load_reference", verbosity=0)
    call_command("loaddata", "kazakhstan-2025-06", verbosity=0)
    claims = Claim.objects.current()
    return {"claim": claims.get(bound="more_than").uid, "unclear": claims.get(missing="unclear").uid}


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_fit_their_screen_and_are_for_everybody(page, live_server, loaded, width, scheme):
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)
    wrong = []

    for address in ADDRESSES:
        address = address.format(**loaded)
        page.goto(f"{live_server.url}{address}")
        wrong += [f"{address}: wider than the screen" for _ in range(is_wide(page))]
        wrong += [f"{address}: {said}" for said in page.complaints if "Failed to load resource" not in said]
        wrong += [f"{address}: asks {foreign}" for foreign in page.foreign]
        wrong += [f"{address}: {said}" for said in barriers(page)]
        page.complaints.clear()
        page.foreign.clear()

    assert wrong == []


def is_wide(page):
    return page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


def barriers(page):
    """What axe finds that keeps people out."""
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found if one["impact"] in SERIOUS]


def test_a_list_is_narrowed_without_javascript(browser, live_server, loaded):
    page = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 800}).new_page()
    page.goto(f"{live_server.url}/projects/")

    page.get_by_label("under way").check()
    page.get_by_label("at least").nth(1).fill("4500")
    page.get_by_label("may match").check()
    page.get_by_role("button", name="Show").click()

    assert "jobs_min=4500" in page.url
    assert page.locator(".project-name").all_inner_texts() == [
        "Cotton and textile cluster of Xinjiang Lihua in Turkistan Region"
    ]
    page.locator(".chip", has_text="jobs, at least").click()
    assert page.locator(".project-name").count() == 3


def test_the_words_of_a_figure_are_reached_by_keyboard(page, live_server, loaded):
    page.goto(f"{live_server.url}/projects/lihua-cotton-cluster/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip-link"
    page.keyboard.press("Enter")
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.title") == "In the source’s words: “more than 4,000 jobs”":
            break
    page.keyboard.press("Enter")

    page.wait_for_url(re.compile(r"/sources/kazakhstan-regions-2025-06-16/.*#citation-\d+$"))
    assert "more than 4,000 jobs" in page.locator(":target").inner_text()


def test_a_language_is_changed_and_page_and_question_stay(page, live_server, loaded):
    page.goto(f"{live_server.url}/projects/?stage=under_way&ordering=title")

    page.get_by_role("link", name="Русский").click()

    assert page.url == f"{live_server.url}/ru/projects/?stage=under_way&ordering=title"
    assert page.locator("html").get_attribute("lang") == "ru"
    page.goto(f"{live_server.url}/projects/")
    assert page.locator("html").get_attribute("lang") == "ru"
