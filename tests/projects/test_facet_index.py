"""The facet index says what statements say: for every selection, after every write, whoever else writes."""

import threading

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from investors.models import Investor
from investors.services import save_investor
from projects.clocks import Clocks, past
from projects.facets import facets
from projects.filters import ExplainFilter, ProjectFilter
from projects.index import contents, process
from projects.index.counts import can_count, quick_count
from projects.index.process import keeper
from projects.models import Project, Publication
from projects.services import retire_claim, save_project, withdraw_project
from regions.models import Region
from registry.watched import keep_watching
from tests.factories.investors import InvestorFactory
from tests.factories.projects import (
    ClaimFactory,
    ParticipationFactory,
    ProjectFactory,
    ProjectProductFactory,
    ProjectSectorFactory,
)
from tests.factories.regions import RegionFactory
from tests.factories.sources import SourceFactory
from tests.writers import beside, overlap

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def index(transactional_db, settings):
    """An index of some projects in use."""
    keep_watching()
    some_projects()
    settings.FACET_INDEX = True
    keeper.forget()
    ready()
    yield keeper
    keeper.forget()


def ready():
    """Wait for the index, which is begun when it is first asked for."""
    with keeper.current():
        pass
    keeper.wait()


def some_projects():
    tbea, khi = (InvestorFactory(slug=slug, country=country) for slug, country in (("tbea", "CN"), ("khi", "")))
    ProjectFactory(
        slug="plant",
        **{"investment": "> 300 USD", "stage": "announced", "region": "KZ-31", "announced_on": "2025-06-16"},
        **{"investors": [tbea], "sectors": ["energy.coal", "energy"], "markets": ["KZ", "001"], "products": ["power"]},
    )
    ProjectFactory(
        slug="mill",
        **{"jobs": "~ 40", "stage": "operating", "region": "KZ", "announced_on": "2024-11/2025-02", "aims": ["jobs"]},
        participations=[
            {"investor": "tbea", "role": "lender", "citation": {"source": "mills"}},
            {"investor": "khi", "role": "investor", "citation": {"source": "mills"}},
        ],
        source=SourceFactory(slug="mills"),
        kind="cluster",
    )
    ProjectFactory(
        slug="port", capacity="1320 MAW", investors=[khi], sectors=["transport"], products=["power", "steel"]
    )
    ProjectFactory(slug="draft", publication=Publication.DRAFT, stage="announced", region="KZ-31", investors=[tbea])
    ProjectFactory(slug="gone", publication=Publication.WITHDRAWN, stage="announced")


def selected(query, *, everything=False, filterset=ProjectFilter):
    rows = Project.objects.all() if everything else Project.objects.public()
    return filterset(QueryDict(query), rows)


def by_statements(chosen, settings):
    settings.FACET_INDEX = False
    try:
        return facets(chosen), chosen.rows().count()
    finally:
        settings.FACET_INDEX = True


def by_index(chosen):
    """What the index says; it has to be in use."""
    with keeper.current() as index:
        assert index is not None
        assert can_count(chosen)
    return facets(chosen)


def agrees(query, settings, **options):
    chosen = selected(query, **options)
    assert not chosen.errors_by_parameter()
    wanted, count = by_statements(chosen, settings)
    assert by_index(chosen) == wanted, query
    assert quick_count(chosen) in (None, count)


QUERIES = [
    *("", "stage=announced", "stage=announced,operating", "kind=cluster", "region=KZ", "region=KZ-31", "region=001"),
    *("region=KZ-31&match=possible", "market=KZ-31&match=possible", "sector=energy", "sector=energy.coal"),
    *("sector=energy.coal&match=possible", "match=possible", "investor=tbea", "country=CN", "role=lender"),
    *("investor=tbea&role=lender", "investor=tbea&role=investor", "country=CN&role=lender&investor=khi", "aim=jobs"),
    *("product=power&stage=announced", "missing=jobs", "missing=investment,region", "missing=sectors", "year=2025"),
    *("year=2025&match=possible", "year=2024&match=possible&stage=operating", "amount_min=100", "jobs_min=40"),
    *("amount_min=100&amount_max=1000&jobs_max=5", "jobs_max=50&match=possible", "q=plant", "q=plant&amount_min=1"),
    *("unit=MAW&capacity_min=1000", "completeness_min=10&region=KZ", "bbox=46,40,88,56", "announced_after=2025-01-01"),
]


