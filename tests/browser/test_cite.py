"""Marking words in the text of a source, in a real Chromium: they are counted and cited as they stand."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from projects.models import Claim
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.projects import ClaimFactory, ProjectFactory
from tests.factories.sources import SourceFactory

pytestmark = pytest.mark.django_db(transaction=True)

# Line ends of two characters, letters beyond the BMP, marks that compose, an earlier place of the same words.
TEXT = "😀😀 4,000 jobs 𝔘.\r\n\r\nЖаңа зауыт  «Алатау»: 中文字 <b>&amp; Cafe\u0301\r\nbring 4,000 jobs 😀 later."
WORDS = "4,000 jobs 😀"

MARK = """([words]) => {
  const block = document.querySelector(".source-text");
  const place = block.textContent.lastIndexOf(words);
  const range = document.createRange();
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  let at = 0;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const inside = (edge) => edge >= at && edge <= at + node.data.length;
    if (inside(place) && range.startContainer === document) range.setStart(node, place - at);
    if (inside(place + words.length)) { range.setEnd(node, place + words.length - at); break; }
    at += node.data.length;
  }
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}"""


@pytest.fixture
def source():
    made = SourceFactory(slug="news", title_en="News of June", text=TEXT)
    ClaimFactory(source=made, exact="Алатау", attribute="stage", value="announced", project__slug="other")
    return made


@pytest.fixture
def clerk(page, live_server):
    user = UserFactory(username="clerk", role="editor")
    page.goto(f"{live_server.url}/admin/")
    page.fill("[name=username]", user.username)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    expect(page.locator("#site-name")).to_be_visible()
    return user


def mark(page, words):
    page.evaluate(MARK, [words])
    expect(page.locator(".cite-form")).to_have_class("cite-form is-marking")


def test_marked_words_become_a_claim_at_their_very_place(page, live_server, source, clerk):
    ProjectFactory(slug="port", title="Port of Aktau", jobs="5")
    body = source.text.body
    page.goto(f"{live_server.url}/sources/news/")
    assert page.locator(".source-text").evaluate("block => block.textContent") == body

    mark(page, f" {WORDS} ")
    expect(page.locator("[name=exact]")).to_have_value(WORDS)
    expect(page.locator(".cite-form [name=start]")).to_have_value(str(body.rindex(WORDS)))
    page.get_by_role("button", name="Cite these words").click()

    expect(page.locator("blockquote mark")).to_have_text(WORDS)
    expect(page.get_by_label("Locator")).to_have_value("par. 2")
    page.locator("[name=project]").press_sequentially("akt")
    expect(page.locator("datalist option")).to_have_attribute("value", "Port of Aktau")
    page.locator("[name=project]").fill("Port of Aktau")
    page.keyboard.press("Enter")

    row = page.locator("#claims-1")
    expect(row.locator("[name$=-as_printed]")).to_have_value(WORDS)
    expect(row.locator("[name$=-source] option:checked")).to_have_text("News of June")
    row.locator("[name$=-attribute]").select_option(label="jobs")
    row.locator("[name$=-value]").fill("4 000")
    row.locator("[name$=-modality]").select_option(label="planned")
    page.locator("[name=_continue]").first.click()

    expect(page.locator(".success")).to_be_visible()
    citation = Claim.objects.get(quantity=4000).citation
    assert (citation.exact, citation.start) == (WORDS, body.rindex(WORDS))
    page.goto(f"{live_server.url}{citation.get_absolute_url()}")
    expect(page.locator(f"#citation-{citation.pk}")).to_have_text(WORDS)
    assert (page.foreign, page.complaints) == ([], [])


@pytest.mark.parametrize("words", ["😀😀", "зауыт  «Алатау»: 中文字", "<b>&amp; Café\nbring", "Алатау", "later."])
def test_places_count_characters_whatever_is_marked(page, live_server, source, clerk, words):
    page.goto(f"{live_server.url}/sources/news/")

    mark(page, words)

    assert page.locator(".cite-form [name=start]").input_value() == str(source.text.body.rindex(words))
    page.get_by_role("button", name="Cite these words").click()
    assert page.locator("blockquote mark").evaluate("mark => mark.textContent") == words


def test_words_marked_by_the_mouse_within_a_link_are_not_followed(page, live_server, source, clerk):
    page.goto(f"{live_server.url}/sources/news/")
    link = page.locator(".source-text mark a")
    link.scroll_into_view_if_needed()
    box = link.bounding_box()

    page.mouse.move(box["x"] + 1, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] - 1, box["y"] + box["height"] / 2, steps=5)
    page.mouse.up()

    expect(page.locator(".cite-form")).to_have_class("cite-form is-marking")
    assert len(page.locator("[name=exact]").input_value()) > 3
    assert "#" not in page.url
    link.click()
    assert page.url.endswith(link.get_attribute("href"))


def test_what_is_typed_is_looked_for_and_no_longer_what_was_marked(page, live_server, source, clerk):
    page.goto(f"{live_server.url}/sources/news/")
    mark(page, WORDS)

    page.locator("[name=exact]").fill("4,000 jobs")
    page.get_by_role("button", name="Cite these words").click()

    expect(page.locator(".passages input[type=radio]")).to_have_count(2)


def test_words_are_marked_for_a_row_and_nothing_typed_is_lost(page, live_server, source, clerk):
    claim = ClaimFactory(source=source, attribute="jobs", value="5")
    page.goto(f"{live_server.url}/admin/projects/project/{claim.project_id}/change/")
    page.fill("[name=why]", "typed before")
    row = page.locator("#claims-0")
    row.locator("[name$=-correct]").check()

    with page.context.expect_page() as opened:
        row.get_by_role("button", name="Mark words in the text").click()
    text = opened.value
    text.wait_for_load_state()
    mark(text, WORDS)
    text.get_by_role("button", name="Put them into the form").click()

    expect(row.locator("[name$=-as_printed]")).to_have_value(WORDS)
    expect(page.locator("[name=why]")).to_have_value("typed before")
    page.locator("[name=_continue]").first.click()
    expect(page.locator(".success")).to_be_visible()
    assert Claim.objects.current().get(quantity=5).citation.start == source.text.body.rindex(WORDS)
    assert (page.foreign, page.complaints) == ([], [])


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1280, "light")])
def test_the_way_fits_every_screen_and_reader(page, live_server, source, clerk, width, scheme):
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)
    found = {}

    for address in (
        "/sources/news/",
        "/sources/news/cite/",
        "/sources/news/cite/?exact=4,000 jobs",
        "/sources/news/cite/?exact=later&add=1",
    ):
        page.goto(f"{live_server.url}{address}")
        if address == "/sources/news/":
            mark(page, WORDS)
        wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        wrong = [(one["id"], one["nodes"][0]["html"]) for one in Axe().run(page).response["violations"]]
        if wide or wrong:
            found[address] = (wide, wrong)

    assert found == {}
