"""The source article as the registry holds it: every claim with its printed words, and no words that it has not."""

from collections import Counter
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db.models import Q

from history.models import Change, Revision
from investors.models import Investor, InvestorName
from lib.bounds import Bound, Term, total
from projects.models import (
    Agreement,
    Claim,
    Doubt,
    Event,
    Facility,
    Participation,
    Product,
    Project,
    ProjectAim,
    ProjectMarket,
    ProjectProduct,
    ProjectSector,
)
from projects.services import correct_claim, save_project
from sources.models import Citation, Source

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("article")]

FUFENG, LIHUA, HESHENG = "fufeng-corn-processing", "lihua-cotton-cluster", "hesheng-grain-processing"
TBEA, WANLIN = "tbea-energy-almaty", "wanlin-vegetable-processing"

# The only words of the article that the registry keeps, by paragraph.
PHRASES = {
    "par. 2": {
        "Zhambyl region",
        "implementing a major corn processing project",
        "set to inject $800 million",
        "processing capacity of 1 million tons of corn per year",
        "expected to generate 1,500 jobs",
        "lysine and amino acids",
        "corn",
        "already started signing contracts",
        "China's Fufeng Group",
    },
    "par. 3": {
        "Turkistan region",
        "engaged in the creation",
        "worth $420 million",
        "from cotton growing to its deep processing",
        "import substitution, export and light industry development",
        "construction of 10 enterprises",
        "more than 4,000 jobs",
    },
    "par. 4": {
        "Akmola region",
        "set to invest",
        "set to invest $650 million",
        "gluten, starch and other export-oriented products",
        "long-term contracts with Kazakhstani farmers",
    },
    "par. 5": {
        "Almaty region",
        "implementing a large-scale energy project",
        "expected to reach $3.7 billion",
        "1000Wt power plant",
        "soon commission",
        "capacity of 1320MWt",
        "plans to build",
        "Chinese company TBEA",
    },
    "par. 6": {
        "set to build",
        "$89 million to be invested",
        "onion dehydration and a deep vegetable processing plant",
        "exported to China, the U.S. and Europe",
        "some 300 people",
    },
    "par. 7": {"such Chinese companies as", "cover energy, agroindustrial complex, transport"},
    "par. 8": {"also agreed to cooperate"},
}

# Each claim: project, facility, attribute; value or why there is none; bound and modality; currency or unit; the rest.
MISSING = "not_stated"
CLAIMS = [
    (FUFENG, "", "region", "KZ-31", "exact", "", "", "Zhambyl region"),
    (FUFENG, "", "stage", "under_way", "exact", "in_progress", "", "implementing a major corn processing project"),
    (FUFENG, "", "investment", 800_000_000, "exact", "planned", "USD", "set to inject $800 million"),
    (
        FUFENG,
        "",
        "capacity",
        1_000_000,
        "exact",
        "planned",
        "TNE/ANN",
        "processing capacity of 1 million tons of corn per year",
    ),
    (FUFENG, "", "jobs", 1_500, "exact", "expected", "IE", "expected to generate 1,500 jobs"),
    (LIHUA, "", "region", "KZ-61", "exact", "", "", "Turkistan region"),
    (LIHUA, "", "stage", "under_way", "exact", "in_progress", "", "engaged in the creation"),
    (LIHUA, "", "investment", 420_000_000, "exact", "in_progress", "USD", "worth $420 million"),
    (LIHUA, "", "jobs", 4_000, "more_than", "aimed", "IE", "more than 4,000 jobs"),
    (LIHUA, "", "capacity", MISSING, "", "", "", ""),
    (LIHUA, "", "markets", MISSING, "", "", "", ""),
    (HESHENG, "", "region", "KZ-11", "exact", "", "", "Akmola region"),
    (HESHENG, "", "stage", "announced", "exact", "planned", "", "set to invest"),
    (HESHENG, "", "investment", 650_000_000, "exact", "planned", "USD", "set to invest $650 million"),
    (HESHENG, "", "jobs", MISSING, "", "", "", ""),
    (HESHENG, "", "capacity", MISSING, "", "", "", ""),
    (HESHENG, "", "markets", MISSING, "", "", "", ""),
    (TBEA, "", "region", "KZ-19", "exact", "", "", "Almaty region"),
    (TBEA, "", "stage", "under_way", "exact", "in_progress", "", "implementing a large-scale energy project"),
    (TBEA, "", "investment", 3_700_000_000, "exact", "expected", "USD", "expected to reach $3.7 billion"),
    (TBEA, "power-plant", "capacity", "unclear", "", "", "", "1000Wt power plant"),
    (TBEA, "power-plant", "stage", "commissioning", "exact", "planned", "", "soon commission"),
    (TBEA, "power-plant", "commissioning_on", MISSING, "", "", "", ""),
    (TBEA, "transformer-plant", "stage", "commissioning", "exact", "planned", "", "soon commission"),
    (TBEA, "coal-plant", "capacity", 1_320, "exact", "planned", "MAW", "capacity of 1320MWt"),
    (TBEA, "coal-plant", "stage", "announced", "exact", "planned", "", "plans to build"),
    (TBEA, "", "jobs", MISSING, "", "", "", ""),
    (WANLIN, "", "region", MISSING, "", "", "", ""),
    (WANLIN, "", "stage", "announced", "exact", "planned", "", "set to build"),
    (WANLIN, "", "investment", 89_000_000, "exact", "planned", "USD", "$89 million to be invested"),
    (WANLIN, "", "jobs", 300, "about", "expected", "IE", "some 300 people"),
    (WANLIN, "", "capacity", MISSING, "", "", "", ""),
]


