from datetime import UTC, date, datetime, timedelta

import pytest
from django.http import QueryDict
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from projects.clocks import Clocks, past
from projects.facets import facets
from projects.filters import ProjectFilter
from projects.models import Claim, Project
from projects.services import correct_claim, project_document, retire_claim, save_project
from projects.stats import stats
from tests.factories.projects import ClaimFactory, ProjectFactory
from tests.factories.sources import SourceFactory

WHO = ("uid", "slug", "project", "citation", "titles", "title", "claim")


def anonymous(document):
    """A document without what tells one project, and one row, from another that says the same."""
    if isinstance(document, dict):
        return {name: anonymous(value) for name, value in document.items() if name not in WHO}
    return [anonymous(item) for item in document] if isinstance(document, list) else document


def everything(query=""):
    """All that the registry shows of its projects, as plain values."""
    chosen = ProjectFilter(QueryDict(query), Project.objects.all())
    documents = {project.slug: project_document(project) for project in Project.objects.order_by("slug")}
    return documents, list(Project.objects.order_by("pk").values()), stats(chosen.rows(), "region"), facets(chosen)


@pytest.mark.parametrize(
    "query", ["", "region=KZ", "jobs_min=4500&match=possible", "missing=jobs", "market=150&country=CN"]
)
def test_today_is_the_projection(article, query):
    now = everything(query)

    for clocks in (Clocks(as_of=timezone.now().date()), Clocks(known_on=timezone.now())):
        with past(clocks):
            assert everything(query) == now


def test_a_project_is_there_from_the_first_thing_said_of_it(article):
    with past(Clocks(as_of=date(2025, 6, 15))):
        assert not Project.objects.exists()
    with past(Clocks(as_of=date(2025, 6, 16))):
        assert Project.objects.count() == 5


def test_a_month_is_known_at_its_end(db):
    project = ProjectFactory()
    ClaimFactory(project=project, attribute="jobs", value="20", said_on="2023-05")

    with past(Clocks(as_of=date(2023, 5, 30))):
        assert not Project.objects.exists()
    with past(Clocks(as_of=date(2023, 5, 31))):
        assert Project.objects.get().jobs_low == 20


def test_the_past_shows_titles_and_values_as_they_were_recorded(db):
    project = ProjectFactory(title="Before", jobs="20")
    then = timezone.now()
    save_project(project, {"title_en": "After"}, user=None)
    correct_claim(claim=project.claims.get(), values={"quantity": 30}, user=None)

    with past(Clocks(known_on=then)):
        seen = Project.objects.get()
        assert (seen.title, seen.jobs_low) == ("Before", 20)
    assert (Project.objects.get().title, Project.objects.get().jobs_low) == ("After", 30)


def test_what_is_withdrawn_today_is_in_no_past(db):
    ProjectFactory(publication="withdrawn", jobs="20")

    with past(Clocks(known_on=timezone.now())):
        assert not Project.objects.public().exists()


def test_nothing_is_written_in_the_past(db):
    project = ProjectFactory(jobs="20")
    before = list(Claim.objects.values()), Project.objects.values().get(pk=project.pk)

    with past(Clocks(as_of=date(2020, 1, 1))):
        list(Project.objects.all())

    assert before == (list(Claim.objects.values()), Project.objects.values().get(pk=project.pk))


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("as_of=2025-6-16", "as_of"),
        ("as_of=yesterday", "as_of"),
        ("known_on=2025-02-30", "known_on"),
        ("known_on=x", "known_on"),
    ],
)
def test_a_wrong_clock_is_an_error_of_its_parameter(client, db, query, name):
    answer = client.get(f"/api/v1/projects/?{query}")

    assert answer.status_code == 400
    assert list(answer.json()["errors"]) == [name]


@pytest.mark.parametrize("address", ["", "stats/", "facets/", "?format=csv"])
def test_all_views_of_a_list_take_the_clocks(client, article, address):
    path = f"/api/v1/projects/{address}"
    with_clock = f"{path}{'&' if '?' in path else '?'}as_of=2025-06-15"

    answer = client.get(with_clock)
    text = b"".join(answer.streaming_content) if answer.streaming else answer.content

    assert answer.status_code == 200
    assert b"TBEA" not in text
    assert b"5659000000" not in text


DAYS = st.dates(date(2024, 1, 1), date(2024, 3, 31))
SAID_ON = st.one_of(DAYS.map(date.isoformat), DAYS.map(lambda day: day.isoformat()[:7]), st.just("2024"))
FACTS = st.one_of(
    st.tuples(st.just("jobs"), st.sampled_from(["20", "> 30", "~ 40", "5..9", "<= 7"])),
    st.tuples(st.just("investment"), st.sampled_from(["1000000 USD", "2000000..3000000 USD"])),
    st.tuples(st.just("stage"), st.sampled_from(["announced", "operating"])),
    st.tuples(st.just("commissioning_on"), st.sampled_from(["2026", "2026-07"])),
    st.tuples(st.just("jobs"), st.just(None)),
)
SOURCES = st.sampled_from(["official", "secondary", "unknown"])


class AnyPast(TestCase):
    @settings(max_examples=25, deadline=None)
    @given(said=st.lists(st.tuples(FACTS, SAID_ON, SOURCES), min_size=1, max_size=6), day=DAYS)
    def test_a_day_in_the_past_is_a_registry_that_heard_only_what_was_said_by_then(self, said, day):
        whole, heard = ProjectFactory(title="One"), ProjectFactory(title="One")
        for (attribute, value), said_on, authority in said:
            members = {"value": value, "said_on": said_on} | ({"missing": "not_stated"} if value is None else {})
            source = SourceFactory(authority=authority)
            claim = ClaimFactory(project=whole, attribute=attribute, source=source, **members)
            if claim.said_last <= day:
                ClaimFactory(project=heard, attribute=attribute, source=source, **members)

        with past(Clocks(as_of=day)):
            seen = Project.objects.filter(pk=whole.pk).first()
            then = seen and anonymous(project_document(seen))

        assert then == (anonymous(project_document(heard)) if heard.claims.exists() else None)

    @settings(max_examples=25, deadline=None)
    @given(
        acts=st.lists(st.tuples(st.sampled_from(["add", "correct", "retire", "rename"]), FACTS), min_size=1, max_size=6)
    )
    def test_a_moment_in_the_past_is_the_registry_as_it_was(self, acts):
        project = ProjectFactory(title="One", jobs="1")
        moments = []
        for act, (attribute, value) in acts:
            moments.append((timezone.now(), project_document(project)))
            claim = project.claims.current().order_by("pk").last()
            if act == "add" and value is not None:
                ClaimFactory(project=project, attribute=attribute, value=value)
            elif act == "correct" and claim:
                correct_claim(claim=claim, values={"as_printed": f"words {len(moments)}"}, user=None)
            elif act == "retire" and claim and project.claims.current().count() > 1:
                retire_claim(claim=claim, user=None)
            else:
                save_project(project, {"title_en": f"Title {len(moments)}"}, user=None)
            project.refresh_from_db()

        for moment, document in moments:
            with past(Clocks(known_on=moment)):
                assert project_document(Project.objects.get(pk=project.pk)) == document


def test_a_moment_without_a_zone_is_utc(db):
    assert Clocks.read(QueryDict("known_on=2025-06-16T12:00:00")).known_on == datetime(2025, 6, 16, 12, tzinfo=UTC)
    assert Clocks.read(QueryDict("known_on=2025-06-16")).known_on > datetime(2025, 6, 17, tzinfo=UTC) - timedelta(
        seconds=1
    )
