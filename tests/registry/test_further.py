"""What further sources say of the article's five projects: every row of the list, and what stands then."""

from pathlib import Path

import pytest
from django.core.management import call_command

from exchange.undo import undo
from history.models import Revision
from projects.models import Claim, Event, Facility, Project, ProjectMarket, ProjectProduct, Rank
from sources.models import Source
from tests.api import results

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("further")]

FUFENG, LIHUA, WANLIN = "fufeng-corn-processing", "lihua-cotton-cluster", "wanlin-vegetable-processing"
ARTICLE = "kazakhstan-regions-2025-06-16"
OPEN = None

# project, source, attribute, sense (facility, basis, for_date where there is one), lowest, highest, in what
NUMBERS = """
fufeng-corn-processing   astana-times-2024-10-24 capacity   input              500000       500000       TNE
fufeng-corn-processing   astana-times-2024-10-24 jobs       -                  1000         1000         IE
fufeng-corn-processing   kt-kz-2024-11-05        investment -                  300000000    350000000    USD
fufeng-corn-processing   kt-kz-2024-11-05        jobs       -                  1000         1000         IE
fufeng-corn-processing   qazinform-2025-04-16    investment -                  420000000000 420000000000 KZT
fufeng-corn-processing   qazinform-2025-04-16    capacity   input              500000       1000000      TNE
fufeng-corn-processing   qazinform-2025-04-16    capacity   input,2025/..      3000000      3000000      TNE
fufeng-corn-processing   qazinform-2025-04-16    jobs       construction       6000         6000         IE
fufeng-corn-processing   qazinform-2025-04-16    jobs       operation          1500         1500         IE
fufeng-corn-processing   qazinform-2025-04-16    jobs       operation,2025     400          400          IE
fufeng-corn-processing   qazinform-2025-04-16    purchases  2025               300000       300000       TNE
fufeng-corn-processing   qazinform-2025-06-17    investment -                  800000000    800000000    USD
fufeng-corn-processing   qazinform-2025-06-17    capacity   input              -            1000000      TNE
fufeng-corn-processing   qazinform-2025-06-17    jobs       -                  1500         1500         IE
fufeng-corn-processing   qazinform-2025-06-17    purchases  -                  300000       300000       TNE
fufeng-corn-processing   kazpravda-2025          area       -                  400          400          HAR
fufeng-corn-processing   kazpravda-2025          investment -                  175000000000 175000000000 KZT
fufeng-corn-processing   kazpravda-2025          capacity   input,2025         500000       500000       TNE
fufeng-corn-processing   kazpravda-2025          capacity   input,2026         1000000      1000000      TNE
fufeng-corn-processing   kazpravda-2025          capacity   input,2027/..      3000000      3000000      TNE
fufeng-corn-processing   kazpravda-2025          jobs       construction       6000         6000         IE
fufeng-corn-processing   kazpravda-2025          jobs       operation          1000         1000         IE
lihua-cotton-cluster     kt-kz-2025              investment -                  200000000000 -            KZT
lihua-cotton-cluster     kt-kz-2025              facilities -                  10           10           C62
lihua-cotton-cluster     kt-kz-2025              jobs       -                  4000         -            IE
lihua-cotton-cluster     kt-kz-2025              jobs       operation          3000         3000         IE
lihua-cotton-cluster     kt-kz-2025              area       -                  50000        -            HAR
lihua-cotton-cluster     kt-kz-2025-12-31        investment -                  450000000    450000000    USD
lihua-cotton-cluster     kt-kz-2025-12-31        investment -                  600000000    600000000    USD
lihua-cotton-cluster     kt-kz-2025-12-31        facilities -                  -            10           C62
wanlin-vegetable-processing astana-times-2023-05 investment -                  30000000     30000000     USD
wanlin-vegetable-processing trend-2025-06-17     investment -                  90000000     90000000     USD
wanlin-vegetable-processing trend-2025-06-17     capacity   -                  -            50000        TNE
wanlin-vegetable-processing trend-2025-06-17     jobs       -                  270          330          IE
wanlin-vegetable-processing trend-2025-06-17     area       -                  70           70           HAR
wanlin-vegetable-processing trend-2025-06-17     partners   -                  15           -            C62
wanlin-vegetable-processing tass-2025-06-17      investment -                  30000000     30000000     USD
wanlin-vegetable-processing tass-2025-06-17      investment -                  90000000     90000000     USD
wanlin-vegetable-processing qazinform-2025       investment -                  -            90000000     USD
wanlin-vegetable-processing qazinform-2025       jobs       -                  300          300          IE
"""

