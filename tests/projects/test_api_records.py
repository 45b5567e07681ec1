"""The record form as the API answers it: design section 5 on the article's data."""

from email.utils import parsedate_to_datetime

import pytest

from tests.api import codes, errors, results, slugs

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("article")]


def test_nested_claims_are_whole_whatever_members_are_asked_for(api):
    claims = api.get("projects/wanlin-vegetable-processing/?fields=slug,claims&omit=slug").json()["claims"]

    assert claims == api.get("projects/wanlin-vegetable-processing/").json()["claims"]
    assert {claim["attribute"] for claim in claims} == {"region", "stage", "investment", "jobs", "capacity"}


def test_a_list_of_events_names_each_with_its_evidence(api):
    (event,) = results(api.get("events/"))

    assert event["uid"]
    assert event["citation"]["exact"] == "already started signing contracts"


def test_fields_and_omit_choose_the_members_of_events(api):
    assert results(api.get("events/?fields=kind")) == [{"kind": "supply_contracts"}]
    assert set(results(api.get("events/?omit=citation,said_on,uid,note"))[0]) == {"project", "kind", "date"}


def test_a_cursor_brings_whole_rows(api):
    by_cursor = results(api.get("projects/?cursor="))

    assert by_cursor == results(api.get("projects/"))
    assert len(slugs(api.get("projects/?cursor=&fields=slug,claims"))) == 5


EXAMPLE = {
    "slug": None,
    "title": None,
    "titles": {"en"},
    "summary": None,
    "summaries": {"en"},
    "kind": None,
    "stage": None,
    "region": {"code", "name"},
    "place": None,
    "location": {"lat", "lon", "precision"},
    "sectors": {"code", "name", "primary"},
    "participations": {"investor", "role"},
    "investment": {
        *("value", "low", "high", "bound", "modality", "currency", "usd_low", "usd_high", "as_printed", "claim"),
    },
    "jobs": {"value", "low", "high", "bound", "modality", "as_printed", "claim"},
    "facilities": None,
    "claims": {
        *("uid", "project", "facility", "attribute", "value", "low", "high", "bound", "modality", "currency", "unit"),
        *("per", "basis", "for_date", "as_printed", "doubts", "missing", "rank", "stands", "said_on", "citation"),
    },
    "products": None,
    "markets": None,
    "aims": None,
    "events": None,
    "relations": None,
    "identifiers": None,
    "announced_on": None,
    "verified_on": None,
    "updated_at": None,
    "url": None,
}


def test_the_record_form_has_the_members_of_the_design(api):
    record = api.get("projects/lihua-cotton-cluster/").json()

    assert set(EXAMPLE) <= set(record)
    for name, members in EXAMPLE.items():
        for shown in record[name] if isinstance(record[name], list) else [record[name]]:
            assert members is None or members <= set(shown), name
    assert set(record["participations"][0]["investor"]) == {"slug", "name", "country", "country_basis"}
    assert set(record["claims"][0]["citation"]) == {"source", "locator", "exact", "start", "end", "checked", "url"}


def test_the_headline_is_the_claim_that_stands(api):
    record = api.get("projects/lihua-cotton-cluster/").json()
    (jobs,) = (claim for claim in record["claims"] if claim["attribute"] == "jobs")

    assert record["jobs"] == {
        "value": 4000,
        "low": 4000,
        "high": None,
        "bound": "more_than",
        "modality": "aimed",
        "as_printed": "more than 4,000 jobs",
        "claim": jobs["uid"],
        "url": jobs["citation"]["url"],
    }
    assert jobs["stands"]
    assert (record["kind"], record["stage"], record["region"]["code"]) == ("cluster", "under_way", "KZ-61")
    assert record["url"] == "http://testserver/api/v1/projects/lihua-cotton-cluster/"


def test_numbers_are_numbers_never_texts(api):
    claims = {claim["attribute"]: claim for claim in api.get("projects/fufeng-corn-processing/").json()["claims"]}

    text = api.get(f"claims/{claims['capacity']['uid']}/").text.replace('" : ', '":').replace(", ", ",")
    assert '"value":1000000,' in text
    assert claims["region"]["value"] == "KZ-31"


def test_what_is_not_stated_is_null_in_the_headline_and_a_reason_below(api):
    record = api.get("projects/hesheng-grain-processing/").json()
    reasons = {claim["attribute"]: claim["missing"] for claim in record["claims"] if claim["missing"]}

    assert record["jobs"] is None
    assert reasons == {"jobs": "not_stated", "capacity": "not_stated", "markets": "not_stated"}


