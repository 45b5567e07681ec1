"""The pages of investors, places, sectors, sources and agreements and the about page, walked in a real Chromium."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command
from playwright.sync_api import expect

from tests.factories.investors import InvestorFactory, OwnershipFactory
from tests.factories.projects import ClaimFactory, ProjectFactory
from tests.factories.sources import SourceFactory

pytestmark = pytest.mark.django_db(transaction=True)

ADDRESSES = (
    "/investors/",
    "/investors/?country=CN&q=group",
    "/investors/tbea/",
    "/regions/",
    "/regions/?q=алма",
    "/regions/KZ/",
    "/regions/KZ-31/",
    "/regions/142/",
    "/regions/CN/",
    "/sectors/",
    "/sectors/energy/",
    "/sources/",
    "/sources/kazakhstan-regions-2025-06-16/",
    "/sources/stored/",
    "/agreements/",
    "/agreements/kazakhstan-china-2025-06/",
    "/about/",
    "/kk/regions/KZ-31/",
    "/ru/investors/",
    "/zh-hans/about/",
)
WRONG = ("/investors/?knd=bank", "/regions/?kind=citty")
WIDTHS = (1280, 360)


@pytest.fixture
def registry(transactional_db):
    """The article's registry with an owner and a stored text of overlapping words."""
    call_command("load_reference", verbosity=0)
    call_command("loaddata", "kazakhstan-2025-06", verbosity=0)
    tbea = InvestorFactory._meta.model.objects.get(slug="tbea")
    OwnershipFactory(owner=InvestorFactory(name_en="A holding"), owned=tbea, share_low=51)
    source = SourceFactory(slug="stored", text="TBEA will build a plant for $20 million.\n\nNothing more is known.")
    ClaimFactory(source=source, attribute="investment", value="20", exact="a plant for $20 million")
    ClaimFactory(source=source, attribute="stage", value="announced", exact="will build a plant")


def grave(page):
    """What axe finds serious or critical on the page."""
    found = Axe().run(page).response["violations"]
    return [(one["id"], one["nodes"][0]["html"]) for one in found if one["impact"] in ("serious", "critical")]


def is_too_wide(page):
    return page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_fits_asks_no_other_host_and_can_be_used_by_all(page, live_server, registry, scheme):
    page.emulate_media(color_scheme=scheme)
    wrong = {}

    for address in ADDRESSES:
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            status = page.goto(f"{live_server.url}{address}").status
            found = [status != 200, is_too_wide(page), grave(page), page.foreign[:], page.complaints[:]]
            if any(found):
                wrong[address, width] = found
            page.foreign.clear()
            page.complaints.clear()

    assert wrong == {}


def test_pages_with_an_error_fit_and_can_be_used_by_all(page, live_server, registry):
    for address in WRONG:
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            assert page.goto(f"{live_server.url}{address}").status == 400
            assert not is_too_wide(page)
            assert grave(page) == []
            assert page.foreign == []


def test_a_list_is_narrowed_by_keyboard(page, live_server, registry):
    page.goto(f"{live_server.url}/investors/")

    page.get_by_label("Words").focus()
    page.keyboard.type("阜丰")
    page.keyboard.press("Enter")

    expect(page.locator("main table tbody th a")).to_have_text(["Fufeng Group"])
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()


def test_a_list_is_narrowed_and_a_claim_followed_to_its_words_without_scripts(browser, live_server, registry):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()

    page.goto(f"{live_server.url}/investors/")
    page.get_by_label("Words").fill("tbea")
    page.get_by_role("button", name="Show").click()
    page.get_by_role("link", name="TBEA Company Limited").click()
    page.locator("main .number .figure-mark").first.click()

    assert "/sources/kazakhstan-regions-2025-06-16/?citation=" in page.url
    expect(page.locator(":target mark")).to_have_text("expected to reach $3.7 billion")
    context.close()


def test_cited_words_are_pointed_out_in_a_stored_text(page, live_server, registry):
    page.goto(f"{live_server.url}/sources/stored/")

    page.get_by_role("link", name="Show in the text").first.click()

    expect(page.locator(".source-text :target")).to_have_text("will build")


def test_a_place_on_the_map_leads_to_its_page(page, live_server, registry):
    page.goto(f"{live_server.url}/regions/KZ/")

    page.locator(".region-map a", has=page.locator("title", has_text="Zhambyl Region")).focus()
    page.keyboard.press("Enter")

    page.wait_for_url("**/regions/KZ-31/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Zhambyl Region")


def test_a_chart_is_saved_as_png(page, live_server):
    ProjectFactory(jobs="> 4000", stage="announced")
    page.goto(f"{live_server.url}/projects/?view=charts&measure=jobs")
    charts = page.locator(".bar-chart").filter(has_text="By stage")

    with page.expect_download() as saved:
        charts.get_by_role("button", name="PNG").click()

    assert saved.value.suggested_filename == "stage.png"
    assert saved.value.path().read_bytes().startswith(b"\x89PNG")
    assert page.foreign == page.complaints == []
