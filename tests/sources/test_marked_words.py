"""Whatever stands in a text and whatever is cited from it: the page of the source marks just that, and leads on."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from lib.texts import check_text, composed
from sources.services import store_text
from tests.elements import Element, Reader
from tests.factories.projects import ClaimFactory, ProjectFactory, SectorFactory
from tests.factories.sources import SourceFactory
from tests.pages import links_of, text_of

SCRIPTS = "aЖңé中文字अ😀𝔘עב \u00a0\n\r\t<>&\"'“”«»‘’e\u0301\u0e33\ufeff\u200f"
letters = st.one_of(st.sampled_from(SCRIPTS), st.characters(exclude_categories=["Cs"]))


def is_text(text):
    try:
        check_text(composed(text))
    except ValidationError:
        return False
    return True


def raw(element):
    """The text content of an element, letter by letter."""
    return "".join(part if isinstance(part, str) else raw(part) for part in element.parts)


class MarkedWords(TestCase):
    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(text=st.text(letters, min_size=1, max_size=60).filter(is_text), data=st.data())
    def test_the_page_marks_just_the_cited_words_and_each_mark_leads_to_its_claims_and_back(self, text, data):
        body, source = composed(text), SourceFactory(slug="news")
        store_text(source=source, body=text, user=None)
        place = st.integers(0, len(body))
        spans = data.draw(st.lists(st.tuples(place, place).filter(lambda one: one[0] < one[1]), min_size=1, max_size=5))
        project = ProjectFactory(source=source)
        claims = {}
        for start, end in spans:
            cited = {"source": "news", "exact": body[start:end], "start": start, "end": end}
            claim = ClaimFactory(project=project, attribute="jobs", value="5", citation=cited)
            claims.setdefault((claim.citation_id, start, end), []).append(claim)

        page = self.page()
        (block,) = page.all("div", class_="source-text")

        assert raw(block) == body
        marked = {number for _key, start, end in claims for number in range(start, end)}
        assert self.marked_places(block) == marked
        for (key, start, _end), resting in claims.items():
            assert self.begins_at(block, f"citation-{key}") == start
            assert f"#phrase-{key}" in [link["href"] for link in block.all("a")]
            (phrase,) = page.all("li", id=f"phrase-{key}")
            leads = [link["href"] for link in phrase.all("a")]
            assert {f"#citation-{key}", *(f"/claims/{claim.uid}/" for claim in resting)} <= set(leads)

    def page(self):
        reader = Reader()
        # What a browser makes of line ends; all else of a page it takes as it stands.
        reader.feed(Client().get("/sources/news/").content.decode().replace("\r\n", "\n").replace("\r", "\n"))
        return reader.root

    def marked_places(self, block):
        places, at = set(), 0
        for part in block.parts:
            length = len(part if isinstance(part, str) else raw(part))
            if isinstance(part, Element) and part.tag == "mark":
                places |= set(range(at, at + length))
            at += length
        return places

    def begins_at(self, block, name):
        at = 0
        for part in block.parts:
            if isinstance(part, Element) and part.get("id") == name:
                return at
            at += len(part if isinstance(part, str) else raw(part))
        return None


@pytest.mark.django_db
def test_words_of_a_text_are_all_on_one_page(client, monkeypatch):
    monkeypatch.setattr("sources.citations.PAGE_SIZE", 1)
    source = SourceFactory(slug="news", text="one two three")
    for words in ("one", "two", "three"):
        ClaimFactory(source=source, exact=words, attribute="stage", value="announced")

    assert client.get("/sources/news/").content.decode().count("<mark id=") == 3


@pytest.mark.django_db
def test_phrases_without_a_text_are_shown_as_not_checked_and_those_in_one_are_not(client):
    SectorFactory(code="agro")
    unchecked = ClaimFactory(source=SourceFactory(slug="news"), exact="a plant", attribute="jobs", value="5")
    checked = ClaimFactory(source=SourceFactory(slug="stored", text="a plant"), exact="a plant")

    for claim, says in ((unchecked, True), (checked, False)):
        slug = claim.citation.source.slug
        assert ("not checked against a text" in text_of(client.get(f"/claims/{claim.uid}/"))) == says
        assert ("a plant" in text_of(client.get(f"/sources/{slug}/"))) is True
        assert ("not checked against a text" in text_of(client.get(f"/sources/{slug}/"))) == says
        assert client.get(f"/api/v1/claims/{claim.uid}/").json()["citation"]["checked"] == (not says)


@pytest.mark.django_db
def test_words_of_a_claim_that_was_retired_are_found_by_their_own_address(client):
    source = SourceFactory(slug="news", text="a plant and a port")
    claim = ClaimFactory(source=source, exact="a plant", attribute="stage", value="announced")
    type(claim).objects.filter(pk=claim.pk).retire(claim.recorded_at)
    address = claim.citation.get_absolute_url()

    page = client.get(address)

    assert f'id="citation-{claim.citation_id}"' in page.content.decode()
    assert f"/claims/{claim.uid}/" in links_of(page)
    assert "retired" in text_of(page)
    assert f'id="citation-{claim.citation_id}"' not in client.get("/sources/news/").content.decode()


@pytest.mark.django_db
def test_retired_words_of_a_draft_are_in_no_address(client):
    source = SourceFactory(slug="news", text="a plant and a port")
    claim = ClaimFactory(project=ProjectFactory(publication="draft"), source=source, exact="a plant")
    type(claim).objects.filter(pk=claim.pk).retire(claim.recorded_at)

    assert "<mark" not in client.get(claim.citation.get_absolute_url()).content.decode()
