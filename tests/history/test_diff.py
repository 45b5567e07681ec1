import pytest
from hypothesis import given
from hypothesis import strategies as st

from history.diff import Kind, Row, apply, diff

texts = st.text("aб中.", max_size=3)
scalars = st.none() | st.booleans() | st.integers(-9, 9) | st.floats(allow_nan=False) | texts
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=8,
)
named_rows = st.lists(
    st.fixed_dictionaries({"uid": st.sampled_from("abcdef")}, optional={"value": values, "code": scalars}),
    max_size=5,
    unique_by=lambda row: row["uid"],
)
documents = st.dictionaries(st.sampled_from(["claims", "sectors", "title"]), values | named_rows, max_size=3)


def said(before, after):
    return [(entry.address, entry.kind.value, entry.before, entry.after) for entry in diff(before, after)]


@given(documents)
def test_equal_documents_have_no_difference(document):
    assert diff(document, document) == []


@given(documents, documents)
def test_applying_the_difference_gives_the_second_document(before, after):
    assert apply(diff(before, after), before) == after


@given(documents, documents)
def test_documents_that_differ_have_a_difference(before, after):
    assert bool(diff(before, after)) == (before != after)


@given(documents, documents)
def test_applying_leaves_the_first_document_as_it_was(before, after):
    kept = repr(before)

    apply(diff(before, after), before)

    assert repr(before) == kept


@pytest.mark.parametrize(
    ("before", "after", "entry"),
    [
        ({"title": "A"}, {"title": "B"}, ("title", "changed", "A", "B")),
        ({}, {"place": ""}, ("place", "added", None, "")),
        ({"place": ""}, {}, ("place", "removed", "", None)),
        ({"titles": {"en": "A"}}, {"titles": {"en": "A", "ru": "Б"}}, ("titles.ru", "added", None, "Б")),
        ({"note": None}, {"note": []}, ("note", "changed", None, [])),
        (None, {"title": "A"}, ("title", "added", None, "A")),
        ({"title": "A"}, None, ("title", "removed", "A", None)),
    ],
)
def test_members_are_compared_one_by_one(before, after, entry):
    assert said(before, after) == [entry]


@pytest.mark.parametrize("name", ["uid", "slug", "code"])
def test_rows_are_matched_by_what_names_them(name):
    before = {"rows": [{name: "a", "value": 1}, {name: "b", "value": 2}]}
    after = {"rows": [{name: "b", "value": 3}]}

    assert said(before, after) == [
        (f"rows[{name}=a]", "removed", {name: "a", "value": 1}, None),
        (f"rows[{name}=b].value", "changed", 2, 3),
    ]


def test_the_uid_names_a_row_before_its_code():
    before = {"rows": [{"uid": "a", "code": "x"}]}
    after = {"rows": [{"uid": "a", "code": "y"}]}

    assert said(before, after) == [("rows[uid=a].code", "changed", "x", "y")]


def test_rows_without_names_are_matched_by_value():
    before = {"aliases": ["Shu", "Chu", "Shu"]}
    after = {"aliases": ["Shu", "Taraz"]}

    assert said(before, after) == [
        ('aliases["Shu"]', "removed", "Shu", None),
        ('aliases["Chu"]', "removed", "Chu", None),
        ('aliases["Taraz"]', "added", None, "Taraz"),
    ]


def test_a_name_that_two_rows_share_names_none_of_them():
    before = {"rows": [{"code": "a", "n": 1}, {"code": "a", "n": 2}]}
    after = {"rows": [{"code": "a", "n": 1}, {"code": "a", "n": 3}]}

    assert [entry.kind for entry in diff(before, after)] == [Kind.REMOVED, Kind.ADDED]


def test_an_added_row_knows_its_position_and_moves_no_other():
    (entry,) = diff({"rows": [{"uid": "a"}, {"uid": "c"}]}, {"rows": [{"uid": "a"}, {"uid": "b"}, {"uid": "c"}]})

    assert (entry.kind, entry.position) == (Kind.ADDED, 1)


def test_rows_in_another_order_are_one_entry():
    (entry,) = diff({"rows": ["a", "b"]}, {"rows": ["b", "a"]})

    assert (entry.kind, entry.address) == (Kind.MOVED, "rows")
    assert entry.after == [Row("", '"b"'), Row("", '"a"')]