WORDS = {
    (FUFENG, "astana-times-2024-10-24", "region", "", "not_stated"),
    (LIHUA, "kt-kz-2025-12-31", "stage", "ginning-plants", "operating"),
    (LIHUA, "kt-kz-2025-12-31", "stage", "pvc-pipe-plant", "operating"),
    (LIHUA, "kt-kz-2025-12-31", "commissioning_on", "", "2026-33"),
    (WANLIN, "astana-times-2023-05", "region", "", "KZ-31"),
    (WANLIN, "trend-2025-06-17", "region", "", "KZ-61"),
    (WANLIN, "trend-2025-06-17", "commissioning_on", "", "2025-07"),
}


def further_claims():
    return (
        Claim.objects.current()
        .exclude(citation__source__slug=ARTICLE)
        .select_related("region", "citation__source", "project")
    )


def test_every_number_of_the_list_is_a_claim_and_no_other():
    said = [
        (
            claim.project.slug,
            claim.citation.source.slug,
            claim.attribute,
            claim.basis,
            claim.for_date,
            claim.low,
            claim.high,
        )
        + (claim.currency or claim.unit,)
        for claim in further_claims()
        if claim.low is not None or claim.high is not None
    ]

    wanted = []
    for line in NUMBERS.strip().split("\n"):
        project, source, attribute, sense, low, high, unit = line.split()
        parts = [part for part in sense.split(",") if part != "-"]
        basis = next((part for part in parts if part.isalpha()), "")
        for_date = next((part for part in parts if not part.isalpha()), "")
        limits = [None if end == "-" else int(end) for end in (low, high)]
        wanted.append((project, source, attribute, basis, for_date, *limits, unit))
    assert sorted(said, key=str) == sorted(wanted, key=str)


def test_every_word_of_the_list_is_a_claim_and_no_other():
    said = {
        (claim.project.slug, claim.citation.source.slug, claim.attribute, claim.facility, claim.value or claim.missing)
        for claim in further_claims()
        if claim.low is None and claim.high is None
    }

    assert said == WORDS


def test_eleven_sources_with_publisher_day_and_titles_in_four_languages():
    sources = Source.objects.exclude(slug=ARTICLE)

    assert sources.count() == 11
    for source in sources:
        assert source.publisher
        assert source.published
        assert all((source.title_en, source.title_kk, source.title_ru, source.title_zh_hans))


def test_no_words_are_made_up():
    assert not further_claims().exclude(as_printed="").exists()
    for model in (Claim, Event, Facility, ProjectMarket, ProjectProduct):
        assert not model.objects.exclude(citation__source__slug=ARTICLE).exclude(citation__exact="").exists()


