"""The article's five projects over the API: the checks of the source list, and what the registry is done by."""

import pytest

from projects.histograms import HISTOGRAMS
from tests.api import codes, errors, results, slugs

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("article")]

FUFENG, LIHUA, HESHENG = "fufeng-corn-processing", "lihua-cotton-cluster", "hesheng-grain-processing"
TBEA, WANLIN = "tbea-energy-almaty", "wanlin-vegetable-processing"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", {FUFENG, LIHUA, HESHENG, TBEA, WANLIN}),
        ("jobs_min=4500", set()),
        ("jobs_min=4500&match=possible", {LIHUA}),
        ("jobs_min=1500", {FUFENG, LIHUA}),
        ("market=US", {WANLIN}),
        ("market=150", {WANLIN}),
        ("region=KZ-75", set()),
        ("region=KZ-19", {TBEA}),
        ("region=KZ", {FUFENG, LIHUA, HESHENG, TBEA}),
        ("region=KZ-31,KZ-61", {FUFENG, LIHUA}),
        ("region=142", {FUFENG, LIHUA, HESHENG, TBEA}),
        ("missing=region", {WANLIN}),
        ("missing=jobs", {HESHENG, TBEA}),
        ("missing=markets", {FUFENG, LIHUA, HESHENG, TBEA}),
        ("missing=investment", set()),
        ("amount_min=600000000", {FUFENG, HESHENG, TBEA}),
        ("amount_max=89000000", {WANLIN}),
        ("country=CN", {FUFENG, LIHUA, HESHENG, TBEA, WANLIN}),
        ("country=KZ", set()),
        ("investor=tbea", {TBEA}),
        ("sector=agro", {FUFENG, LIHUA, HESHENG, WANLIN}),
        ("sector=energy", {TBEA}),
        ("product=lysine", {FUFENG}),
        ("aim=export", {LIHUA, HESHENG, WANLIN}),
        ("kind=cluster", {LIHUA}),
        ("stage=under_way", {FUFENG, LIHUA, TBEA}),
        ("capacity_min=1000&unit=MAW", {TBEA}),
        ("capacity_min=1300000&unit=KWT", {TBEA}),
        ("capacity_min=1321&unit=MAW", set()),
        ("capacity_min=1000&unit=KTN", {FUFENG}),
        ("announced_after=2025-06-16&announced_before=2025-06-16", {FUFENG, LIHUA, HESHENG, TBEA, WANLIN}),
        ("source=kazakhstan-regions-2025-06-16", {FUFENG, LIHUA, HESHENG, TBEA, WANLIN}),
        ("q=cotton turkistan", {LIHUA}),
        ("q=ХЛОПКОВО", {LIHUA}),
        ("q=阜丰", {FUFENG}),
    ],
)
def test_a_filter_finds_the_projects_of_the_article(api, query, expected):
    assert set(slugs(api.get(f"projects/?{query}"))) == expected


def test_a_misspelt_parameter_is_an_error_that_suggests_the_right_one(api):
    assert errors(api.get("projects/?regoin=KZ"), 400) == {
        "regoin": [
            {"code": "unknown", "message": "There is no parameter “regoin”.", "suggestions": ["region"]},
        ]
    }


def test_the_sums_of_the_article(api):
    total = api.get("projects/stats/").json()["total"]

    assert total["projects"] == 5
    investment, jobs = total["investment_usd"], total["jobs"]
    assert (investment["low"], investment["high"]) == (5_659_000_000, 5_659_000_000)
    assert (investment["stated_by"], investment["of"]) == (5, 5)
    assert (jobs["low"], jobs["high"], jobs["stated_by"], jobs["of"]) == (5770, None, 3, 5)
    assert jobs["said"] == "more than about 5,800"


def test_the_sum_of_megawatts_leaves_the_unclear_power_plant_out_by_name(api):
    megawatts = api.get("projects/stats/").json()["total"]["capacity"]["MW"]

    assert (megawatts["low"], megawatts["high"]) == (1320, 1320)
    assert megawatts["excluded"] == [{"slug": TBEA, "facility": "power-plant", "reason": "unclear"}]


def test_four_of_five_projects_have_a_region_and_the_fifth_is_counted_as_not_stated(api):
    groups = api.get("projects/stats/?group_by=region").json()["groups"]

    assert {group["key"]: group["projects"] for group in groups} == {
        "KZ-31": 1,
        "KZ-61": 1,
        "KZ-11": 1,
        "KZ-19": 1,
        None: 1,
    }


@pytest.mark.parametrize("group_by", ["region", "sector", "stage", "country", "year", "investor"])
def test_each_grouping_has_labels_and_the_same_total(api, group_by):
    answer = api.get(f"projects/stats/?group_by={group_by}").json()

    assert answer["group_by"] == group_by
    assert answer["total"] == api.get("projects/stats/").json()["total"]
    assert answer["groups"]
    assert all(group["label"] for group in answer["groups"])