def told(claim):
    unit = claim.currency or "/".join(filter(None, (claim.unit, claim.per)))
    value = claim.missing or (int(claim.value) if isinstance(claim.value, int | Decimal) else claim.value)
    place = (claim.project.slug, claim.facility, claim.attribute)
    return (*place, value, claim.bound, claim.modality, unit, claim.as_printed)


def test_every_claim_of_the_article_is_held_and_no_other():
    assert Counter(told(claim) for claim in Claim.objects.for_record()) == Counter(CLAIMS)


def test_only_the_printed_phrases_are_kept_and_each_is():
    cited = {}
    for citation in Citation.objects.exclude(exact=""):
        cited.setdefault(citation.locator, set()).add(citation.exact)

    assert cited == PHRASES


def test_every_printed_phrase_stands_in_the_words_of_its_citation():
    for claim in Claim.objects.exclude(as_printed="").select_related("citation"):
        assert claim.as_printed == claim.citation.exact


def test_all_is_cited_from_the_one_source_by_paragraph():
    (source,) = Source.objects.all()

    assert (source.slug, source.kind, source.authority, source.language, source.published) == (
        *("kazakhstan-regions-2025-06-16", "news", "secondary", "en", "2025-06-16"),
    )
    assert set(Citation.objects.values_list("locator", flat=True)) == set(PHRASES)
    for model in (Claim, Participation, ProjectSector, ProjectProduct, ProjectMarket, ProjectAim, Event, Facility):
        assert not model.objects.filter(Q(citation=None) | ~Q(said_on="2025-06-16"))


def test_the_doubts_are_those_of_the_list():
    assert set(Doubt.objects.values_list("claim__project__slug", "claim__facility", "claim__attribute", "code")) == {
        (TBEA, "power-plant", "capacity", "unit_suspect"),
        (TBEA, "coal-plant", "capacity", "unit_spelling"),
        (TBEA, "", "investment", "scope_unclear"),
    }
    assert "never split" in Project.objects.get(slug=TBEA).note


def test_there_are_five_published_projects_and_none_is_invented():
    assert set(Project.objects.public().values_list("slug", flat=True)) == {FUFENG, LIHUA, HESHENG, TBEA, WANLIN}
    assert Project.objects.count() == 5


