"""What a claim may say, as its writers are told: each refusal names the member of the record form that is wrong."""

from unicodedata import normalize

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from rest_framework.exceptions import ValidationError as FormError

from projects.models import Claim
from projects.serializers import ClaimSerializer
from projects.services import add_claim
from tests.factories.projects import ClaimFactory, FacilityFactory, ProjectFactory, place
from tests.factories.sources import CitationFactory, SourceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def project():
    place("KZ")
    return ProjectFactory()


def errors_of(project, **form):
    """Codes of what is wrong with a claim by member, whichever of form and service finds it."""
    form = {"citation": {"source": SourceFactory().slug}} | form
    claim = ClaimSerializer(data=form)
    try:
        claim.is_valid(raise_exception=True)
        with transaction.atomic():
            add_claim(project=project, values=claim.validated_data, user=None)
    except FormError as refused:
        return {name: problems[0].code for name, problems in refused.detail.items()}
    except ValidationError as refused:
        return {name: problems[0].code for name, problems in refused.error_dict.items()}
    return {}


MONEY = {"attribute": "investment", "value": 5, "currency": "USD"}
JOBS = {"attribute": "jobs", "value": 5}
STAGE = {"attribute": "stage", "value": "announced"}


@pytest.mark.parametrize(
    ("form", "errors"),
    [
        (MONEY, {}),
        (JOBS, {}),
        (STAGE, {}),
        ({"attribute": "profit", "value": 5}, {"attribute": "unknown"}),
        # one value, or a reason
        ({"attribute": "investment", "currency": "USD"}, {"value": "required"}),
        ({"attribute": "stage"}, {"value": "invalid"}),
        ({"attribute": "jobs", "missing": "not_stated"}, {}),
        (JOBS | {"missing": "not_stated"}, {"missing": "two_values"}),
        ({"attribute": "jobs", "low": 5, "missing": "not_stated"}, {"missing": "two_values"}),
        ({"attribute": "jobs", "missing": "forgotten"}, {"missing": "invalid_choice"}),
        ({"attribute": "jobs", "missing": "not_stated", "unit": "IE"}, {"missing": "two_values"}),
        ({"attribute": "jobs", "missing": "not_stated", "bound": "about"}, {"bound": "no_value"}),
        ({"attribute": "jobs", "missing": "not_stated", "modality": "planned"}, {"modality": "no_value"}),
        ({"attribute": "jobs", "missing": "not_stated", "per": "ANN"}, {"per": "no_value"}),
        ({"attribute": "markets", "missing": "not_stated"}, {}),
        ({"attribute": "markets", "value": "KZ"}, {"value": "rows"}),
        # money has a currency, quantities a unit
        (MONEY | {"currency": ""}, {"currency": "invalid"}),
        (MONEY | {"currency": "EURO"}, {"currency": "max_length"}),
        (MONEY | {"currency": "QQQ"}, {"currency": "invalid"}),
        (JOBS | {"currency": "USD"}, {"currency": "kind"}),
        (STAGE | {"currency": "USD"}, {"currency": "kind"}),
        (MONEY | {"unit": "IE"}, {"unit": "kind"}),
        (STAGE | {"unit": "IE"}, {"unit": "kind"}),
        (JOBS | {"unit": "TNE"}, {"unit": "invalid"}),
        ({"attribute": "capacity", "value": 5}, {"unit": "invalid"}),
        ({"attribute": "capacity", "value": 5, "unit": "TNE", "per": "ANN", "basis": "input"}, {}),
        (JOBS | {"per": "ANN"}, {"per": "invalid"}),
        (JOBS | {"basis": "input"}, {"basis": "invalid"}),
        (MONEY | {"basis": "operation"}, {"basis": "invalid"}),
        # values by their kind
        (STAGE | {"value": "dreaming"}, {"value": "unknown"}),
        (STAGE | {"bound": "about"}, {"bound": "kind"}),
        ({"attribute": "region", "value": "KZ-99"}, {"value": "unknown"}),
        ({"attribute": "announced_on", "value": "2025-06"}, {}),
        ({"attribute": "announced_on", "value": "in June"}, {"value": "edtf"}),
        ({"attribute": "announced_on", "value": 2025}, {"value": "invalid"}),
        (JOBS | {"value": "many"}, {"value": "invalid"}),
        (JOBS | {"value": 1.5}, {"value": "max_decimal_places"}),
        (JOBS | {"value": -5}, {"value": "negative"}),
        (MONEY | {"value": 10**18}, {"value": "max_value"}),
        (MONEY | {"value": 10**18 - 1}, {}),
        (MONEY | {"value": 10**18 - 1, "bound": "about"}, {"value": "max_value"}),
        ({"attribute": "area", "value": 99_999_999_999.5, "unit": "HAR"}, {}),
        ({"attribute": "area", "value": 99_999_999_999.5, "unit": "HAR", "bound": "about"}, {"value": "max_value"}),
        ({"attribute": "area", "value": 1.00001, "unit": "HAR"}, {"value": "max_decimal_places"}),
        # bounds
        (JOBS | {"bound": "range"}, {"value": "invalid"}),
        ({"attribute": "jobs", "low": 4, "high": 6, "bound": "range"}, {}),
        ({"attribute": "jobs", "low": 4, "bound": "range"}, {"high": "required"}),
        ({"attribute": "jobs", "low": 6, "high": 4, "bound": "range"}, {"high": "reversed"}),
        ({"attribute": "jobs", "low": 4, "high": 10**12, "bound": "range"}, {"high": "max_value"}),
        ({"attribute": "jobs", "bound": "more_than"}, {"value": "required"}),
        # words, ranks and what is said of the claim
        ({"attribute": "capacity", "missing": "unclear"}, {"as_printed": "required"}),
        ({"attribute": "capacity", "missing": "unclear", "as_printed": "1000Wt"}, {}),
        (JOBS | {"rank": "preferred"}, {"reason": "required"}),
        (JOBS | {"citation": None}, {"citation": "null"}),
        (JOBS | {"for_date": "soon"}, {"for_date": "edtf"}),
        (JOBS | {"said_on": "soon"}, {"said_on": "edtf"}),
        (JOBS | {"said_on": "2999"}, {"said_on": "future"}),
        (JOBS | {"facility": "plant"}, {"claims": "unknown"}),
        (JOBS | {"doubts": [{"code": "other"}, {"code": "other"}]}, {"doubts": "unique"}),
        (JOBS | {"doubts": [{"code": "unit_suspect"}, {"code": "other", "note": "Rounded?"}]}, {}),
    ],
)
def test_a_claim_is_refused_by_the_member_that_is_wrong(project, form, errors):
    assert errors_of(project, **form) == errors
    assert Claim.objects.exists() is not bool(errors)


