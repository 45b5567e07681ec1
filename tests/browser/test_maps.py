"""Maps in a real browser: for everybody, by keyboard, to zoom, in frames of other sites, and light to load."""

import gzip
import re
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command
from playwright.sync_api import expect

from projects.models import Project

pytestmark = pytest.mark.django_db(transaction=True)

ADDRESSES = [
    "/projects/?view=map",
    "/ru/projects/?view=map&measure=jobs",
    "/kk/projects/?view=map&measure=projects",
    "/embed/map-regions/",
    "/embed/investor/",
    "/embed/table/",
    "/regions/KZ/",
    "/regions/KZ-61/",
    "/investors/",
    "/projects/tbea-energy-almaty/",
]
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
# Kilobytes of a page with all its styles and scripts, compressed.
MOST = 120


@pytest.fixture
def site(live_server):
    """The article's projects, three of them with coordinates, two of these near to each other."""
    call_command("setup", verbosity=0)
    for slug, (longitude, latitude, precision) in {
        "tbea-energy-almaty": (76.9, 43.25, "settlement"),
        "hesheng-grain-processing": (76.8, 43.3, "exact"),
        "fufeng-corn-processing": (71.4, 42.9, "exact"),
    }.items():
        Project.objects.filter(slug=slug).update(longitude=longitude, latitude=latitude, precision=precision)
    return live_server.url


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1280, "dark"), (1280, "light"), (360, "dark")])
def test_maps_fit_their_screen_and_are_for_everybody(page, site, width, scheme):
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    wrong = []

    for address in ADDRESSES:
        page.goto(site + address)
        page.wait_for_load_state("networkidle")
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            wrong.append((address, "wider than the screen"))
        wrong += [(address, said) for said in (*page.complaints, *page.foreign)]
        violations = Axe().run(page, options=RULES).response["violations"]
        wrong += [(address, one["id"], node["html"][:200]) for one in violations for node in one["nodes"]]
        page.complaints.clear()

    assert wrong == []


def test_a_region_is_reached_and_opened_by_keyboard(page, site):
    page.goto(f"{site}/projects/?view=map")

    page.locator("#map-regions ~ .map-panel svg a[href*='region=KZ-31']").focus()
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile("view=map&region=KZ-31"))
    expect(page.get_by_role("heading", name="By region: Kazakhstan")).to_be_visible()


def test_known_sites_are_zoomed_from_a_number_to_a_project(page, site):
    page.goto(f"{site}/projects/?view=map")
    points = page.locator("#points-map")
    page.locator(".points").scroll_into_view_if_needed()

    several = points.get_by_role("button", name="2", exact=False).first
    several.focus()
    page.keyboard.press("Enter")
    for _ in range(4):
        if points.locator(".point.is-near").count():
            break
        points.get_by_role("button", name="Zoom in").click()
        page.wait_for_load_state("networkidle")
    points.locator(".point.is-near").focus()
    page.keyboard.press("Enter")

    expect(points.locator(".leaflet-popup a", has_text="TBEA")).to_be_visible()
    assert page.complaints == []
    assert page.foreign == []


def test_sites_are_dots_and_a_table_without_scripts(browser, site):
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{site}/projects/?view=map")

    assert page.locator("circle.map-site").count() == 2
    page.get_by_text("The sites as a table").click()
    expect(page.locator(".points tbody tr")).to_have_count(2)
    expect(page.locator("#points-map")).to_be_hidden()
    page.context.close()


@pytest.fixture
def elsewhere(site):
    """Another site, which shows a page for frames and one that is none."""
    addresses = {"open": f"{site}/embed/map-regions/", "closed": f"{site}/projects/"}
    body = "".join(f'<iframe id="{name}" src="{address}"></iframe>' for name, address in addresses.items())

    class Page(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *said):
            """Tests are silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def test_a_frame_stands_on_another_site_and_no_other_page_does(browser, elsewhere):
    context = browser.new_context()
    page = context.new_page()
    page.goto(elsewhere)

    expect(page.frame_locator("#open").get_by_role("heading", name="By region: Kazakhstan", level=2)).to_be_visible()
    expect(page.frame_locator("#closed").locator(".masthead")).to_have_count(0)
    assert context.cookies() == []
    context.close()


def test_the_code_of_a_frame_is_copied(browser, site):
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{site}/projects/?view=map&measure=jobs")

    box = page.locator(".place-map").first.locator(".embed")
    box.locator("summary").click()
    box.get_by_role("button", name="Copy").click()

    code = page.evaluate("navigator.clipboard.readText()")
    assert f'<iframe src="{site}/en/embed/map-regions/?measure=jobs" title="By region: Kazakhstan' in code
    context.close()


@pytest.mark.parametrize("address", ["/projects/?view=map", "/projects/?view=map&region=KZ-31", "/investors/"])
def test_a_map_is_light_to_load(page, site, address):
    sizes = {}
    page.on("response", lambda response: sizes.update({response.url: len(gzip.compress(response.body()))}))
    page.goto(site + address)
    page.wait_for_load_state("networkidle")

    assert sum(sizes.values()) < MOST * 1000
    assert not any("leaflet" in url for url in sizes)
