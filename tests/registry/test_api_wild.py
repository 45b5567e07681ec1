"""Whatever is typed into an address of the API, the answer is rows or an error in the one shape, never a crash."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lib.listing import CONTROLS
from registry.api import router
from tests.api import Api
from tests.factories.projects import EventFactory, ProjectFactory

pytestmark = pytest.mark.django_db

PARAMETERS = {
    prefix: sorted({*viewset.filterset_class.base_filters, *CONTROLS, "as_of", "known_on"})
    for prefix, viewset, _basename in router.registry
}

ODD = [
    *("", ",", "-", "null", "NaN", "inf", "-1", "0", "1e400", "9" * 40, "٣", "true", "\0", "%", "'", '"'),
    *("😀", "۝", "\x1b", "2025-13-45", "0000-00-00", "KZ,,KZ"),
]
values = st.one_of(
    st.sampled_from(ODD),
    st.sampled_from(["KZ", "KZ-31", "announced", "certain", "possible", "slug", "-investment", "2025-06-16", "csv"]),
    st.integers().map(str),
    st.floats().map(str),
    st.dates().map(str),
    st.text(max_size=30),
    st.lists(st.text(max_size=5), max_size=6).map(",".join),
    st.lists(st.floats(), min_size=4, max_size=4).map(lambda box: ",".join(map(str, box))),
)
wild = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@pytest.fixture
def some_rows():
    project = ProjectFactory(investment="> 20", jobs="5", region="KZ-31", sectors=["energy"], markets=["CN"])
    EventFactory(project=project)


def is_answer(response):
    if response.status_code == 200:
        return True
    body = json.loads(response.content)
    return response.status_code == body["status"] == 400 and body["errors"]


@wild
@given(data=st.data())
def test_wild_parameters_of_lists_never_crash(some_rows, api, data):
    name = data.draw(st.sampled_from(sorted(PARAMETERS)))
    query = data.draw(
        st.lists(st.tuples(st.one_of(st.sampled_from(PARAMETERS[name]), st.text(max_size=8)), values), max_size=4)
    )

    response = api.client.get(f"/api/v1/{name}/", query_params=query_dict(query))

    assert is_answer(response), (name, query)


@wild
@given(query=st.lists(st.tuples(st.sampled_from([*PARAMETERS["projects"], "group_by"]), values), max_size=4))
def test_wild_parameters_of_sums_and_facets_never_crash(some_rows, api, query):
    for action in ("stats", "facets"):
        response = api.client.get(f"/api/v1/projects/{action}/", query_params=query_dict(query))

        assert is_answer(response), (action, query)


def query_dict(pairs):
    found = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return found


KEYS = st.text(st.characters(exclude_characters="/?#", exclude_categories=["Cs"]), min_size=1, max_size=12)


@wild
@given(name=st.sampled_from(sorted(PARAMETERS)), key=KEYS)
def test_wild_keys_are_not_found(some_rows, api, name, key):
    response = api.client.get(f"/api/v1/{name}/{key}/")

    assert response.status_code in (200, 301, 404), (name, key)


scalars = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.text(max_size=12)
)
MEMBERS = [
    *("slug", "titles", "title", "kind", "place", "location", "sectors", "participations", "facilities", "claims"),
    *("products", "markets", "aims", "events", "relations", "identifiers", "verified_on", "note", "publication"),
]
INNER = [
    *("uid", "attribute", "value", "low", "high", "bound", "currency", "unit", "per", "basis", "missing"),
    "citation",
    *(
        "source",
        "exact",
        "start",
        "end",
        "investor",
        "role",
        "code",
        "slug",
        "names",
        "en",
        "lat",
        "lon",
        "kind",
        "date",
    ),
]
inner = st.recursive(
    scalars,
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.sampled_from(INNER), inside, max_size=4),
    max_leaves=12,
)


@wild
@given(document=st.dictionaries(st.sampled_from(MEMBERS), inner, max_size=5))
def test_wild_documents_are_refused_or_kept_and_never_crash(document):
    response = Api("editor").post("projects/", document)

    assert response.status_code in (201, 400, 403), document
    assert response.status_code == 201 or response.json()["errors"]
