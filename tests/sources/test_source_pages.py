import re

import pytest

from sources import citations as pages
from tests.factories.accounts import UserFactory
from tests.factories.investors import InvestorFactory, OwnershipFactory
from tests.factories.projects import (
    AgreementFactory,
    ClaimFactory,
    FacilityFactory,
    ParticipationFactory,
    ProjectFactory,
    ProjectSectorFactory,
)
from tests.factories.sources import CitationFactory, SourceFactory
from tests.pages import links_of, queries_of, text_of

pytestmark = pytest.mark.django_db


def ids(response):
    return re.findall(r'\bid="([^"]+)"', response.content.decode())


def marked(response):
    """The pieces of the stored text that are marked, with their id, "" for none."""
    text = re.search(r'<div class="source-text".*?</div>', response.content.decode(), re.S).group()
    return [
        (re.sub("<[^>]+>", "", piece), (re.search('id="([^"]+)"', start) or [0, ""])[1])
        for start, piece in re.findall(r"(<mark[^>]*>)(.*?)</mark>", text)
    ]


def test_the_list_says_who_published_what_when_and_how_near_it_is(client):
    SourceFactory(slug="news", title_en="An article", publisher="A paper", published="2025-06", authority="secondary")

    page = client.get("/sources/")

    assert "An article A paper June 2025 news secondary" in text_of(page)
    assert "/sources/news/" in links_of(page)


@pytest.mark.parametrize(("words", "found"), [("статья", True), ("paper", True), ("an ART", True), ("book", False)])
def test_a_source_is_found_by_its_title_in_any_language_and_its_publisher(client, words, found):
    SourceFactory(slug="news", title_en="An article", title_ru="Статья", publisher="A paper")

    assert ("/sources/news/" in links_of(client.get("/sources/", {"q": words}))) == found


@pytest.mark.parametrize("query", ["?knd=news", "?kind=nws", "?authority=high", "?ordering=size", "?page=0"])
def test_a_wrong_parameter_is_a_400_that_shows_the_error_and_no_source(client, query):
    SourceFactory(slug="article")

    page = client.get(f"/sources/{query}")

    assert page.status_code == 400
    assert "no rows are shown" in text_of(page)
    assert "/sources/article/" not in links_of(page)


def test_the_list_leads_to_the_same_selection_as_csv_and_json(client):
    SourceFactory()

    page = client.get("/sources/?kind=news&ordering=title")

    for name in ("csv", "json"):
        address = f"/api/v1/sources/?kind=news&ordering=title&format={name}"
        assert address in links_of(page)
        assert client.get(address).status_code == 200


def test_a_list_of_ten_times_more_needs_no_more_statements(client):
    SourceFactory()
    few = queries_of(client, "/sources/")
    SourceFactory.create_batch(10)

    assert queries_of(client, "/sources/") == few <= 6


def test_the_page_of_a_source_says_what_it_is(client):
    SourceFactory(
        slug="news", title_en="An article", publisher="A paper", published="2025-06-16", language="zh-Hans",
        url="https://paper.example/1", note="Seen in print.",
    )  # fmt: skip

    page = client.get("/sources/news/")

    for said in ("A paper", "June 16, 2025", "secondary", "Chinese (Simplified)", "Seen in print."):
        assert said in text_of(page)
    assert {
        *("https://paper.example/1", "/api/v1/sources/news/?format=json"),
        "/api/v1/claims/?source=news&format=csv",
    } <= set(links_of(page))


def test_each_cited_phrase_has_its_place_and_leads_to_what_rests_on_it(client):
    source = SourceFactory(slug="news")
    port = ProjectFactory(slug="port", title="Port")
    claim = ClaimFactory(project=port, attribute="jobs", value="> 4000", source=source, exact="over 4,000 jobs")
    link = ParticipationFactory(
        project=port, investor=InvestorFactory(name_en="TBEA"), citation=CitationFactory(source=source, exact="by TBEA")
    )

    page = client.get("/sources/news/")

    assert {f"citation-{claim.citation_id}", f"citation-{link.citation_id}"} <= set(ids(page))
    assert "over 4,000 jobs Jobs: > 4,000 Port" in text_of(page)
    assert "by TBEA Participation: TBEA, investor Port" in text_of(page)
    assert {f"/claims/{claim.uid}/", "/projects/port/"} <= set(links_of(page))


