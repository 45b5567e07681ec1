"""Every page in a real browser: at two widths, in light and dark, with nothing wrong that a machine can see."""

import gzip

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.every_page import OWN, PAGES, PASSWORD, USER, addresses, prepare

pytestmark = pytest.mark.django_db(transaction=True)

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
# Own HTML, styles and scripts of a page, compressed.
MOST_BYTES = 120_000
OWN_KINDS = {"document", "stylesheet", "script"}


@pytest.fixture
def walked(live_server, transactional_db):
    """All addresses, those of anonymous readers first."""
    named = prepare()
    return [live_server.url + path for path in addresses(PAGES, named)], [
        live_server.url + path for path in addresses(OWN, named)
    ]


def log_in(page, site):
    page.goto(f"{site}/account/login/")
    page.fill("[name=username]", USER)
    page.fill("[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url("**/account/")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_each_page_fits_and_is_for_everybody(browser, live_server, walked, width, scheme):
    # axe is put into the page as a script, which our policy forbids: that is held by the test below.
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True)
    page, wrong = context.new_page(), []

    def look(address):
        page.goto(address)
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            wrong.append((address, "wider than the screen"))
        found = Axe().run(page, options=RULES).response["violations"]
        wrong.extend((address, one["id"], node["html"][:200]) for one in found for node in one["nodes"])

    for address in walked[0]:
        look(address)
    log_in(page, live_server.url)
    for address in walked[1]:
        look(address)
    context.close()

    assert wrong == []


def test_each_page_is_light_asks_nobody_else_and_breaks_no_rule_of_its_policy(page, live_server, walked):
    heavy, wrong, sizes = {}, [], {}

    def weigh(response):
        if response.request.resource_type in OWN_KINDS:
            sizes[response.url] = len(gzip.compress(response.body()))

    page.on("response", weigh)
    for address in walked[0]:
        sizes.clear()
        page.goto(address)
        page.wait_for_load_state("networkidle")
        if sum(sizes.values()) > MOST_BYTES:
            heavy[address] = dict(sizes)
        wrong += [(address, said) for said in page.complaints if "Failed to load resource" not in said]
        wrong += [(address, f"asks {url}") for url in page.foreign]
        page.complaints.clear()
        page.foreign.clear()

    assert (heavy, wrong) == ({}, [])
