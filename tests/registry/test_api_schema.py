"""The API's description of itself."""

import re

import pytest
from django.utils.translation import override
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.validation import validate_schema
from jsonschema import Draft202012Validator

from lib.listing import CONTROLS
from projects.attributes import Stage
from projects.filters import ProjectFilter
from registry.api import router
from tests.api import codes

pytestmark = pytest.mark.django_db

EXPLAIN = "/api/v1/projects/explain/"


@pytest.fixture(scope="module")
def schema(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), override("en"):
        return SchemaGenerator().get_schema(request=None, public=True)


def parameters(operation, place="query"):
    return {one["name"]: one for one in operation["parameters"] if one["in"] == place}


def test_the_description_is_valid_openapi_made_without_a_warning(schema):
    validate_schema(schema)

    assert schema["openapi"].startswith("3.1")
    assert not GENERATOR_STATS


def test_it_has_all_addresses_and_names_the_licence(schema):
    lists = {f"/api/v1/{prefix}/" for prefix, _viewset, _basename in router.registry}

    assert lists | {
        "/api/v1/",
        "/api/v1/codes/",
        "/api/v1/projects/stats/",
        "/api/v1/projects/facets/",
        EXPLAIN,
    } <= set(schema["paths"])
    assert schema["info"]["license"]["name"] == "CC BY 4.0"


@pytest.mark.parametrize(("prefix", "viewset"), [(prefix, viewset) for prefix, viewset, _ in router.registry])
def test_each_list_describes_its_filters_and_controls_and_no_others(schema, prefix, viewset):
    described = set(parameters(schema["paths"][f"/api/v1/{prefix}/"]["get"]))

    assert described == {*viewset.filterset_class.base_filters, *CONTROLS, "as_of", "known_on"}


def test_filters_say_what_they_take(schema):
    found = parameters(schema["paths"]["/api/v1/projects/"]["get"])

    assert found["stage"]["schema"] == {"type": "array", "items": {"type": "string", "enum": Stage.values}}
    assert (found["stage"]["style"], found["stage"]["explode"]) == ("form", False)
    assert found["jobs_min"]["schema"] == {"type": "integer", "minimum": 0}
    assert found["announced_after"]["schema"] == {"type": "string", "format": "date"}
    assert found["match"]["schema"] == {"type": "string", "enum": ["certain", "possible"]}
    assert "enum" not in found["country"]["schema"]["items"]
    assert "-investment" in found["ordering"]["schema"]["items"]["enum"]
    assert set(found["format"]["schema"]["enum"]) == {"json", "csv", "csl", "bibtex"}


def test_sums_and_facets_take_the_filters_of_the_list(schema):
    paths = schema["paths"]

    assert set(ProjectFilter.base_filters) <= set(parameters(paths["/api/v1/projects/facets/"]["get"]))
    assert "year" in parameters(paths["/api/v1/projects/stats/"]["get"])["group_by"]["schema"]["enum"]
    assert "page" not in parameters(paths["/api/v1/projects/stats/"]["get"])
    explain = parameters(paths[EXPLAIN]["get"])
    assert {"figure", "group_by", "group", "page", "page_size", "stage", "as_of"} <= set(explain)
    assert explain["figure"]["required"]


def test_a_table_is_of_lists_alone_and_a_citation_of_records_too(schema):
    answer = schema["paths"]["/api/v1/projects/"]["get"]["responses"]["200"]["content"]
    record = schema["paths"]["/api/v1/projects/{slug}/"]["get"]["responses"]["200"]["content"]
    written = schema["paths"]["/api/v1/projects/"]["post"]["responses"]["201"]["content"]

    assert answer["text/csv"] == answer["application/x-bibtex"] == {"schema": {"type": "string"}}
    assert answer["application/json"]["schema"] == {"$ref": "#/components/schemas/ProjectList"}
    assert record["application/json"] == {"schema": {"$ref": "#/components/schemas/Project"}}
    assert set(record) == {"application/json", "application/vnd.citationstyles.csl+json", "application/x-bibtex"}
    assert set(written) == {"application/json"}


@pytest.mark.parametrize(
    ("method", "path", "statuses"),
    [
        ("get", "projects/", {"200", "400", "406"}),
        ("post", "projects/", {"201", "400", "401", "403", "406", "409", "415"}),
        ("get", "projects/{slug}/", {"200", "304", "400", "404", "406", "410"}),
        ("get", "sources/{slug}/", {"200", "304", "400", "404", "406"}),
        ("get", "sources/{slug}/text/", {"200", "400", "404", "406"}),
        ("put", "sources/{slug}/text/", {"200", "201", "400", "401", "403", "404", "406", "409", "412", "415", "428"}),
        ("delete", "sources/{slug}/text/", {"204", "400", "401", "403", "404", "406", "409", "412", "428"}),
        ("patch", "projects/{slug}/", {"200", "400", "401", "403", "404", "406", "409", "412", "415", "428"}),
        ("delete", "projects/{slug}/", {"204", "400", "401", "403", "404", "406", "409", "412", "428"}),
    ],
)
def test_each_operation_names_its_statuses_and_the_one_form_of_errors(schema, method, path, statuses):
    answers = schema["paths"][f"/api/v1/{path}"][method]["responses"]

    assert set(answers) == statuses
    for status in statuses:
        if status >= "400":
            content = answers[status]["content"]
            assert content == {"application/json": {"schema": {"$ref": "#/components/schemas/Errors"}}}