def test_the_investment_is_stated_by_all_five():
    amounts = list(Project.objects.values_list("amount_usd_low", "amount_usd_high", "amount_currency"))

    assert [currency for *_limits, currency in amounts] == ["USD"] * 5
    assert sum(low for low, *_rest in amounts) == sum(high for _low, high, _currency in amounts) == 5_659_000_000
    assert Claim.objects.filter(attribute="investment", modality="expected").count() == 1


def test_jobs_are_stated_by_three_and_open_above():
    jobs = list(Project.objects.exclude(jobs_claim=None).values_list("jobs_low", "jobs_high").order_by("jobs_low"))

    assert jobs == [(270, 330), (1_500, 1_500), (4_000, None)]
    claims = Claim.objects.filter(attribute="jobs", stands=True, missing="")
    summed = total(Term(int(claim.value), int(claim.low), claim.high, claim.bound) for claim in claims)
    assert (summed.low, summed.high, summed.value, summed.bound, summed.about) == (
        *(5_770, None, 5_800, Bound.MORE_THAN, True),
    )


def test_four_projects_have_a_region_and_none_is_the_city_of_almaty():
    assert dict(Project.objects.values_list("slug", "region__code")) == {
        **{FUFENG: "KZ-31", LIHUA: "KZ-61", HESHENG: "KZ-11", TBEA: "KZ-19"},
        WANLIN: None,
    }


def test_all_were_announced_on_the_day_of_the_article():
    assert set(Project.objects.values_list("announced_on", flat=True)) == {"2025-06-16"}


def test_the_megawatts_are_those_of_the_coal_plant_alone():
    capacities = Claim.objects.filter(attribute="capacity", stands=True, project__slug=TBEA)

    assert {claim.facility: (claim.missing, claim.quantity) for claim in capacities} == {
        **{"coal-plant": ("", 1_320), "power-plant": ("unclear", None)},
    }


def test_the_facilities_are_those_that_the_article_tells_apart():
    rows = Facility.objects.values_list("project__slug", "slug", "count_low", "count_high", "place")

    assert set(rows) == {
        (LIHUA, "enterprises", 10, 10, ""),
        (TBEA, "power-plant", 1, 1, ""),
        (TBEA, "transformer-plant", 1, 1, ""),
        (TBEA, "coal-plant", 1, 1, "Alatau city"),
        (WANLIN, "processing-plant", 1, 2, ""),
    }


def test_the_products_markets_aims_and_events_are_those_of_the_list():
    products = ProjectProduct.objects.values_list(
        "project__slug", "product__slug", "direction", "open_ended", "facility"
    )
    assert set(products) == {
        (FUFENG, "lysine", "output", True, ""),
        (FUFENG, "amino-acids", "output", True, ""),
        (FUFENG, "corn", "input", False, ""),
        (HESHENG, "gluten", "output", True, ""),
        (HESHENG, "starch", "output", True, ""),
        (HESHENG, "grain", "input", False, ""),
        (TBEA, "transformers", "output", False, "transformer-plant"),
        (TBEA, "coal", "input", False, "coal-plant"),
        (TBEA, "heat", "output", False, "coal-plant"),
    }
    assert set(ProjectMarket.objects.values_list("project__slug", "region__code")) == {
        *((WANLIN, "CN"), (WANLIN, "US"), (WANLIN, "150")),
    }
    assert set(ProjectAim.objects.values_list("project__slug", "aim__slug")) == {
        *((LIHUA, "import_substitution"), (LIHUA, "export"), (LIHUA, "light_industry")),
        *((HESHENG, "export"), (HESHENG, "farmer_contracts"), (HESHENG, "agricultural_processing")),
        (WANLIN, "export"),
    }
    assert list(Event.objects.values_list("project__slug", "kind", "date")) == [(FUFENG, "supply_contracts", "")]


def test_the_organizations_are_twelve_with_how_their_country_is_known():
    inferred = {"xinjiang-lihua", "dalian-hesheng", "qingdao-wanlin"}

    assert Investor.objects.count() == 12
    assert set(Investor.objects.values_list("country", flat=True)) == {"CN"}
    assert set(Investor.objects.filter(country_basis="inferred").values_list("slug", flat=True)) == inferred


