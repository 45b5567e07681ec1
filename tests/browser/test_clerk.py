"""A clerk's path: log in, enter an investor, a source and a project with two claims that disagree, and correct one."""

import re

import pytest
from playwright.sync_api import expect

from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.projects import SectorFactory
from tests.factories.regions import RegionFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def clerk():
    RegionFactory(code="KZ-31", name_en="Zhambyl Region", name_kk="Жамбыл облысы")
    SectorFactory(code="agro", name_en="Agriculture")
    return UserFactory(username="clerk", name="Aigerim", role="editor")


class Desk:
    """What a clerk does at the screen."""

    def __init__(self, page, address):
        self.page, self.address = page, address

    def log_in(self, user):
        self.page.goto(f"{self.address}/admin/")
        self.page.fill("[name=username]", user.username)
        self.page.fill("[name=password]", PASSWORD)
        self.page.press("[name=password]", "Enter")
        expect(self.page.locator("#site-name")).to_be_visible()

    def open(self, path):
        self.page.goto(f"{self.address}/admin/{path}")

    def fill(self, **fields):
        for name, value in fields.items():
            self.page.fill(f"[name={name}]", value)

    def claim(self, number, **fields):
        for name, value in fields.items():
            field = self.page.locator(f"[name=claims-{number}-{name}]")
            if field.evaluate("field => field.tagName") == "SELECT":
                field.select_option(label=value)
            else:
                field.fill(value)

    def choose(self, name, words, result):
        """Choose a record by typing some of its words."""
        self.page.locator(f"[name={name}] + .select2-container").click()
        self.page.locator(".select2-search__field:visible").fill(words)
        self.page.locator(".select2-results__option", has_text=result).click()

    def press(self, name):
        self.page.locator(f"[name={name}]").first.click()

    def api(self, path):
        return self.page.request.get(f"{self.address}/api/v1/{path}").json()


@pytest.fixture
def desk(page, live_server, clerk):
    desk = Desk(page, live_server.url)
    desk.log_in(clerk)
    return desk


def enter_investor_and_source(desk):
    desk.open("investors/investor/add/")
    desk.fill(name_en="Fufeng Group", name_zh_hans="阜丰集团")
    desk.page.select_option("[name=country]", label="China")
    desk.page.select_option("[name=country_basis]", label="stated")
    desk.press("_save")
    desk.open("sources/source/add/")
    desk.fill(title_en="News of June", published="2025-06-16")
    desk.page.locator("summary", has_text="Stored text").click()
    desk.fill(body="It is to bring more than 4,000 jobs.")
    desk.press("_save")
    expect(desk.page.locator(".success")).to_contain_text("News of June")


def enter_project(desk):
    desk.open("projects/project/add/")
    desk.fill(title_en="Corn processing plant", why="an article")
    desk.claim(0, attribute="jobs", value="4 000", bound="more than", modality="aimed at")
    desk.claim(0, as_printed="more than 4,000 jobs", locator="par. 2")
    desk.choose("claims-0-source", "june", "News of June")
    desk.choose("participations-0-investor", "阜丰", "Fufeng Group")
    desk.choose("sectors-0-sector", "agri", "Agriculture")