def test_every_facet_is_what_statements_say(index, settings):
    for query in QUERIES:
        agrees(query, settings)


def test_whoever_may_see_drafts_counts_what_he_asks_for(index, settings):
    agrees("", settings, everything=True)


WRITES = {
    "claim": lambda: ClaimFactory(project=one("port"), attribute="stage", value="operating"),
    "retired claim": lambda: retire_claim(claim=one("plant").claims.get(attribute="region"), user=None),
    "sector": lambda: ProjectSectorFactory(project=one("mill"), sector__code="energy.gas"),
    "product": lambda: ProjectProductFactory(project=one("mill")),
    "participation": lambda: ParticipationFactory(project=one("port"), investor=Investor.objects.get(slug="tbea")),
    "country": lambda: save_investor(Investor.objects.get(slug="tbea"), {"country": "DE"}, user=None),
    "name": lambda: save_investor(Investor.objects.get(slug="tbea"), {"name_en": "A name"}, user=None),
    "new project": lambda: ProjectFactory(stage="announced", region="KZ-10", investment="5 USD"),
    "kind": lambda: save_project(one("plant"), {"kind": "programme"}, user=None),
    "published": lambda: save_project(one("draft"), {"publication": Publication.PUBLISHED}, user=None),
    "withdrawn": lambda: withdraw_project(one("plant"), user=None, why="wrong"),
    "moved place": lambda: Region.objects.filter(code="KZ-31").update(path="/001/KZ-31/"),
    "bulk": lambda: Project.objects.update(stage="operating"),
}


def one(slug):
    return Project.objects.get(slug=slug)


def test_a_write_is_seen_by_the_next_request(index, settings):
    for write in WRITES.values():
        before = by_index(selected(""))
        write()
        assert by_index(selected("")) != before
        for query in ("", "stage=announced", "country=DE&role=investor", "region=KZ&match=possible"):
            agrees(query, settings)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    steps=st.lists(st.tuples(st.sampled_from(sorted(WRITES)), st.booleans()), min_size=1, max_size=4),
    queries=st.lists(st.sampled_from(QUERIES), min_size=1, max_size=3),
)
def test_whatever_is_written_and_taken_back_it_is_what_statements_say(index, settings, steps, queries):
    for name, is_kept in steps:
        with transaction.atomic():
            try:
                with transaction.atomic():
                    WRITES[name]()
            except Exception:  # noqa: BLE001, S110 (a claim is retired once: the write is taken back)
                pass
            transaction.set_rollback(not is_kept)
        with keeper.current():
            pass
    for query in queries:
        agrees(query, settings)


def test_of_two_writers_who_overlap_neither_is_missed(index, settings):
    asked = []

    def first():
        save_project(one("plant"), {"kind": "programme"}, user=None)

    def second():
        if connection.vendor == "postgresql":  # the other database has one writer at a time
            save_project(one("mill"), {"kind": "programme"}, user=None)

    outcome = overlap(first, lambda: (second(), asked.append(True)))
    between = by_index(selected(""))

    assert (outcome.error, asked) == (None, [True])
    assert between == by_statements(selected(""), settings)[0]