def test_a_wrong_grouping_is_an_error_with_the_right_ones(api):
    found = errors(api.get("projects/stats/?group_by=regoin"), 400)

    assert found["group_by"][0]["suggestions"] == ["region"]
    assert codes(api.get("projects/stats/?page=2"), 400) == {"page": "unknown"}


def test_facets_count_what_each_value_would_leave(api):
    facets = api.get("projects/facets/?stage=under_way").json()

    counts = {
        facet: {value["value"]: value["count"] for value in values}
        for facet, values in facets.items()
        if facet not in HISTOGRAMS
    }
    assert counts["stage"] == {"under_way": 3, "announced": 2}
    assert (counts["region"]["KZ"], counts["region"]["KZ-31"]) == (3, 1)
    assert counts["market"] == {None: 3}


@pytest.mark.parametrize("query", ["", "stage=announced", "region=KZ&sector=agro", "aim=export&match=possible"])
def test_each_count_of_a_facet_is_what_the_list_then_has(api, query):
    for name, values in api.get(f"projects/facets/?{query}").json().items():
        if name in HISTOGRAMS:
            continue
        others = "&".join(part for part in query.split("&") if part and not part.startswith(f"{name}="))
        for value in (value for value in values if value["value"] is not None):
            assert api.get(f"projects/?{others}&{name}={value['value']}").json()["count"] == value["count"], value


@pytest.mark.parametrize("match", ["certain", "possible"])
@pytest.mark.parametrize("query", ["", "jobs_min=1000", "region=KZ&amount_max=700000000"])
@pytest.mark.parametrize("name", HISTOGRAMS)
def test_each_class_of_a_histogram_is_what_the_list_then_has(api, query, name, match):
    others = "&".join([*(part for part in query.split("&") if not part.startswith(name)), f"match={match}"])

    for one in api.get(f"projects/facets/?{query}&match={match}").json()[name][:-1]:
        limits = f"{name}_min={one['low']}" + (f"&{name}_max={one['high']}" if one["high"] is not None else "")
        assert api.get(f"projects/?{others}&{limits}").json()["count"] == one[match], one


def test_twelve_organizations_seven_of_them_on_the_agreement_and_on_no_project(api):
    agreement = api.get("agreements/kazakhstan-china-2025-06/").json()
    named = {row["investor"]["slug"] for row in agreement["participants"]}

    assert api.get("investors/").json()["count"] == 12
    assert len(named) == 7
    assert not [slug for slug in named if api.get(f"projects/?investor={slug}").json()["count"]]
    assert (agreement["kind"], agreement["date"], agreement["open_ended"]) == ("reported_set", "", True)
    assert [(row["code"], row["basis"]) for row in agreement["parties"]] == [("KZ", "stated"), ("CN", "inferred")]
    assert (len(agreement["sectors"]), len(agreement["areas"])) == (5, 4)
    assert {row["investor"]["country_basis"] for row in agreement["participants"]} == {"stated"}


def test_the_three_facilities_of_tbea_with_the_doubtful_plant(api):
    record = api.get(f"projects/{TBEA}/").json()
    claims = {(claim["facility"], claim["attribute"]): claim for claim in record["claims"]}

    assert [facility["slug"] for facility in record["facilities"]] == ["power-plant", "transformer-plant", "coal-plant"]
    doubtful = claims["power-plant", "capacity"]
    assert (doubtful["value"], doubtful["missing"], doubtful["as_printed"]) == (None, "unclear", "1000Wt power plant")
    assert [doubt["code"] for doubt in doubtful["doubts"]] == ["unit_suspect"]
    assert (claims["coal-plant", "capacity"]["value"], claims["coal-plant", "capacity"]["unit"]) == (1320, "MAW")


@pytest.mark.parametrize(
    ("slug", "region", "stage", "investment", "jobs"),
    [
        (FUFENG, "KZ-31", "under_way", 800_000_000, (1500, 1500)),
        (LIHUA, "KZ-61", "under_way", 420_000_000, (4000, None)),
        (HESHENG, "KZ-11", "announced", 650_000_000, None),
        (TBEA, "KZ-19", "under_way", 3_700_000_000, None),
        (WANLIN, None, "announced", 89_000_000, (270, 330)),
    ],
)
def test_the_headline_of_each_project(api, slug, region, stage, investment, jobs):
    record = api.get(f"projects/{slug}/").json()

    assert (record["region"] and record["region"]["code"], record["stage"]) == (region, stage)
    assert (record["investment"]["value"], record["investment"]["currency"]) == (investment, "USD")
    assert (record["jobs"] and (record["jobs"]["low"], record["jobs"]["high"])) == jobs
    assert record["announced_on"] == "2025-06-16"


def test_every_claim_cites_the_article_and_prints_only_words_that_it_cites(api):
    claims = results(api.get("claims/?page_size=500"))

    assert len(claims) >= 30
    for claim in claims:
        assert claim["citation"]["source"] == "kazakhstan-regions-2025-06-16"
        assert claim["citation"]["locator"].startswith("par. ")
        assert claim["as_printed"] in claim["citation"]["exact"]