def test_a_clerk_enters_a_project_and_corrects_it(desk):
    page = desk.page
    enter_investor_and_source(desk)
    enter_project(desk)

    # A second claim takes over the source of the first; the place is suggested while it is typed.
    page.locator("#claims-group .add-row a").click()
    expect(page.locator("[name=claims-1-source]")).to_have_value(re.compile(r"\d+"))
    desk.claim(1, attribute="region")
    page.locator("[name=claims-1-value]").press_sequentially("жамбыл")
    expect(page.locator("#claims-1 datalist option")).to_have_attribute("value", "Zhambyl Region")
    expect(page.locator("#claims-1 .field-currency")).to_be_hidden()
    desk.claim(1, value="Zhambyl Region")

    # Nothing is saved before the clerk has seen what lists would show.
    desk.press("_preview")
    expect(page.locator(".held-preview")).to_contain_text("> 4,000")
    assert desk.api("projects/")["count"] == 0
    desk.press("_continue")
    expect(page.locator(".success")).to_contain_text("Corn processing plant")
    project = desk.api("projects/corn-processing-plant/")
    assert (project["publication"], project["region"]["code"]) == ("draft", "KZ-31")
    assert (project["jobs"]["value"], project["jobs"]["bound"], project["jobs"]["high"]) == (4000, "more_than", None)
    assert project["claims"][0]["citation"]["start"] == 15

    # Another claim disagrees: it is newer, so it stands.
    desk.claim(2, attribute="jobs", value="1 500", said_on="2025-07")
    desk.choose("claims-2-source", "june", "News of June")
    desk.press("_continue")
    expect(page.locator(".messagelist")).to_contain_text("jobs: > 4,000 → 1,500")
    assert desk.api("projects/corn-processing-plant/")["jobs"]["value"] == 1500
    expect(page.locator("#claims-group .cited-row", has_text="1,500")).to_contain_text("stands")
    expect(page.locator("#claims-group .cited-row", has_text="4,000")).to_contain_text("another claim stands")

    # It is corrected: the form opens by a tick, the row itself stays as it was said.
    row = page.locator("#claims-group .cited-row", has_text="1,500")
    expect(row.locator(".field-value")).to_be_hidden()
    row.locator("[name$=-correct]").check()
    row.locator("[name$=-value]").fill("6 000")
    desk.fill(why="a slip of mine")
    desk.press("_continue")
    expect(page.locator(".messagelist")).to_contain_text("jobs: 1,500 → 6,000")
    project = desk.api("projects/corn-processing-plant/")
    assert project["jobs"]["value"] == 6000
    assert sorted(claim["value"] for claim in project["claims"] if claim["attribute"] == "jobs") == [4000, 6000]

    # The history tells it.
    page.locator(".object-tools a", has_text="History").click()
    newest = page.locator(".history-entry").first
    expect(newest).to_contain_text("Aigerim")
    expect(newest).to_contain_text("a slip of mine")
    expect(newest).to_contain_text("1,500")
    expect(newest).to_contain_text("6,000")
    assert (page.foreign, page.complaints) == ([], [])


def test_two_clerks_at_one_record_lose_nothing(desk, browser, live_server):
    enter_investor_and_source(desk)
    desk.open("investors/investor/")
    desk.page.locator("#result_list a", has_text="Fufeng Group").click()
    other = desk.page.context.new_page()
    other.goto(desk.page.url)
    other.fill("[name=website]", "https://fufeng.example.org/")
    other.fill("[name=name_ru]", "Фуфэн")
    other.locator("[name=_save]").first.click()
    expect(other.locator(".success")).to_be_visible()

    desk.fill(name_ru="Фуфын", name_kk="Фуфэн")
    desk.press("_continue")

    notice = desk.page.locator(".held-stale")
    expect(notice).to_contain_text("Aigerim")
    expect(notice.locator("tr", has_text="Фуфын")).to_contain_text("Фуфэн")
    expect(desk.page.locator("[name=name_ru]")).to_have_value("Фуфын")
    expect(desk.page.locator("[name=website]")).to_have_value("https://fufeng.example.org/")
    assert desk.api("investors/fufeng-group/")["names"]["ru"] == "Фуфэн"

    desk.press("_continue")
    names = desk.api("investors/fufeng-group/")["names"]
    assert (names["ru"], names["kk"]) == ("Фуфын", "Фуфэн")


def test_a_twin_is_pointed_out_before_it_is_added(desk):
    enter_investor_and_source(desk)
    desk.open("investors/investor/add/")
    desk.fill(name_en="FUFENG Group Co., Ltd.")
    desk.press("_save")
    expect(desk.page.locator(".held-twins a")).to_have_text("Fufeng Group")
    assert desk.api("investors/")["count"] == 1

    desk.page.locator("[name=anyway]").check()
    desk.press("_save")
    expect(desk.page.locator(".success")).to_be_visible()
    assert desk.api("investors/")["count"] == 2


@pytest.mark.parametrize("width", [1280, 360])
def test_the_form_of_a_project_fits_the_screen(desk, width):
    desk.page.set_viewport_size({"width": width, "height": 800})
    desk.open("projects/project/add/")

    assert desk.page.evaluate("document.documentElement.scrollWidth") == width
    assert (desk.page.foreign, desk.page.complaints) == ([], [])
