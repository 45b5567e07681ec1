"""The way from words of a source to the form of a project with a claim that cites them, without a script."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest

from projects.models import Claim, Project
from sources.models import Source
from tests.admin_forms import problems, values_of
from tests.elements import read
from tests.factories.accounts import UserFactory
from tests.factories.projects import ClaimFactory, ProjectFactory
from tests.factories.sources import CitationFactory, SourceFactory
from tests.pages import links_of, queries_of, text_of

pytestmark = pytest.mark.django_db

BODY = "The plant “Alatau” opens.\n\nIt is to bring 4,000 jobs, later 4,000 jobs more."
FIRST, SECOND = BODY.index("4,000 jobs"), BODY.rindex("4,000 jobs")
ADDRESS = "/sources/news/cite/"


@pytest.fixture
def source():
    return SourceFactory(slug="news", title_en="News of June", text=BODY)


@pytest.fixture
def editor(client):
    client.force_login(UserFactory(role="editor"))
    return client


def radios(page):
    return {one["value"]: "checked" in one.attributes for one in page.all("input", type="radio")}


def test_an_editor_finds_the_form_on_the_page_of_the_source_and_others_do_not(client, source):
    assert ADDRESS not in client.get("/sources/news/").content.decode()

    client.force_login(UserFactory(role="editor"))
    page = read(client.get("/sources/news/"))

    (form,) = page.all("form", action=ADDRESS)
    assert form.one("textarea", name="exact")
    assert "data-mark" in form.attributes


@pytest.mark.parametrize(("role", "status"), [(None, 302), ("viewer", 403), ("editor", 200), ("reviewer", 200)])
def test_who_enters_projects_cites_words(client, source, role, status):
    if role:
        client.force_login(UserFactory(role=role))

    assert client.get(ADDRESS).status_code == status


def test_words_are_shown_with_what_stands_around_them_and_a_locator(editor, source):
    page = read(editor.get(ADDRESS, {"exact": "opens"}))

    assert page.one("blockquote").text == "The plant “Alatau” opens . It is to bring 4,000 jobs, later 4,000 jobs more."
    assert page.one("input", name="start")["value"] == str(BODY.index("opens"))
    assert page.one("input", name="locator")["value"] == "par. 1"


def test_the_locator_is_that_of_other_words_of_the_paragraph(editor, source):
    CitationFactory(source=source, exact="It is to bring", locator="p. 7")

    assert read(editor.get(ADDRESS, {"exact": "later"})).one("input", name="locator")["value"] == "p. 7"
    assert read(editor.get(ADDRESS, {"exact": "opens"})).one("input", name="locator")["value"] == "par. 1"


def test_words_that_stand_in_several_places_are_chosen_from(editor, source):
    ProjectFactory(slug="port")
    asked = {"exact": "4,000 jobs", "project": "port", "add": "1"}

    page = read(editor.get(ADDRESS, asked))
    assert radios(page) == {str(FIRST): False, str(SECOND): False}
    assert "choose one" in page.one("div", role="alert").text

    assert editor.get(ADDRESS, asked | {"start": SECOND}).status_code == 302
    marked = read(editor.get(ADDRESS, {"exact": "4,000 jobs", "start": SECOND}))
    assert (radios(marked), marked.one("input", name="start")["value"]) == ({}, str(SECOND))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ('"alatau" OPENS', "The text has it otherwise: ““Alatau” opens”."),
        ("5,000 jobs", "These words do not stand in the stored text."),
        ("", "This field is required."),
        ("x" * 501, "at most 500 characters"),
    ],
)
def test_words_that_do_not_stand_in_the_text_lead_nowhere(editor, source, typed, said):
    page = editor.get(ADDRESS, {"exact": typed, "project": "port", "add": "1"})

    assert said in text_of(page)
    assert not read(page).all("input", name="project")


@pytest.mark.parametrize("given", [{"start": "x"}, {"start": "-1"}, {"start": "9" * 30}, {"start": "0"}])
def test_a_wrong_place_does_no_harm(editor, source, given):
    assert editor.get(ADDRESS, {"exact": "opens"} | given).status_code == 200


@pytest.mark.parametrize("text", ["port", "Port of Aktau", "порт актау", "AKTAU port"])
def test_the_project_is_found_by_slug_title_or_words(editor, source, text):
    project = ProjectFactory(
        slug="port", title="Port of Aktau", titles={"en": "Port of Aktau", "ru": "Порт Актау"}, jobs="5"
    )
    ProjectFactory(slug="portal", title="Portal of Aktobe")

    answer = editor.get(ADDRESS, {"exact": "opens", "locator": "p. 1", "project": text, "add": "1"})

    target = urlsplit(answer["Location"])
    assert (target.path, target.fragment) == (f"/admin/projects/project/{project.pk}/change/", "claims-1")
    start = str(BODY.index("opens"))
    assert parse_qs(target.query) == {"cited": ["news"], "exact": ["opens"], "locator": ["p. 1"], "start": [start]}


def test_several_projects_are_chosen_from_and_none_is_said(editor, source):
    for slug in ("port-1", "port-2"):
        ProjectFactory(slug=slug, title="Port")
    asked = {"exact": "opens", "add": "1"}

    page = read(editor.get(ADDRESS, asked | {"project": "port"}))
    assert [button["value"] for button in page.all("button", name="project")] == ["port-1", "port-2"]
    assert editor.get(f"{ADDRESS}?exact=opens&project=port&add=1&project=port-2").status_code == 302

    assert "There is no such project" in text_of(editor.get(ADDRESS, asked | {"project": "quite another"}))
    assert "Name the project" in text_of(editor.get(ADDRESS, asked | {"project": " "}))


def test_words_lead_to_the_form_of_a_new_project_too(editor, source):
    answer = editor.get(ADDRESS, {"exact": "opens", "new": "1"})

    assert answer["Location"].startswith("/admin/projects/project/add/?cited=news")
    assert values_of(editor.get(answer["Location"]))["claims-0-as_printed"] == "opens"


def test_a_source_without_a_text_can_be_cited_unchecked(editor):
    SourceFactory(slug="news")
    ProjectFactory(slug="port")

    assert "not checked against it" in text_of(editor.get(ADDRESS, {"exact": "four thousand"}))
    answer = editor.get(ADDRESS, {"exact": "four thousand", "project": "port", "add": "1"})
    assert "start" not in parse_qs(urlsplit(answer["Location"]).query)


def added(editor, answer, **values):
    """Save the project's form that an answer leads to, with these values in its first new claim."""
    form = values_of(editor.get(answer["Location"]))
    number = re.search(r"#claims-(\d+)", answer["Location"])[1]
    row = {name.rpartition("-")[2]: form[name] for name in form if name.startswith(f"claims-{number}-")}
    sent = form | {f"claims-{number}-{name}": value for name, value in values.items()} | {"_continue": "x"}
    return row, editor.post(answer["Location"].partition("#")[0], {k: v for k, v in sent.items() if v is not None})


