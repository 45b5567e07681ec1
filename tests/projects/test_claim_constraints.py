"""What one claim can say is held by the database itself: these rows come past the services and all checks."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from projects.models import Claim, Doubt
from tests.factories.projects import ProjectFactory
from tests.factories.regions import CountryFactory
from tests.factories.sources import CitationFactory

pytestmark = pytest.mark.django_db

MONEY = {"attribute": "investment", "amount": 5, "amount_low": 5, "amount_high": 5, "currency": "USD", "bound": "exact"}
JOBS = {"attribute": "jobs", "quantity": 5, "quantity_low": 5, "quantity_high": 5, "unit": "IE", "bound": "exact"}
STAGE = {"attribute": "stage", "code": "announced", "bound": "exact"}
DAY = {"attribute": "announced_on", "date": "2025", "bound": "exact"}
REGION = {"attribute": "region", "region": "KZ", "bound": "exact"}
MISSING = {"attribute": "jobs", "missing": "not_stated"}
SAID = {"said_on": "2025", "said_first": "2025-01-01", "said_last": "2025-06-16"}


@pytest.fixture
def project():
    return ProjectFactory()


def add_raw(project, values):
    """Add a row of these columns as the database takes it."""
    values = SAID | {"citation": CitationFactory()} | values
    if values.get("region"):
        values["region"] = CountryFactory(code=values["region"])
    with transaction.atomic():
        return Claim.objects.bulk_create([Claim(project=project, **values)])[0]


def amount(bound, value, low, high):
    return MONEY | {"bound": bound, "amount": value, "amount_low": low, "amount_high": high}


def quantity(bound, value, low, high):
    return JOBS | {"bound": bound, "quantity": value, "quantity_low": low, "quantity_high": high}


@pytest.mark.parametrize(
    "values",
    [
        *(MONEY, JOBS, STAGE, DAY, REGION, MISSING),
        *(amount("more_than", 5, 5, None), amount("at_least", 5, 5, None), amount("up_to", 5, None, 5)),
        *(amount("less_than", 5, None, 5), amount("range", None, 4, 6), amount("about", 50, 45, 55)),
        *(quantity("more_than", 5, 5, None), quantity("range", None, 5, 5), quantity("exact", *[Decimal("0.5")] * 3)),
        MISSING | {"missing": "unclear", "as_printed": "1000Wt"},
        MONEY | {"rank": "preferred", "reason": "The contract itself."},
        *(JOBS | {"basis": "operation"}, JOBS | {"per": "ANN"}, MONEY | {"modality": "planned"}),
    ],
)
def test_the_database_takes(project, values):
    assert add_raw(project, values).pk


@pytest.mark.parametrize(
    "values",
    [
        # one value of one kind, or a reason
        {"attribute": "jobs"},
        {"attribute": "stage", "bound": "exact"},
        *(MONEY | JOBS, MONEY | STAGE, JOBS | DAY, STAGE | DAY, STAGE | REGION, DAY | REGION),
        *(MONEY | MISSING, STAGE | MISSING, DAY | MISSING, REGION | MISSING),
        # money and its currency, quantities and their unit
        *(MONEY | {"currency": ""}, JOBS | {"unit": ""}, STAGE | {"currency": "USD"}, STAGE | {"unit": "IE"}),
        *(MONEY | {"unit": "IE"}, JOBS | {"currency": "USD"}, MONEY | {"per": "ANN"}),
        *(MISSING | {"currency": "USD"}, MISSING | {"unit": "IE"}, MISSING | {"per": "ANN"}),
        *(MISSING | {"bound": "exact"}, MISSING | {"modality": "planned"}, MISSING | {"missing": "forgotten"}),
        # words and codes are exact
        *(STAGE | {"bound": "about"}, DAY | {"bound": "up_to"}, REGION | {"bound": ""}),
        # what is unclear is kept as printed, who prefers says why, a claim is cited
        MISSING | {"missing": "unclear"},
        *(MONEY | {"rank": "preferred"}, MONEY | {"citation": None}),
        # known codes only
        *(MONEY | {"bound": "nearly"}, MONEY | {"modality": "hoped"}, MONEY | {"basis": "gross"}),
        *(MONEY | {"rank": "best"}, JOBS | {"per": "MON"}),
        # a retired claim stands no more
        MONEY | {"stands": True, "retired_at": "2025-06-17T00:00Z"},
    ],
)
def test_the_database_refuses(project, values):
    with pytest.raises(IntegrityError):
        add_raw(project, values)


LIMITS = [
    *(
        ("exact", 5, 5, 6),
        ("exact", 5, None, 5),
        ("exact", 5, 5, None),
        ("exact", None, 5, 5),
        ("exact", 5, None, None),
    ),
    *(("about", 50, 51, 55), ("about", 50, 45, 49), ("about", None, 45, 55), ("about", 50, None, 55)),
    *(("about", 50, 45, None), ("more_than", 5, 5, 6), ("more_than", 5, 4, None), ("more_than", None, 5, None)),
    *(("at_least", 5, None, None), ("at_least", 5, None, 5), ("up_to", 5, 5, 5), ("up_to", 5, None, 6)),
    *(("up_to", None, None, 5), ("less_than", 5, 0, 5), ("less_than", 5, None, None), ("range", None, 6, 5)),
    *(("range", 5, 4, 6), ("range", None, 4, None), ("range", None, None, 6), ("", 5, 5, 5)),
    *(("exact", -1, -1, -1), ("less_than", -1, None, -1)),
]


@pytest.mark.parametrize("columns", [amount, quantity])
@pytest.mark.parametrize("limits", LIMITS)
def test_the_database_refuses_limits_that_do_not_follow_from_the_bound(project, columns, limits):
    with pytest.raises(IntegrityError):
        add_raw(project, columns(*limits))


def test_the_database_keeps_one_preferred_claim_in_a_group(project):
    preferred = JOBS | {"rank": "preferred", "reason": "The contract itself."}
    add_raw(project, preferred)
    for other in (
        {"basis": "operation"},
        {"for_date": "2027"},
        {"facility": "plant"},
        {"retired_at": "2025-06-17T00:00Z"},
    ):
        add_raw(project, preferred | other)

    with pytest.raises(IntegrityError):
        add_raw(project, preferred)


@pytest.mark.parametrize("days", [{"said_first": None}, {"said_last": None}, {"said_last": "2024-12-31"}])
def test_the_database_refuses_a_claim_without_the_days_that_order_it(project, days):
    with pytest.raises(IntegrityError):
        add_raw(project, MONEY | days)


def test_the_database_refuses_unknown_and_repeated_doubts(project):
    claim = add_raw(project, MONEY)
    Doubt.objects.bulk_create([Doubt(claim=claim, code="other")])

    for code in ("other", "hunch"):
        with pytest.raises(IntegrityError), transaction.atomic():
            Doubt.objects.bulk_create([Doubt(claim=claim, code=code)])