def test_without_a_stored_text_it_says_so_and_words_not_kept_are_not_made_up(client):
    source = SourceFactory(slug="news")
    claim = ClaimFactory(source=source, attribute="jobs", value="20")

    page = client.get("/sources/news/")

    assert "its phrases were not checked against a text" in text_of(page)
    assert "words not kept Jobs: 20" in text_of(page)
    assert f"citation-{claim.citation_id}" in ids(page)


def test_in_a_stored_text_the_cited_words_are_marked_also_where_they_overlap(client):
    source = SourceFactory(slug="news", text="TBEA will build a plant for $20 million.\nNothing more.")
    first = ClaimFactory(source=source, attribute="investment", value="20", exact="a plant for $20 million")
    second = ClaimFactory(source=source, attribute="stage", value="announced", exact="will build a plant")

    page = client.get("/sources/news/")

    assert marked(page) == [
        ("will build ", f"citation-{second.citation_id}"),
        ("a plant", f"citation-{first.citation_id}"),
        (" for $20 million", ""),
    ]
    assert {f"phrase-{first.citation_id}", f"phrase-{second.citation_id}"} <= set(ids(page))
    assert len(ids(page)) == len(set(ids(page)))
    assert "not checked" not in text_of(page)


def test_citations_that_begin_at_the_same_place_each_have_their_anchor(client):
    source = SourceFactory(slug="news", text="a plant for $20 million")
    long = ClaimFactory(source=source, attribute="investment", value="20", exact="a plant for $20 million")
    short = ClaimFactory(source=source, attribute="stage", value="announced", exact="a plant")

    page = client.get("/sources/news/")

    assert [piece for piece, _id in marked(page)] == ["a plant", " for $20 million"]
    assert {f"citation-{long.citation_id}", f"citation-{short.citation_id}"} <= set(ids(page))


def test_a_text_is_shown_as_text_whatever_is_in_it(client):
    source = SourceFactory(slug="news", text="<script>alert(1)</script> said")
    ClaimFactory(source=source, exact="alert(1)</script>")

    page = client.get("/sources/news/").content.decode()

    assert "&lt;script&gt;" in page
    assert "alert(1)</script>" not in page


def test_the_page_names_facility_basis_and_date_of_a_claim(client):
    source = SourceFactory(slug="news")
    project = ProjectFactory(title="Port")
    FacilityFactory(project=project, slug="mill", name_en="The mill")
    ClaimFactory(
        project=project, attribute="capacity", value="5 MAW", facility="mill", basis="electric", for_date="2027",
        source=source,
    )  # fmt: skip

    assert "Capacity: 5 MW Port · The mill · electric · 2027" in text_of(client.get("/sources/news/"))


def test_agreements_and_owners_that_rest_on_the_words_are_named(client):
    source = SourceFactory(slug="news")
    AgreementFactory(slug="deal", title="Deal", source=source, parties=["KZ"], participants=[InvestorFactory()])
    OwnershipFactory(
        owner=InvestorFactory(name_en="Above"), owned=InvestorFactory(slug="below", name_en="Below"), share_low=51,
        citation=CitationFactory(source=source),
    )  # fmt: skip

    page = client.get("/sources/news/")

    assert "Agreement: Deal" in text_of(page)
    assert "Party: Country KZ Deal" in text_of(page)
    assert "Ownership: Above Below · ≥ 51%" in text_of(page)
    assert {"/agreements/deal/", "/investors/below/"} <= set(links_of(page))


