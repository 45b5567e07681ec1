"""Which claim of a group stands: each step of the rule, and the rule as a whole against a second telling of it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from projects.models import Claim, Rank
from projects.services import prefer_claim, retire_claim
from tests.factories.projects import ClaimFactory, FacilityFactory, ProjectFactory
from tests.factories.sources import CitationFactory, SourceFactory

pytestmark = pytest.mark.django_db

AUTHORITIES = ("primary", "official", "secondary", "unknown")
JUNE = datetime(2025, 6, 20, tzinfo=UTC)


@pytest.fixture
def project():
    return ProjectFactory()


def add(project, value="5", **members):
    """A claim of jobs, with the weight and day of its source in short."""
    source = {name: members.pop(name) for name in ("authority", "published") if name in members}
    return ClaimFactory(project=project, attribute="jobs", value=value, source=SourceFactory(**source), **members)


def standing(**clocks):
    return list(Claim.objects.standing(**clocks).order_by("pk"))


def test_a_value_beats_a_reason_why_there_is_none(project):
    value = add(project, authority="unknown", published="2020")
    add(project, value=None, missing="not_stated", authority="primary", rank="preferred", reason="The contract.")

    assert standing() == [value]


def test_preferred_beats_authority(project):
    preferred = add(project, authority="unknown", rank="preferred", reason="The contract.")
    add(project, authority="primary")

    assert standing() == [preferred]


def test_authority_beats_the_later_day(project):
    claims = [
        add(project, authority=authority, published=published)
        for authority, published in (
            ("primary", "2022"),
            ("official", "2023"),
            ("secondary", "2024"),
            ("unknown", "2025"),
        )
    ]

    for claim in claims:
        assert standing() == [claim]
        retire_claim(claim=claim, user=None)


def test_the_later_first_day_beats_what_was_recorded_later(project):
    later = add(project, published="2025-03")
    add(project, published="2025")
    add(project, published="../2025-06")
    add(project, published="")

    assert standing() == [later]


def test_of_claims_of_one_day_the_one_recorded_later_stands(project):
    add(project)
    later = add(project)

    assert standing() == [later]


def test_of_claims_recorded_at_one_moment_the_later_row_stands(project):
    source = CitationFactory()
    rows = [
        Claim(project=project, attribute="stage", code=code, bound="exact", citation=source, recorded_at=JUNE)
        for code in ("announced", "agreed")
    ]
    for row in rows:
        row.save()

    assert standing() == [rows[1]]


def test_a_deprecated_claim_never_stands(project):
    add(project, authority="primary", rank="deprecated", reason="Mistyped.")

    assert standing() == []


def test_where_only_reasons_are_given_one_of_them_stands(project):
    add(project, value=None, missing="not_stated")
    later = add(project, value=None, missing="searched_not_found")

    assert standing() == [later]


def test_claims_compete_only_within_their_group(project):
    FacilityFactory(project=project, slug="plant")
    claims = [
        add(project),
        add(project, basis="construction"),
        add(project, for_date="2027"),
        add(project, facility="plant"),
        add(ProjectFactory()),
        ClaimFactory(project=project, attribute="partners", value="5"),
    ]

    assert standing() == claims


def test_a_retired_claim_stands_no_more_and_the_one_below_it_does(project):
    below = add(project)
    above = add(project)

    retire_claim(claim=above, user=None)

    assert standing() == [below]
    above.refresh_from_db()
    assert not above.stands


def test_a_claim_of_a_period_is_known_from_its_last_day(project):
    quarter = add(project, published="2025-33")

    assert standing(as_of=date(2025, 3, 30)) == []
    assert standing(as_of=date(2025, 3, 31)) == [quarter]


def test_the_past_shows_what_stood_by_then(project):
    first, second = add(project, published="2024-05-01"), add(project, published="2025-05-01")

    assert standing(as_of=date(2024, 12, 31)) == [first]
    assert standing(as_of=date(2025, 5, 1)) == [second]


def test_what_the_registry_held_is_what_was_recorded_and_not_yet_retired(project):
    start = timezone.now()
    first = add(project)
    between = timezone.now()
    preferred = prefer_claim(claim=first, reason="The contract.", user=None)

    assert standing(known_on=start) == []
    assert standing(known_on=between) == [first]
    assert standing(known_on=timezone.now()) == [preferred]


CLAIMS = st.fixed_dictionaries(
    {
        "missing": st.sampled_from(["", "", "not_stated"]),
        "rank": st.sampled_from(list(Rank.values)),
        "source": st.integers(0, 7),
        "said_on": st.sampled_from(["2024", "2024-01-01", "2024-03", "2025", "../2024", "2025-01-01/..", ""]),
        "recorded": st.integers(0, 3),
        "retired": st.sampled_from([None, None, 2, 5]),
        "basis": st.sampled_from(["", "operation"]),
        "for_date": st.sampled_from(["", "", "2027"]),
    }
)


def row_of(project, citations, drawn):
    """An unsaved claim of the drawn parts."""
    value = (
        {}
        if drawn["missing"]
        else {"quantity": 5, "quantity_low": 5, "quantity_high": 5, "unit": "IE", "bound": "exact"}
    )
    claim = Claim(
        **{"project": project, "attribute": "jobs", "missing": drawn["missing"], "rank": drawn["rank"], "reason": "x"},
        **{name: drawn[name] for name in ("basis", "for_date", "said_on")},
        citation=citations[drawn["source"]],
        recorded_at=JUNE + timedelta(hours=drawn["recorded"]),
        retired_at=drawn["retired"] and JUNE + timedelta(hours=drawn["retired"]),
        **({} if drawn["missing"] else value),
    )
    claim.date_statement()
    return claim


def brute_force(claims, *, as_of=None, known_on=None):
    """The rule told in Python: the ids of the claims that stand."""
    groups = {}
    for claim in claims:
        held = claim.retired_at is None if known_on is None else claim.recorded_at <= known_on
        held = held and (known_on is None or claim.retired_at is None or claim.retired_at > known_on)
        said = as_of is None or claim.said_last <= as_of
        if held and said and claim.rank != "deprecated":
            groups.setdefault((claim.basis, claim.for_date), []).append(claim)

    def weight(claim):
        return (
            *(claim.missing == "", claim.rank == "preferred", -AUTHORITIES.index(claim.citation.source.authority)),
            *(claim.said_first, claim.recorded_at, claim.pk),
        )

    return {max(group, key=weight).pk for group in groups.values()}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    drawn=st.lists(CLAIMS, min_size=1, max_size=9),
    as_of=st.sampled_from([None, date(2024, 2, 1), date(2024, 12, 31), date(2025, 3, 1)]),
    known_on=st.sampled_from([None, *(JUNE + timedelta(hours=hours) for hours in (0, 1, 2, 4, 6))]),
)
def test_the_rule_is_the_one_told_in_python(project, drawn, as_of, known_on):
    with transaction.atomic():
        sources = [SourceFactory(authority=AUTHORITIES[n % 4], published="") for n in range(8)]
        citations = [CitationFactory(source=source) for source in sources]
        claims, preferred = [], set()
        for parts in drawn:
            claim = row_of(project, citations, parts)
            if claim.rank == "preferred" and claim.retired_at is None:
                claim.rank = "normal" if claim.group in preferred else "preferred"
                preferred.add(claim.group)
            claims.append(claim)
        Claim.objects.bulk_create(claims)

        found = set(Claim.objects.standing(as_of=as_of, known_on=known_on).values_list("pk", flat=True))

        assert found == brute_force(claims, as_of=as_of, known_on=known_on)
        transaction.set_rollback(True)
