"""How pages look: on a narrow screen, in light and dark, without scripts, by keyboard."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command
from playwright.sync_api import expect

pytestmark = pytest.mark.django_db(transaction=True)

ADDRESSES = [
    "/",
    "/projects/",
    "/projects/?regoin=KZ",
    "/projects/tbea-energy-almaty/",
    "/projects/wanlin-vegetable-processing/",
    "/sources/kazakhstan-regions-2025-06-16/",
    "/investors/",
    "/about/",
    "/account/login/",
    "/nothing/",
    "/ru/",
    "/ru/projects/",
    "/kk/projects/tbea-energy-almaty/",
    "/kk/regions/KZ/",
    "/zh-hans/about/",
]
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.fixture
def site(live_server):
    call_command("setup", verbosity=0)
    return live_server.url


@pytest.fixture
def open_page(browser):
    """Make a page in a browser of these options; all are closed at the end."""
    contexts = []

    def open_page(**options):
        contexts.append(browser.new_context(**options))
        return contexts[-1].new_page()

    yield open_page
    for context in contexts:
        context.close()


def test_no_page_scrolls_sideways_at_360_pixels(site, open_page):
    page = open_page(viewport={"width": 360, "height": 740})
    overflow = {}

    for address in ADDRESSES:
        page.goto(site + address)
        overflow[address] = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")

    assert overflow == dict.fromkeys(ADDRESSES, 0)


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1280, "dark")])
def test_axe_finds_nothing_to_mend(site, open_page, width, scheme):
    page = open_page(viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True)
    found = []

    for address in ADDRESSES:
        page.goto(site + address)
        violations = Axe().run(page, options=RULES).response["violations"]
        found += [(address, one["id"], node["html"]) for one in violations for node in one["nodes"]]

    assert found == []


def test_the_filter_form_works_without_scripts(site, open_page):
    page = open_page(java_script_enabled=False)
    page.goto(f"{site}/projects/")

    page.check("input[name=stage][value=announced]")
    page.click(".filters-send button")

    expect(page.locator(".project-table tbody tr")).to_have_count(2)
    expect(page.locator(".chip")).to_have_count(1)


def test_a_chosen_language_stays_on_bare_addresses(live_server, open_page):
    page = open_page()
    page.goto(f"{live_server.url}/about/")

    page.click(".languages a[hreflang=kk]")
    page.goto(f"{live_server.url}/about/")

    assert page.locator("html").get_attribute("lang") == "kk"


def test_the_first_tab_leads_past_the_masthead(live_server, open_page):
    page = open_page()
    page.goto(f"{live_server.url}/about/")

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.locator("#main")).to_be_focused()
