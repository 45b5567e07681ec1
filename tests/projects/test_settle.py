"""The projection repeats the claims that stand: one function writes it, and writing it again changes nothing."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from projects.clocks import Clocks, past
from projects.models import Claim, Project, Rank
from projects.projection import PROJECTED
from projects.services import correct_claim, prefer_claim, retire_claim, save_project
from sources.models import Source
from sources.services import save_source
from tests.factories.projects import ClaimFactory, FacilityFactory, ProjectFactory
from tests.factories.sources import SourceFactory

pytestmark = pytest.mark.django_db

CLAIM_COLUMNS = ("pk", "stands", "usd_low", "usd_high")


def projection():
    """All that settle() writes, as it is stored."""
    return list(Project.objects.order_by("pk").values("pk", "version", "updated_at", *PROJECTED)), list(
        Claim.objects.order_by("pk").values(*CLAIM_COLUMNS)
    )


def test_the_headline_repeats_the_standing_claims():
    project = ProjectFactory(
        investment="> 20 USD", jobs="~ 300", stage="operating", region="KZ-31", commissioning_on="2027"
    )

    stored = Project.objects.get(pk=project.pk)
    assert (stored.amount_low, stored.amount_high, stored.amount_currency, stored.amount_bound) == (
        *(20, None, "USD", "more_than"),
    )
    assert (stored.amount_usd_low, stored.amount_usd_high) == (20, None)
    assert (stored.jobs_low, stored.jobs_high, stored.jobs_bound) == (270, 330, "about")
    assert (stored.stage, stored.region.code) == ("operating", "KZ-31")
    assert (stored.commissioning_on, stored.commissioning_first, stored.commissioning_last) == (
        *("2027", date(2027, 1, 1), date(2027, 12, 31)),
    )
    assert stored.investment_claim.attribute == "investment"
    assert stored.jobs_claim.attribute == "jobs"


@pytest.mark.parametrize(
    ("value", "low", "high"), [("<= 20 USD", None, 20), ("300..350 USD", 300, 350), ("20 USD", 20, 20)]
)
def test_open_ends_stay_open(value, low, high):
    project = ProjectFactory(investment=value)

    assert (project.amount_low, project.amount_high) == (low, high)
    assert (project.amount_usd_low, project.amount_usd_high) == (low, high)


@pytest.mark.parametrize(
    "members",
    [{"facility": "plant"}, {"for_date": "2027"}, {"basis": "construction"}, {"rank": "deprecated", "reason": "x"}],
)
def test_the_headline_leaves_out_parts_stretches_of_time_and_other_bases(members):
    project = ProjectFactory()
    FacilityFactory(project=project, slug="plant")

    ClaimFactory(project=project, attribute="jobs", value="300", **members)

    project.refresh_from_db()
    assert (project.jobs_low, project.jobs_claim) == (None, None)


def test_the_headline_takes_the_basis_operation():
    project = ProjectFactory(claims=[{"attribute": "jobs", "value": 300, "basis": "operation"}])

    assert project.jobs_low == 300


def test_of_the_two_bases_of_the_headline_the_claim_that_stands_first_counts():
    project = ProjectFactory()
    ClaimFactory(project=project, attribute="jobs", value="200", source=SourceFactory(authority="primary"))
    ClaimFactory(project=project, attribute="jobs", value="300", basis="operation")

    project.refresh_from_db()
    assert project.jobs_low == 200


def test_a_value_of_one_basis_counts_where_the_other_basis_has_none():
    project = ProjectFactory()
    ClaimFactory(project=project, attribute="jobs", value="300", basis="operation")
    ClaimFactory(project=project, attribute="jobs", value=None, missing="not_stated")

    project.refresh_from_db()
    assert project.jobs_low == 300


def test_a_reason_why_there_is_no_value_leaves_the_headline_empty():
    project = ProjectFactory(claims=[{"attribute": "jobs", "missing": "not_stated"}])

    assert (project.jobs_low, project.jobs_high, project.jobs_bound, project.jobs_claim) == (None, None, "", None)
    assert project.claims.get().stands


def test_a_project_without_a_region_is_a_valid_project():
    assert ProjectFactory().region is None


def test_announced_on_is_the_earliest_day_on_which_something_was_said():
    project = ProjectFactory()
    for published in ("2025-03", "2024-11", "", "2025"):
        ClaimFactory(project=project, source=SourceFactory(published=published))

    project.refresh_from_db()
    assert (project.announced_on, project.announced_first, project.announced_last) == (
        *("2024-11", date(2024, 11, 1), date(2024, 11, 30)),
    )


def test_announced_on_is_what_a_claim_states():
    project = ProjectFactory(announced_on="2023-05", source=SourceFactory(published="2020"))

    assert (project.announced_on, project.announced_first, project.announced_last) == (
        *("2023-05", date(2023, 5, 1), date(2023, 5, 31)),
    )


def test_announced_on_is_not_made_up_where_no_source_has_a_day():
    project = ProjectFactory(jobs="5", source=SourceFactory(published=""))

    assert (project.announced_on, project.announced_first, project.announced_last) == ("", None, None)


def test_an_open_beginning_is_no_first_day():
    project = ProjectFactory(jobs="5", source=SourceFactory(published="../2025-03"))

    assert (project.announced_on, project.announced_first, project.announced_last) == (
        *("../2025-03", None, date(2025, 3, 31)),
    )


@pytest.mark.parametrize("days", [[""], ["../2025-03"], ["", "2025-03"], ["", "../2025-03", "2024"]])
def test_the_clocks_tell_the_same_of_days_that_are_not_known(days):
    project = ProjectFactory()
    for day in days:
        ClaimFactory(project=project, source=SourceFactory(published=day))
    columns = Project.objects.values_list("announced_on", "announced_first", "announced_last")
    today = columns.get()

    with past(Clocks(known_on=timezone.now())):
        assert columns.get() == today


def test_a_retired_claim_leaves_the_headline_to_the_next_one():
    project = ProjectFactory(jobs="200")
    later = ClaimFactory(project=project, attribute="jobs", value="300")

    retire_claim(claim=later, user=None)

    project.refresh_from_db()
    assert project.jobs_low == 200


def test_a_save_of_the_project_leaves_the_projection_alone():
    project = ProjectFactory(jobs="200", stage="announced")
    project.jobs_low, project.stage, project.amount_low = 900, "closed", 5

    project.save()
    project.save(update_fields=["jobs_low", "note"])

    project.refresh_from_db()
    assert (project.jobs_low, project.stage, project.amount_low) == (200, "announced", None)


def test_a_project_read_before_a_claim_was_added_does_not_bring_the_former_headline_back():
    stale = Project.objects.get(pk=ProjectFactory(jobs="200").pk)
    ClaimFactory(project=Project.objects.get(pk=stale.pk), attribute="jobs", value="300")

    save_project(stale, {"note": "Looked at again."}, user=None)

    stale.refresh_from_db()
    assert (stale.jobs_low, stale.note) == (300, "Looked at again.")


def test_what_was_written_past_the_registry_is_put_right():
    project = ProjectFactory(jobs="200", investment="20 USD", stage="announced", region="KZ-31")
    right = projection()
    fields = [Project._meta.get_field(name) for name in PROJECTED]
    empty = {field.name: None if field.null else field.get_default() for field in fields}
    Project.objects.filter(pk=project.pk).update(**empty)
    Claim.objects.filter(attribute="investment").update(stands=False, usd_low=7, usd_high=None)

    assert Project.objects.settle() == 1

    assert projection() == right


def test_settling_again_changes_nothing():
    for number in range(3):
        ProjectFactory(jobs=f"{number}00", investment="20 EUR", region="KZ-31")
    before = projection()

    assert Project.objects.settle() == 0
    assert projection() == before


def test_a_source_that_weighs_more_lets_its_claims_stand():
    source = SourceFactory(authority="unknown")
    project = ProjectFactory(jobs="200", source=source)
    ClaimFactory(project=project, attribute="jobs", value="300")

    save_source(source, {"authority": "primary"}, user=None, why="It is the company's own report.")

    project.refresh_from_db()
    assert project.jobs_low == 200
    assert Project.objects.settle() == 0


ACTS = st.one_of(
    st.tuples(
        st.just("add"), st.sampled_from(["jobs", "investment", "stage", "announced_on", "capacity"]), st.integers(0, 2)
    ),
    st.tuples(st.just("none"), st.sampled_from(["jobs", "investment", "capacity"]), st.integers(0, 2)),
    st.tuples(
        st.sampled_from(["correct", "retire", "prefer", "deprecate", "weigh", "publish", "doubt"]),
        st.integers(0, 9),
        st.integers(0, 2),
    ),
)
VALUES = {
    "jobs": ("200", "> 300"),
    "investment": ("20 USD", "5..6 EUR"),
    "stage": ("operating",),
    "announced_on": ("2023",),
    "capacity": ("5 MAW",),
}


def act(project, sources, kind, what, number):
    """One random edit by the services."""
    if kind == "add":
        ClaimFactory(
            project=project, attribute=what, value=VALUES[what][number % len(VALUES[what])], source=sources[number]
        )
    elif kind == "none":
        missing = ["not_stated", "not_applicable", "withheld"][number]
        ClaimFactory(project=project, attribute=what, value=None, missing=missing, source=sources[number])
    elif kind == "weigh":
        authority = ["primary", "official", "secondary", "unknown"][what % 4]
        save_source(Source.objects.get(pk=sources[number].pk), {"authority": authority}, user=None)
    elif kind == "publish":
        publisher = ["", "Qazinform", "Xinhua"][what % 3]
        save_source(Source.objects.get(pk=sources[number].pk), {"publisher": publisher}, user=None)
    elif claims := list(project.claims.filter(retired_at=None).order_by("pk")):
        claim = claims[what % len(claims)]
        if kind == "correct":
            correct_claim(claim=claim, values={"said_on": ["../2024", "2021", "2022"][number]}, user=None)
        elif kind == "doubt":
            correct_claim(claim=claim, values={"doubts": [{"code": "other", "note": ""}] * (number % 2)}, user=None)
        elif kind == "retire":
            retire_claim(claim=claim, user=None)
        elif kind == "prefer":
            prefer_claim(claim=claim, reason="The contract.", user=None)
        else:
            correct_claim(claim=claim, values={"rank": Rank.DEPRECATED, "reason": "Mistyped."}, user=None)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(ACTS, min_size=1, max_size=8))
def test_after_random_edits_settling_again_changes_nothing_and_the_clocks_tell_the_same(db, acts):
    with transaction.atomic():
        project = ProjectFactory()
        sources = [SourceFactory(published=day) for day in ("2024", "2025-03", "")]
        for kind, what, number in acts:
            act(Project.objects.get(pk=project.pk), sources, kind, what, number)
        before = projection()

        assert Project.objects.settle() == 0

        assert projection() == before
        columns = Project.objects.filter(claims__retired_at=None, claims__isnull=False).distinct().values(*PROJECTED)
        today = list(columns)
        for clocks in (Clocks(known_on=timezone.now()), Clocks(as_of=timezone.now().date())):
            with past(clocks):
                assert list(columns.all()) == today
        transaction.set_rollback(True)


def test_the_database_refuses_an_amount_without_currency_and_a_currency_without_amount():
    project = ProjectFactory()

    for columns in (
        {"amount_low": 5},
        {"amount_currency": "USD"},
        {"amount_low": 5, "amount_high": 4},
        {"jobs_low": 2, "jobs_high": 1},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Project.objects.filter(pk=project.pk).update(**columns)


def spoil(*projects):
    for project in projects:
        Project.objects.filter(pk=project.pk).update(stage="closed")


def test_the_command_settles_all_projects_and_says_how_many_changed(capsys):
    projects = [ProjectFactory(stage="announced") for _ in range(5)]
    spoil(*projects[:3])

    call_command("settle", "--chunk", "2", "-v", "2")

    assert capsys.readouterr().out.splitlines() == ["2 of 5", "4 of 5", "5 of 5", "5 projects settled, 3 changed"]
    assert set(Project.objects.values_list("stage", flat=True)) == {"announced"}


def test_the_command_settles_the_projects_that_are_named(capsys):
    projects = [ProjectFactory(stage="announced") for _ in range(2)]
    spoil(*projects)

    call_command("settle", projects[0].slug)

    assert capsys.readouterr().out == "1 projects settled, 1 changed\n"
    assert Project.objects.get(stage="closed") == projects[1]


@pytest.mark.parametrize("arguments", [["no-such-project"], ["--chunk", "0"]])
def test_the_command_refuses_what_is_not_there(arguments):
    with pytest.raises(CommandError):
        call_command("settle", *arguments)


def count_queries(django_assert_max_num_queries, projects):
    with django_assert_max_num_queries(100) as counted:
        projects.settle()
    return len(counted)


def test_a_chunk_takes_as_many_queries_for_many_projects_as_for_one(django_assert_max_num_queries):
    for number in range(30):
        ProjectFactory(stage="announced", jobs=str(number), investment="20 EUR")
    one, many = Project.objects.filter(stage="announced")[:1], Project.objects.all()

    unchanged = count_queries(django_assert_max_num_queries, many)
    assert unchanged == count_queries(django_assert_max_num_queries, Project.objects.filter(pk__in=[one[0].pk])) <= 16

    spoil(*Project.objects.all())
    assert count_queries(django_assert_max_num_queries, many) == unchanged + 1