def test_a_claim_needs_its_source(project):
    values = ClaimSerializer(data=JOBS | {"citation": {"source": SourceFactory().slug}})
    values.is_valid(raise_exception=True)

    with pytest.raises(ValidationError) as refused:
        add_claim(project=project, values=values.validated_data | {"citation": None}, user=None)

    assert refused.value.error_dict["citation"][0].code == "required"


@pytest.mark.parametrize(
    ("bound", "low", "high"),
    [
        *(("exact", 300, 300), ("about", 270, 330), ("more_than", 300, None), ("at_least", 300, None)),
        *(("up_to", None, 300), ("less_than", None, 300)),
    ],
)
@pytest.mark.parametrize("attribute", ["jobs", "investment", "area"])
def test_low_and_high_follow_from_the_bound(attribute, bound, low, high):
    claim = ClaimFactory(attribute=attribute, value="300", bound=bound)

    assert (claim.value, claim.low, claim.high) == (300, low, high)


def test_a_range_has_ends_and_no_value():
    claim = ClaimFactory(attribute="investment", value="300..350 EUR")

    assert (claim.value, claim.low, claim.high, claim.currency) == (None, 300, 350, "EUR")


def test_jobs_need_no_unit_since_there_is_only_one():
    assert ClaimFactory(attribute="jobs", value="300").unit == "IE"


@pytest.mark.parametrize("printed", ["4,000 jobs", "more than 4,000 jobs"])
def test_the_printed_phrase_stands_in_the_cited_words(printed):
    claim = ClaimFactory(attribute="jobs", value="> 4000", exact="more than 4,000 jobs", as_printed=printed)

    assert claim.as_printed == printed


def test_a_phrase_that_is_not_in_the_cited_words_is_refused(project):
    citation = {"source": SourceFactory().slug, "exact": "more than 4,000 jobs"}

    assert errors_of(project, **JOBS, as_printed="4000 jobs", citation=citation) == {"as_printed": "not_in_citation"}


def test_a_phrase_may_stand_where_the_words_were_not_kept():
    assert ClaimFactory(attribute="jobs", as_printed="4,000 jobs", exact="").as_printed == "4,000 jobs"


def test_a_phrase_with_its_marks_apart_is_the_same_phrase():
    claim = ClaimFactory(attribute="jobs", as_printed=normalize("NFD", "й"), exact=normalize("NFC", "йод"))

    assert claim.as_printed == normalize("NFC", "й")


def test_a_claim_may_be_about_a_facility_of_the_project(project):
    FacilityFactory(project=project, slug="plant")

    assert errors_of(project, **JOBS, facility="plant") == {}


def test_one_claim_of_a_group_is_preferred(project):
    preferred = JOBS | {"rank": "preferred", "reason": "The contract itself."}
    assert errors_of(project, **preferred) == {}

    refused = errors_of(project, **preferred | {"value": 6})

    assert list(refused) == ["rank"]
    assert errors_of(project, **preferred, basis="construction") == {}
    assert errors_of(project, **preferred, for_date="2027") == {}


def test_a_citation_that_is_there_already_may_be_given(project):
    values = ClaimSerializer(data=JOBS | {"citation": {"source": SourceFactory().slug}})
    values.is_valid(raise_exception=True)
    citation = CitationFactory(exact="5 jobs")

    claim = add_claim(project=project, values=values.validated_data | {"citation": citation}, user=None)

    assert claim.citation == citation


def test_a_region_is_claimed_by_its_code(project):
    place("KZ-31")

    assert errors_of(project, attribute="region", value="KZ-31") == {}
    assert Claim.objects.get().value == "KZ-31"