def test_a_list_gives_the_headline_and_the_detail_all(api):
    listed = {row["slug"]: row for row in results(api.get("projects/"))}
    record = api.get("projects/lihua-cotton-cluster/").json()

    headline = listed["lihua-cotton-cluster"]
    assert set(record) - set(headline) == {
        *("facilities", "claims", "products", "markets", "aims", "events", "relations", "identifiers", "note"),
        *("withdrawal", "merged_into"),
    }
    evidence = {"uid", "said_on", "citation"}
    assert set(record["sectors"][0]) - set(headline["sectors"][0]) == evidence
    assert {name: headline[name] for name in headline if name not in ("sectors", "participations")} == {
        name: record[name] for name in headline if name not in ("sectors", "participations")
    }


def test_fields_and_omit_choose_members_of_lists_and_records(api):
    assert set(results(api.get("projects/?fields=slug,jobs"))[0]) == {"slug", "jobs"}
    assert set(api.get("projects/lihua-cotton-cluster/?fields=slug&fields=claims").json()) == {"slug", "claims"}
    assert "claims" not in api.get("projects/lihua-cotton-cluster/?omit=claims,url").json()
    assert set(results(api.get("projects/?fields=slug,title&omit=title"))[0]) == {"slug"}
    assert len(results(api.get("projects/?fields=claims"))[0]["claims"]) > 3


@pytest.mark.parametrize("path", ["projects/", "projects/lihua-cotton-cluster/", "claims/", "regions/KZ/"])
def test_an_unknown_member_is_an_error_with_near_ones(api, path):
    found = errors(api.get(f"{path}?fields=url&omit=citatoin,kidn"), 400)

    assert found["omit"][0]["code"] == "unknown"
    assert found["omit"][0]["suggestions"]


@pytest.mark.parametrize(
    ("path", "wrong"), [("projects/lihua-cotton-cluster/?page=1", "page"), ("regions/KZ/?lang=ru", "lang")]
)
def test_a_record_knows_no_parameters_of_lists(api, path, wrong):
    assert codes(api.get(path), 400) == {wrong: "unknown"}


def test_names_come_in_the_language_that_is_asked_for_and_fall_back_to_english(api):
    russian = api.get("projects/lihua-cotton-cluster/", Accept_Language="ru").json()
    investor = api.get("investors/huawei/", Accept_Language="kk").json()

    assert russian["title"].startswith("Хлопково-текстильный кластер")
    assert russian["region"]["name"] == "Туркестанская область"
    assert investor["name"] == "Huawei"
    assert russian["titles"] == api.get("projects/lihua-cotton-cluster/").json()["titles"]


def test_codes_have_labels_in_the_language_that_is_asked_for(api):
    english, chinese = api.get("codes/").json(), api.get("codes/", Accept_Language="zh-hans").json()

    assert {"stages", "bounds", "roles", "aims", "units", "attributes"} <= set(english)
    assert {"code": "under_way", "label": "under way", "oc4ids": "implementation"} in english["stages"]
    assert next(unit for unit in english["units"] if unit["code"] == "MAW")["symbol"] == "MW"
    assert [unit["code"] for unit in chinese["units"]] == [unit["code"] for unit in english["units"]]
    assert next(unit["label"] for unit in chinese["units"] if unit["code"] == "MAW") == "兆瓦"
    assert {aim["slug"] for aim in english["aims"]} >= {"export", "import_substitution"}


@pytest.mark.parametrize(
    "path",
    [
        "projects/lihua-cotton-cluster/",
        "investors/tbea/",
        "regions/KZ-31/",
        "sectors/agro.cotton/",
        "products/corn/",
        "sources/kazakhstan-regions-2025-06-16/",
        "agreements/kazakhstan-china-2025-06/",
    ],
)
def test_a_record_that_did_not_change_is_not_sent_again(api, path):
    first = api.get(path)

    again = api.get(path, If_None_Match=first["ETag"])

    assert first["ETag"]
    assert (again.status_code, again.content) == (304, b"")
    assert api.get(path, If_None_Match='"0-0000000000000000"').status_code == 200


def test_a_record_says_when_it_changed_last(api):
    record = api.get("projects/lihua-cotton-cluster/")

    assert parsedate_to_datetime(record["Last-Modified"]).isoformat()[:19] == record.json()["updated_at"][:19]


def test_an_etag_belongs_to_a_language(api):
    english, russian = (api.get("projects/lihua-cotton-cluster/", Accept_Language=code) for code in ("en", "ru"))

    assert english["ETag"] != russian["ETag"]
    assert "Accept-Language" in english["Vary"]


@pytest.mark.parametrize("path", ["projects/nothing/", "claims/nothing/", "regions/XX/", "projects/%00/", "nothing/"])
def test_what_is_not_there_is_404_in_the_one_shape(api, path):
    assert codes(api.get(path), 404) == {"detail": "not_found"}


def test_one_claim_has_an_address_of_its_own(api):
    claim = results(api.get("claims/?page_size=1"))[0]

    assert api.get(f"claims/{claim['uid']}/").json() == claim