def test_the_claim_of_marked_words_cites_just_these(editor, source):
    ProjectFactory(slug="port", jobs="5")
    asked = {"exact": "4,000 jobs", "start": SECOND, "locator": "par. 2", "project": "port", "add": "1"}

    row, saved = added(editor, editor.get(ADDRESS, asked), attribute="jobs", value="4 000", modality="planned")

    shown = {name: row[name] for name in ("source", "locator", "as_printed", "exact")}
    assert shown == {"source": str(source.pk), "locator": "par. 2", "as_printed": "4,000 jobs", "exact": ""}
    assert problems(saved) == {}
    citation = Claim.objects.get(amount=None, quantity=4000).citation
    assert (citation.source, citation.locator, citation.start, citation.end) == (source, "par. 2", SECOND, SECOND + 10)


@pytest.mark.parametrize(("words", "start"), [("4,000", SECOND), ("jobs", SECOND + 6), ("bring 4,000 jobs", FIRST - 6)])
def test_words_cut_out_of_the_marked_ones_stand_within_them_and_others_are_looked_for(editor, source, words, start):
    ProjectFactory(slug="port")
    answer = editor.get(ADDRESS, {"exact": "4,000 jobs", "start": SECOND, "project": "port", "add": "1"})

    _row, saved = added(editor, answer, attribute="jobs", value="4 000", modality="planned", as_printed=words)

    assert problems(saved) == {}
    assert Claim.objects.get().citation.start == start