@pytest.mark.postgresql
def test_a_transaction_that_began_first_and_commits_last_is_seen(index, settings):
    with transaction.atomic():
        save_project(one("plant"), {"kind": "programme"}, user=None)
        beside(lambda: save_project(one("mill"), {"kind": "programme"}, user=None))
        assert kinds(beside(lambda: by_index(selected("")))) == {"single": 2, "programme": 1}

    assert kinds(by_index(selected(""))) == {"single": 1, "programme": 2}


def kinds(found):
    return {value["value"]: value["count"] for value in found["kind"]}


def test_many_writers_and_readers_at_once_leave_an_index_that_is_right(index, settings):
    failed = []

    def write(slug):
        try:
            for kind in ("programme", "cluster", "single", "programme"):
                save_project(one(slug), {"kind": kind}, user=None)
        except Exception as error:  # noqa: BLE001 (the test looks at it)
            failed.append(error)
        finally:
            connection.close()

    def read():
        try:
            for _time in range(10):
                found = facets(selected(""))
                assert sum(value["count"] for value in found["kind"]) == 3
        except Exception as error:  # noqa: BLE001 (the test looks at it)
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=[slug]) for slug in ("plant", "mill", "port")]
    threads += [threading.Thread(target=read) for _reader in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failed == []
    keeper.wait()
    agrees("", settings)


def test_statements_answer_while_it_is_built(index, settings):
    keeper.forget()

    with keeper.current() as found:
        assert found is None
    assert facets(selected("")) == by_statements(selected(""), settings)[0]


def test_statements_answer_inside_a_transaction_which_sees_what_it_wrote(index):
    with transaction.atomic():
        save_project(one("plant"), {"kind": "programme"}, user=None)
        with keeper.current() as found:
            assert found is None
        assert kinds(facets(selected("")))["programme"] == 1
        transaction.set_rollback(True)


def test_statements_answer_of_the_past(index):
    with past(Clocks.read(QueryDict("known_on=2020-01-01"))):
        assert facets(selected(""))["kind"] == []
        assert quick_count(selected("")) is None


def test_statements_answer_for_rows_that_were_narrowed_before(index):
    some = ProjectFilter(QueryDict(""), Project.objects.filter(slug="plant"))

    assert not can_count(some)
    assert quick_count(some) is None
    assert not can_count(selected("figure=jobs", filterset=ExplainFilter))


def test_a_list_is_counted_by_the_index(index, django_assert_num_queries):
    for query in ("", "stage=announced", "region=KZ", "investor=tbea&role=lender"):
        chosen = selected(query)
        wanted = chosen.rows().count()
        assert not chosen.errors_by_parameter()

        with django_assert_num_queries(1):  # what was touched
            assert quick_count(chosen) == wanted


def test_facets_take_one_statement_once_the_names_are_known(index, django_assert_num_queries):
    facets(selected(""))

    with django_assert_num_queries(1):
        facets(selected(""))


def test_an_index_with_too_much_to_read_again_is_built_anew(index, settings, monkeypatch):
    monkeypatch.setattr(contents, "MOST_AT_ONCE", 1)
    Project.objects.update(kind="programme")

    with keeper.current() as found:
        assert found is not None or process.keeper is keeper

    keeper.wait()
    agrees("", settings)


def test_an_index_that_could_not_be_built_leaves_the_answers_to_statements(index, settings, monkeypatch, caplog):
    keeper.forget()
    monkeypatch.setattr(contents.Index, "_read", lambda *_args: 1 / 0)

    ready()

    assert "could not be built" in caplog.text
    with keeper.current() as found:
        assert found is None
    assert facets(selected(""))["kind"]


def test_a_place_without_projects_takes_those_of_places_above_it_possibly(index, settings):
    RegionFactory(code="KZ-62")

    agrees("region=KZ-62&match=possible", settings)


def test_a_command_says_how_large_it_is(index, capsys):
    call_command("facet_index")

    said = capsys.readouterr().out.splitlines()
    assert said[0].startswith("5 projects, ")
    assert any(line.split()[:3] == ["stage", "2", "values"] for line in said)
