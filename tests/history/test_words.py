from datetime import UTC, datetime

import pytest
from django.utils.translation import override

from history.diff import Kind
from history.models import Change, Revision
from history.words import label, moment, tell, words
from tests.factories.accounts import UserFactory


def told(before, after):
    change = Change(revision=Revision(why=""), record_type="project", slug="a", before=before, after=after)
    return [(line.place, line.before, line.after) for line in tell(change, with_user=True).differences]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        ("", ""),
        ([], ""),
        ({}, ""),
        ("worth $420 million", "worth $420 million"),
        (420000000, "420,000,000"),
        (43.238949, "43.238949"),
        (0, "0"),
        ("more_than", "more than"),
        ("lihua-cotton_cluster", "lihua-cotton_cluster"),
        (True, "yes"),
        (False, "no"),
        (["a", None, "b"], "a, b"),
        ({"as_printed": "x", "note": "", "version": 3, "low": 5}, "as printed: x; low: 5"),
        ({"region": {"code": "KZ-61"}}, "region: code: KZ-61"),
    ],
)
def test_values_are_said_in_one_line(value, text):
    assert words(value) == text


def test_numbers_are_said_as_the_language_writes_them():
    with override("ru"):
        assert words(420000000).replace("\xa0", " ") == "420 000 000"


@pytest.mark.parametrize("language", ["en", "kk", "ru", "zh-hans"])
def test_every_language_says_the_moment(language):
    with override(language):
        assert "2025" in moment(datetime(2025, 6, 16, 9, 30, tzinfo=UTC))


def test_no_label_is_made_of_nothing():
    assert label("") == ""


@pytest.mark.parametrize(
    ("before", "after", "line"),
    [
        ({"place": "Almaty"}, {"place": ""}, ("place", "Almaty", "")),
        ({"region": {"code": "KZ-19"}}, {"region": {"code": "KZ-75"}}, ("region › code", "KZ-19", "KZ-75")),
        (
            {"claims": [{"uid": "1", "attribute": "jobs", "value": 3}]},
            {"claims": [{"uid": "1", "attribute": "jobs", "value": 4}]},
            ("claims › jobs › value", "3", "4"),
        ),
        (
            {"participations": [{"uid": "1", "investor": {"slug": "lihua", "name": "Lihua"}, "role": "lender"}]},
            {"participations": []},
            ("participations › Lihua", "investor: slug: lihua; name: Lihua; role: lender", ""),
        ),
        ({"aliases": []}, {"aliases": ["Shu"]}, ("aliases", "", "Shu")),
        ({"aliases": ["a", "b"]}, {"aliases": ["b", "a"]}, ("aliases", "", "stands in another order")),
        (
            {"title": "A", "titles": {"en": "A"}},
            {"title": "B", "titles": {"en": "B"}},
            ("titles › en", "A", "B"),
        ),
    ],
)
def test_a_difference_says_its_place_before_and_after(before, after, line):
    assert told(before, after) == [line]


@pytest.mark.parametrize("name", ["version", "updated_at", "url"])
def test_what_every_write_moves_is_not_told(name):
    assert told({name: "1"}, {name: "2"}) == []


def test_two_ways_of_saying_nothing_are_no_difference():
    assert told({"note": None}, {"note": ""}) == []


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [(None, {"n": 1}, Kind.ADDED), ({"n": 1}, None, Kind.REMOVED), ({"n": 1}, {"n": 2}, Kind.CHANGED)],
)
def test_a_change_knows_its_kind(before, after, kind):
    assert Change(before=before, after=after).kind is kind


@pytest.mark.parametrize(("with_user", "name"), [(True, "Ainur"), (False, "")])
def test_who_changed_something_is_for_those_who_may_know(with_user, name):
    change = Change(revision=Revision(user=UserFactory.build(name="Ainur")), before=None, after={})

    assert tell(change, with_user=with_user).user == name


def test_work_without_a_user_is_the_registrys():
    assert tell(Change(revision=Revision(), before=None, after={}), with_user=False).user == "the registry"
