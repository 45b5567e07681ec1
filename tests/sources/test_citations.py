"""Words of a source: where its text is stored they stand in it, letter by letter."""

from hashlib import sha256
from unicodedata import normalize

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from sources.models import Citation, Text
from sources.services import cite, store_text
from tests.factories.sources import CitationFactory, SourceFactory

BODY = "A plant\u00a0in “Alatau”: it is to cost $3.7 billion. The plant is to open in 2027. Café Жаңа."

pytestmark = pytest.mark.django_db


def refused(field, code, act, **given):
    with pytest.raises(ValidationError) as error, transaction.atomic():
        act(**given)
    assert error.value.error_dict[field][0].code == code


@pytest.fixture
def told():
    """A source whose text is stored."""
    return SourceFactory(text=BODY)


def test_words_are_found_in_the_stored_text(told):
    citation = cite(source=told, exact="cost $3.7 billion")

    assert BODY[citation.start : citation.end] == "cost $3.7 billion"


def test_words_that_stand_twice_are_the_first_ones_unless_told_otherwise(told):
    first = cite(source=told, exact="plant")
    later = BODY.rindex("plant")
    second = cite(source=told, exact="plant", start=later, end=later + 5)

    assert (first.start, second.start) == (2, later)


@pytest.mark.parametrize(
    "exact",
    [
        "cost $3.7 million",
        "a plant",
        "A plant in",  # a plain space for a no-break space
        '"Alatau"',  # straight quotes for curly ones
        "cost $3.7 billion ",
        "cost  $3.7",
    ],
)
def test_words_that_do_not_stand_in_the_text_are_refused(told, exact):
    refused("exact", "not_in_text", cite, source=told, exact=exact)


@pytest.mark.parametrize("place", [(3, 8), (2, 6), (2, None), (None, 7), (-95, -90), (0, 5), (500, 505)])
def test_words_stand_at_the_place_that_is_named(told, place):
    refused("exact", "not_in_text", cite, source=told, exact="plant", start=place[0], end=place[1])


def test_a_place_without_words_is_refused(told):
    refused("exact", "required", cite, source=told, start=2, end=7)


def test_a_place_is_refused_where_no_text_is_stored():
    refused("start", "no_text", cite, source=SourceFactory(), exact="plant", start=2, end=7)


def test_words_may_not_be_kept(told):
    citation = cite(source=told, locator="par. 2")

    assert (citation.exact, citation.start, citation.end) == ("", None, None)


def test_letters_with_their_marks_apart_are_the_same_words(told):
    citation = cite(source=told, exact=normalize("NFD", "Café Жаңа"))

    assert citation.exact == normalize("NFC", "Café Жаңа") == BODY[citation.start : citation.end]


def test_a_text_is_stored_composed_with_its_digest():
    text = store_text(source=SourceFactory(), body=normalize("NFD", BODY), user=None)

    assert text.body == BODY
    assert text.sha256 == sha256(BODY.encode()).hexdigest()


@pytest.mark.parametrize("words", [{"exact": "3.7"}, {"exact": ""}, {"locator": "par. 2"}])
@pytest.mark.parametrize("body", ["", BODY])
def test_the_same_words_are_one_citation(words, body):
    source = SourceFactory(text=body)

    assert cite(source=source, **words) == cite(source=source, **words)
    assert Citation.objects.count() == 1


def test_words_of_two_sources_are_two_citations():
    CitationFactory(exact="3.7")
    CitationFactory(exact="3.7")

    assert Citation.objects.count() == 2


def test_too_many_words_are_refused():
    refused("exact", "max_length", cite, source=SourceFactory(), exact="x" * 501)


def test_a_text_stored_later_places_the_citations_made_before():
    source = SourceFactory()
    citation, wordless = cite(source=source, exact="Alatau"), cite(source=source, locator="par. 1")

    store_text(source=source, body=BODY, user=None)

    citation.refresh_from_db()
    wordless.refresh_from_db()
    assert BODY[citation.start : citation.end] == "Alatau"
    assert wordless.start is None
    assert cite(source=source, exact="Alatau") == citation


def test_a_text_in_which_cited_words_do_not_stand_is_refused_and_places_nothing():
    source = SourceFactory()
    found, lost = cite(source=source, exact="Alatau"), cite(source=source, exact="Almaty")

    refused("body", "not_in_text", store_text, source=source, body=BODY, user=None)

    assert not Text.objects.exists()
    assert set(Citation.objects.filter(start=None)) == {found, lost}


def test_a_cited_source_gets_no_other_text(told):
    cite(source=told, exact="Alatau")

    refused("body", "immutable", store_text, source=told, body="Another text.", user=None)


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.save(),
        lambda text: text.delete(),
        lambda text: Text.objects.all().delete(),
        lambda text: Text.objects.update(body=text.body),
        lambda text: Text.objects.bulk_update([text], ["body"]),
    ],
)
def test_a_cited_text_is_never_changed(told, change):
    cite(source=told, exact="Alatau")
    text = told.text
    text.body = "Alatau!"

    refused("body", "immutable", change, text=text)

    assert Text.objects.get().body == BODY


def test_a_cited_text_never_becomes_that_of_another_source(told):
    cite(source=told, exact="Alatau")
    told.text.source = SourceFactory()

    refused("body", "immutable", told.text.save)


def test_a_text_that_nobody_cites_may_be_put_right(told):
    told.text.body = "A shorter text."
    told.text.save()

    assert Text.objects.get().sha256 == sha256(b"A shorter text.").hexdigest()


@pytest.mark.parametrize(
    "place",
    [
        *({"start": 1}, {"end": 5}, {"start": 5, "end": 5}, {"start": 5, "end": 4}),
        {"start": 1, "end": 5, "exact": ""},
    ],
)
def test_the_database_refuses_half_a_place(place):
    with pytest.raises(IntegrityError), transaction.atomic():
        Citation.objects.bulk_create([Citation(source=SourceFactory(), **{"exact": "word"} | place)])


@pytest.mark.parametrize("place", [{}, {"start": 1, "end": 5}])
def test_the_database_keeps_a_citation_once(place):
    source = SourceFactory()
    rows = [Citation(source=source, exact="word", **place) for _ in range(2)]

    with pytest.raises(IntegrityError), transaction.atomic():
        Citation.objects.bulk_create(rows)