@pytest.mark.parametrize("publication", ["draft", "withdrawn"])
def test_words_that_only_a_project_cites_that_is_not_public_are_shown_to_editors_alone(client, publication):
    source = SourceFactory(slug="news", text="A secret plant. A known plant.")
    secret = ProjectFactory(title="Hush", publication=publication)
    ClaimFactory(project=secret, source=source, exact="secret plant")
    ProjectSectorFactory(project=secret, citation=CitationFactory(source=source, exact="secret"))
    ClaimFactory(source=source, exact="known plant")

    page = client.get("/sources/news/")
    assert "Hush" not in text_of(page)
    assert [piece for piece, _id in marked(page)] == ["known plant"]
    client.force_login(UserFactory(role="editor"))
    page = client.get("/sources/news/")
    assert f"Hush · {publication}" in text_of(page)
    assert [piece for piece, _id in marked(page)] == ["secret", " plant", "known plant"]


def test_what_was_retired_rests_on_nothing_any_more(client):
    claim = ClaimFactory(source=SourceFactory(slug="news"), exact="a plant")
    type(claim).objects.filter(pk=claim.pk).retire(claim.recorded_at)

    page = client.get("/sources/news/")

    assert "No public record rests on words of this source." in text_of(page)
    assert f"citation-{claim.citation_id}" not in ids(page)


def test_many_words_come_in_pages_and_each_is_found_by_its_own_address(client, monkeypatch):
    monkeypatch.setattr(pages, "PAGE_SIZE", 2)
    source = SourceFactory(slug="data")
    claims = [ClaimFactory(source=source, exact=f"row {number}") for number in range(5)]

    page = client.get("/sources/data/?page=2")
    assert [f"citation-{claim.citation_id}" in ids(page) for claim in claims] == [False, False, True, True, False]
    assert {"?page=1", "?page=3"} <= set(links_of(page))
    for claim in claims:
        address = claim.citation.get_absolute_url()
        page = client.get(address)
        assert address.partition("#")[2] in ids(page)
        assert not any("citation=" in link for link in links_of(page) if link.startswith("?"))


@pytest.mark.parametrize("query", ["?page=2", "?page=x", "?citation=1", "?citation=x", "?citation=²"])
def test_words_that_are_not_there_are_a_404(client, query):
    SourceFactory(slug="news")

    assert client.get(f"/sources/news/{query}").status_code == 404


def test_a_page_of_ten_times_more_needs_no_more_statements(client):
    source = SourceFactory(slug="news", text="a plant")

    def more():
        project = ProjectFactory(
            source=source, investment="20 USD", jobs="> 4", sectors=["energy"], region="KZ-31", markets=["CN"],
            products=["lysine"], aims=["export"], investors=[InvestorFactory()],
        )  # fmt: skip
        FacilityFactory(project=project, slug="mill", citation=CitationFactory(source=source))
        ClaimFactory(project=project, attribute="capacity", value="5 MAW", facility="mill", source=source)
        AgreementFactory(source=source, parties=["KZ"], participants=[InvestorFactory()], sectors=["energy"])
        OwnershipFactory(citation=CitationFactory(source=source))

    more()
    few = queries_of(client, "/sources/news/")
    for _number in range(10):
        more()

    assert queries_of(client, "/sources/news/") == few <= 25


def test_a_source_that_is_not_there_is_a_404(client):
    assert client.get("/sources/nothing/").status_code == 404


@pytest.mark.parametrize("language", ["kk", "ru", "zh-hans"])
def test_the_pages_answer_in_every_language(client, language):
    SourceFactory(slug="news", title_ru="Статья", title_kk="Мақала", title_zh_hans="文章", language="kk")

    for address in ("/sources/", "/sources/news/"):
        page = client.get(f"/{language}{address}")
        assert {"kk": "Мақала", "ru": "Статья", "zh-hans": "文章"}[language] in text_of(page)
        assert f"/{language}/sources/" in links_of(page)