def test_a_text_goes_in_and_out_as_json_and_as_text(schema):
    text = schema["paths"]["/api/v1/sources/{slug}/text/"]

    assert text["get"]["responses"]["200"]["content"]["text/plain"] == {"schema": {"type": "string"}}
    assert set(text["put"]["requestBody"]["content"]) == {"application/json", "text/plain"}
    assert "ETag" in text["get"]["responses"]["200"]["headers"]


def test_writes_name_the_headers_that_keep_two_writers_apart(schema):
    record = schema["paths"]["/api/v1/projects/{slug}/"]

    assert parameters(record["patch"], "header")["If-Match"]["required"]
    assert "If-None-Match" in parameters(record["get"], "header")
    assert {"ETag", "Last-Modified"} <= set(record["get"]["responses"]["200"]["headers"])
    assert "Location" in schema["paths"]["/api/v1/projects/"]["post"]["responses"]["201"]["headers"]


def test_a_writer_may_name_a_record_by_its_key_or_in_an_object(schema):
    forms = schema["components"]["schemas"]

    assert [one["type"] for one in forms["InvestorRefRequest"]["oneOf"]] == ["string", "object"]
    assert forms["ProjectRequest"]["properties"]["titles"]["required"] == ["en"]
    assert "stage" not in forms["ProjectRequest"]["properties"]


PATHS = [
    *("projects/", "investors/", "regions/?page_size=500", "sectors/", "products/", "sources/", "claims/"),
    *("agreements/", "events/", "codes/", "", "projects/stats/?group_by=sector", "projects/facets/"),
    *("projects/explain/?figure=investment_usd", "projects/explain/?figure=capacity:MW&page_size=1"),
    *("projects/explain/?figure=jobs&group_by=region&group=", "projects/explain/?figure=jbos"),
    *("projects/tbea-energy-almaty/", "projects/wanlin-vegetable-processing/", "investors/xinjiang-lihua/"),
    *("agreements/kazakhstan-china-2025-06/", "regions/KZ-31/", "sectors/energy.coal/", "products/corn/"),
    *("sources/kazakhstan-regions-2025-06-16/", "projects/?regoin=KZ", "projects/nothing/"),
]


@pytest.mark.usefixtures("article")
@pytest.mark.parametrize("path", PATHS)
def test_what_the_api_answers_is_what_it_describes(schema, api, path):
    response = api.get(path)
    address = next(found for found in sorted(schema["paths"], reverse=True) if _is(found, f"/api/v1/{path}"))
    described = schema["paths"][address]["get"]["responses"][str(response.status_code)]
    form = described["content"]["application/json"]["schema"] | {"components": schema["components"]}

    Draft202012Validator(form).validate(response.json())


def _is(template, path):
    pattern = re.sub(r"\\{\w+\\}", "[^/]+", re.escape(template))
    actions = not any(word in path for word in ("stats", "facets", "explain")) or "{" not in template
    return actions and re.fullmatch(pattern, path.partition("?")[0])


@pytest.mark.parametrize(("accept", "starts"), [("", "openapi: 3.1"), ("application/vnd.oai.openapi+json", "{")])
def test_the_description_is_served(api, accept, starts):
    response = api.get("/api/schema/", **({"Accept": accept} if accept else {}))

    assert response.status_code == 200
    assert response.text.startswith(starts)


def test_the_description_is_kept_a_while_for_each_language_and_format(api, monkeypatch):
    english, russian = (api.get("/api/schema/", Accept_Language=code).text for code in ("en", "ru"))
    monkeypatch.setattr(SchemaGenerator, "get_schema", lambda *args, **options: {})

    assert english != russian
    assert api.get("/api/schema/", Accept_Language="en").text == english
    assert api.get("/api/schema/", Accept_Language="ru").text == russian
    assert api.get("/api/schema/?format=json", Accept_Language="en").text != english


def test_the_index_leads_to_all_resources(api):
    addresses = api.get("").json()

    assert {*(prefix for prefix, _viewset, _basename in router.registry), "codes", "changes", "disagreements"} == set(
        addresses
    )
    for address in addresses.values():
        assert api.get(address.removeprefix("http://testserver")).status_code == 200
        assert address in api.get("/api/").text


def test_an_unknown_address_below_the_api_is_json(api):
    assert codes(api.get("/api/v2/projects/"), 404) == {"detail": "not_found"}