def test_chinese_names_are_those_of_the_company_list():
    assert dict(
        Investor.objects.exclude(name_zh_hans=None).exclude(name_zh_hans="").values_list("slug", "name_zh_hans")
    ) == {
        "fufeng-group": "阜丰集团",
        "xinjiang-lihua": "新疆利华（集团）股份有限公司",
        "tbea": "特变电工股份有限公司",
        "energy-china": "中国能建国际集团",
        "citic-construction": "中信建设",
        "china-camc-engineering": "中工国际",
        "yto-express": "圆通速递",
    }
    assert set(InvestorName.objects.filter(language="zh-hans").values_list("text", flat=True)) == {
        "新疆利华",
        "特变电工",
    }


def test_each_project_has_its_investor_and_tbea_its_facilities_by_inference():
    rows = Participation.objects.values_list("project__slug", "investor__slug", "role", "basis", "facility")

    assert set(rows) == {
        *((FUFENG, "fufeng-group", "investor", "stated", ""), (LIHUA, "xinjiang-lihua", "investor", "stated", "")),
        *((HESHENG, "dalian-hesheng", "investor", "stated", ""), (TBEA, "tbea", "investor", "stated", "")),
        *(
            (TBEA, "tbea", "investor", "inferred", plant)
            for plant in ("power-plant", "transformer-plant", "coal-plant")
        ),
        (WANLIN, "qingdao-wanlin", "investor", "stated", ""),
    }


def test_the_agreement_names_seven_organizations_five_sectors_and_four_areas():
    agreement = Agreement.objects.for_record().get()

    assert (agreement.slug, agreement.kind, agreement.date, agreement.open_ended) == (
        *("kazakhstan-china-2025-06", "reported_set", "", True),
    )
    assert {(party.region.code, party.basis) for party in agreement.parties.all()} == {
        *(("KZ", "stated"), ("CN", "inferred")),
    }
    assert {row.investor.slug for row in agreement.participants.all()} == {
        *("china-construction-engineering", "energy-china", "citic-construction", "china-camc-engineering"),
        *("huawei", "aladdin-holdings", "yto-express"),
    }
    assert {row.sector.code for row in agreement.sectors} == {"energy", "agro", "transport", "ict", "education"}
    assert {row.sector.code for row in agreement.areas} == {
        *("agro.processing", "energy.renewable", "urban_infrastructure", "manufacturing.coal_chemistry"),
    }
    assert not Project.objects.filter(participations__investor__agreements__agreement=agreement)


def test_titles_and_names_are_there_in_four_languages():
    for model, column in (
        (Project, "title"),
        (Project, "summary"),
        (Source, "title"),
        (Agreement, "title"),
        (Product, "name"),
    ):
        for language in ("en", "kk", "ru", "zh_hans"):
            name = f"{column}_{language}"
            assert not model.objects.filter(Q(**{name: None}) | Q(**{name: ""})), (model, name)


MODELS = (Source, Citation, Product, Investor, InvestorName, Project, Claim, Doubt, Facility, Participation, Agreement)
MODELS += (Event, ProjectAim, ProjectMarket, ProjectProduct, ProjectSector, Revision, Change)


def everything():
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in MODELS}


def test_loading_again_changes_nothing():
    before = everything()

    call_command("load_reference", verbosity=0)
    call_command("loaddata", "kazakhstan-2025-06", verbosity=0)

    assert everything() == before


def test_loading_again_undoes_nobodys_correction():
    claim = Claim.objects.get(project__slug=FUFENG, attribute="jobs")
    correct_claim(claim=claim, values={"quantity": 1_600, "as_printed": ""}, user=None)
    save_project(Project.objects.get(slug=LIHUA), {"title_en": "Renamed", "project_aims": []}, user=None)
    before = everything()

    call_command("loaddata", "kazakhstan-2025-06", verbosity=0)

    assert everything() == before


def test_settling_again_changes_nothing():
    before = everything()

    assert Project.objects.settle() == 0
    assert everything() == before