def test_facilities_goods_markets_and_events():
    counts = dict(Facility.objects.filter(project__slug=LIHUA).values_list("slug", "count_high"))
    own = Event.objects.exclude(citation__source__slug=ARTICLE)

    assert {
        slug: counts[slug] for slug in ("cotton-processing-plants", "drip-irrigation-plants", "textile-plants")
    } == {
        "cotton-processing-plants": 4,
        "drip-irrigation-plants": 2,
        "textile-plants": 4,
    }
    assert Facility.objects.get(slug="pvc-pipe-plant").place == "TURAN special economic zone"
    assert set(Facility.objects.filter(project__slug=FUFENG).values_list("slug", flat=True)) == {
        "own-power-plant",
        "wastewater-plant",
    }
    assert set(ProjectMarket.objects.filter(project__slug=FUFENG).values_list("region__code", flat=True)) == {
        "CN",
        "150",
    }
    assert ProjectMarket.objects.filter(project__slug=WANLIN, region__code="KZ").exists()
    assert set(own.values_list("kind", flat=True)) == {
        "ground_broken",
        "agreement_signed",
        "supply_contracts",
        "commissioned",
        "announced",
    }


@pytest.mark.parametrize(
    ("slug", "region", "investment", "jobs", "source"),
    [
        (FUFENG, "KZ-31", 800_000_000, (1500, 1500), "qazinform-2025-06-17"),
        (LIHUA, "KZ-61", 600_000_000, (4000, None), "kt-kz-2025-12-31"),
        (WANLIN, "KZ-61", 90_000_000, (270, 330), "tass-2025-06-17"),
    ],
)
def test_the_headline_is_that_of_the_newest_sources(api, slug, region, investment, jobs, source):
    record = api.get(f"projects/{slug}/").json()
    claims = {claim["uid"]: claim for claim in record["claims"]}

    assert record["region"]["code"] == region
    assert record["investment"]["value"] == investment
    assert (record["jobs"]["low"], record["jobs"]["high"]) == jobs
    assert claims[record["investment"]["claim"]]["citation"]["source"] == source


def test_what_a_source_itself_calls_the_former_plan_is_set_aside_with_a_reason():
    former = Claim.objects.filter(rank=Rank.DEPRECATED)

    assert {(claim.project.slug, claim.amount) for claim in former} == {(LIHUA, 450_000_000), (WANLIN, 30_000_000)}
    assert all(claim.reason for claim in former)
    assert not former.filter(stands=True).exists()


def test_tenge_without_a_rate_have_no_value_in_dollars(api):
    claims = results(api.get(f"claims/?project={FUFENG}&attribute=investment"))

    in_tenge = [claim for claim in claims if claim["currency"] == "KZT"]
    assert [claim["usd_low"] for claim in in_tenge] == [None, None]


def test_on_the_day_of_the_article_the_sums_are_those_of_the_article(api):
    investment = api.get("projects/stats/?as_of=2025-06-16").json()["total"]["investment_usd"]

    assert (investment["low"], investment["high"]) == (5_659_000_000, 5_659_000_000)
    assert (investment["stated_by"], investment["of"]) == (5, 5)


def test_on_the_day_of_the_article_wanlin_stands_in_zhambyl_by_the_older_source(api):
    assert api.get(f"projects/{WANLIN}/?as_of=2025-06-16").json()["region"]["code"] == "KZ-31"


def test_loading_twice_changes_nothing():
    models = (Claim, Event, Facility, ProjectMarket, ProjectProduct, Project, Source, Revision)
    before = [list(model.objects.order_by("pk").values()) for model in models]

    call_command("loaddata", "kazakhstan-further", verbosity=0)

    assert [list(model.objects.order_by("pk").values()) for model in models] == before


def test_it_is_one_revision_that_can_be_taken_back(api):
    loaded = Revision.objects.latest("pk")
    assert loaded.why == "loaddata kazakhstan-further"

    undo(revision=loaded, user=None)

    total = api.get("projects/stats/").json()["total"]
    assert (total["investment_usd"]["low"], total["jobs"]["low"]) == (5_659_000_000, 5_770)
    assert api.get(f"projects/{WANLIN}/").json()["region"] is None


def test_make_more_loads_it_and_make_run_does_not():
    recipes = dict(part.split(":", 1) for part in Path("Makefile").read_text().split("\n\n") if ":" in part)

    assert "loaddata kazakhstan-further" in recipes["more"]
    assert "further" not in recipes["run"]