def test_a_corrected_claim_keeps_the_place_of_its_words(editor, source):
    place = {"source": "news", "exact": "4,000 jobs", "start": SECOND, "end": SECOND + 10}
    claims = [{"attribute": "jobs", "value": 4000, "unit": "IE", "modality": "planned", "citation": place}]
    project = ProjectFactory(claims=claims)
    address = f"/admin/projects/project/{project.pk}/change/"

    form = values_of(editor.get(address)) | {"claims-0-correct": "on", "claims-0-value": "8 000", "_continue": "x"}
    editor.post(address, {name: value for name, value in form.items() if value is not None})

    assert Claim.objects.current().get().quantity == 8000
    assert Claim.objects.current().get().citation.start == SECOND


def test_words_over_several_lines_are_cited(editor, source):
    ProjectFactory(slug="port")
    answer = editor.get(ADDRESS, {"exact": "opens.\r\n\r\nIt is", "project": "port", "add": "1"})

    _row, saved = added(editor, answer, attribute="stage", value="announced")

    assert problems(saved) == {}
    assert Claim.objects.get().citation.exact == "opens.\n\nIt is"


@pytest.mark.parametrize(
    "query", ["?cited=newz&exact=a", "?cited=news&exact=a&start=x", "?cited=%00&start=9", "?exact=a"]
)
def test_an_address_with_wrong_words_opens_the_form_all_the_same(editor, source, query):
    project = ProjectFactory()

    assert editor.get(f"/admin/projects/project/{project.pk}/change/{query}").status_code == 200


def test_a_row_leads_to_the_text_of_its_source(editor, source):
    claim = ClaimFactory(source=source, exact="opens", attribute="stage", value="announced")

    assert claim.citation.get_absolute_url() in links_of(
        editor.get(f"/admin/projects/project/{claim.project_id}/change/")
    )
    assert editor.get(f"/admin/sources/source/{source.pk}/text/")["Location"] == "/sources/news/#text"


def test_the_page_takes_a_fixed_number_of_queries(editor, source):
    few = queries_of(editor, f"{ADDRESS}?exact=opens")
    for number in range(5):
        CitationFactory(source=source, exact="It is to bring", locator=f"p. {number}")
        ProjectFactory()

    assert queries_of(editor, f"{ADDRESS}?exact=opens") == few <= 8


def test_nothing_is_written_on_the_way(editor, source):
    ProjectFactory(slug="port")
    before = Project.objects.get().version, Source.objects.get(slug="news").version

    editor.get(editor.get(ADDRESS, {"exact": "opens", "project": "port", "add": "1"})["Location"])

    assert (Project.objects.get().version, Source.objects.get(slug="news").version, Claim.objects.count()) == (
        *before,
        0,
    )


def test_the_marked_words_are_not_kept_for_another_source(editor, source):
    other = SourceFactory(slug="other", text="Later 4,000 jobs.")
    ProjectFactory(slug="port")
    answer = editor.get(ADDRESS, {"exact": "4,000 jobs", "start": SECOND, "project": "port", "add": "1"})

    _row, saved = added(editor, answer, attribute="jobs", value="4 000", modality="planned", source=other.pk)

    assert problems(saved) == {}
    assert (Claim.objects.get().citation.source, Claim.objects.get().citation.start) == (other, 6)
