"""Where sources disagree: which claims are compared, which one stands and by which step, and how far they lie apart."""

from random import Random

import pytest
from django.utils import timezone

from projects.disagreements import disagreeing, groups_of, with_spread
from projects.models import GROUP, Claim, Project, Rank
from projects.serializers import ClaimSerializer
from projects.services import ROWS, prefer_claim
from projects.weighing import Rule
from projects.weighing import place as weight
from sources.models import Authority
from sources.rows import build
from tests.factories.projects import (
    ClaimFactory,
    ExchangeRateFactory,
    ProjectFactory,
    cited,
    claim_form,
    place,
    validated,
)
from tests.factories.sources import SourceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def project():
    return ProjectFactory(slug="port")


def say(project, *values, attribute="investment", **members):
    """One claim a value, each by a source of its own, a day later than the one before."""
    return [
        ClaimFactory(
            project=project,
            attribute=attribute,
            value=value,
            source=SourceFactory(published=f"2025-06-{day:02}"),
            **members,
        )
        for day, value in enumerate(values, 1)
    ]


def the_group(project, attribute="investment"):
    (group,) = groups_of(Claim.objects.filter(project=project, attribute=attribute))
    return group


def test_claims_come_in_the_order_in_which_they_stand(project):
    claims = say(project, "20 USD", "30 USD", "10 USD")

    group = the_group(project)

    assert list(group.claims) == claims[::-1]
    assert (group.stands, group.rule) == (claims[2], Rule.NEWER)


def test_one_claim_is_the_only_one_and_disagrees_with_nobody(project):
    say(project, "300..350 USD")

    group = the_group(project)

    assert (group.rule, group.differs, group.spread) == (Rule.ONLY, False, None)


def test_a_value_stands_before_a_reason_why_there_is_none_and_does_not_disagree_with_it(project):
    say(project, "20 USD")
    ClaimFactory(project=project, missing="not_stated", value=None, source=SourceFactory(published="2025-07"))

    group = the_group(project)

    assert (group.stands.amount, group.rule, group.differs, len(group.claims)) == (20, Rule.VALUE, False, 2)


def test_an_editors_choice_stands_with_its_reason(project):
    older, _newer = say(project, "20 USD", "30 USD")

    chosen = prefer_claim(claim=older, reason="It is the contract.", user=None)

    group = the_group(project)
    assert (group.stands, group.rule, group.stands.reason) == (chosen, Rule.PREFERRED, "It is the contract.")
    assert group.differs


def test_a_more_authoritative_source_stands(project):
    weighty = ClaimFactory(project=project, source=SourceFactory(published="2023", authority=Authority.OFFICIAL))
    say(project, "30 USD")

    group = the_group(project)

    assert (group.stands, group.rule) == (weighty, Rule.AUTHORITY)


def test_of_equal_claims_the_one_that_was_recorded_later_stands(project):
    source = SourceFactory()
    ClaimFactory(project=project, value="20 USD", source=source)
    later = ClaimFactory(project=project, value="30 USD", source=source)

    group = the_group(project)

    assert (group.stands, group.rule) == (later, Rule.RECORDED_LATER)


def test_what_an_editor_set_aside_comes_last_and_disagrees_with_nobody(project):
    (aside,) = say(project, "20 USD", rank=Rank.DEPRECATED, reason="The former plan.")
    claim = ClaimFactory(project=project, value="30 USD", source=SourceFactory(published="2020"))

    group = the_group(project)

    assert list(group.claims) == [claim, aside]
    assert (group.rule, group.differs) == (Rule.ONLY, False)


def test_where_all_are_set_aside_none_stands(project):
    say(project, "20 USD", rank=Rank.DEPRECATED)

    group = the_group(project)

    assert (group.stands, group.rule, group.differs, group.spread) == (None, None, False, None)


@pytest.mark.parametrize(
    ("attribute", "values", "differs", "spread"),
    [
        ("investment", ("20 USD", "20 USD"), False, 0),
        ("investment", ("300..350 USD", "800 USD"), True, 0.625),
        ("investment", ("0 USD", "0 USD"), False, 0),
        ("investment", ("0 USD", "> 0 USD"), True, 0),
        ("investment", ("500 KZT", "1 USD"), False, 0),
        ("investment", ("1000 KZT", "1 USD"), True, 0.5),
        ("investment", ("7 CNY", "1 USD"), False, None),
        ("investment", ("7 CNY", "8 CNY"), True, 0.125),
        ("investment", ("7 CNY", "8 CNY", "1 USD"), True, None),
        ("investment", ("7 CNY", "1000 KZT", "1 USD"), True, 0.5),
        ("jobs", ("> 4000", "4000"), True, 0),
        ("jobs", ("~ 300", "300"), True, 60 / 330),
        ("jobs", ("<= 300", "< 300"), False, 0),
        ("capacity", ("500000 TNE", "500000..1000000 TNE", "<= 1000000 TNE", "1000000 TNE"), True, 0.5),
        ("capacity", ("500 TNE", "0.5 KTN", "500000 KGM"), False, 0),
        ("capacity", ("500 TNE", "0.6 KTN"), True, 1 / 6),
        ("capacity", ("2 KGM", "3 KGM"), True, 1 / 3),
        ("capacity", ("2 KGM", "0.002 TNE"), False, 0),
        ("capacity", ("159 LTR", "1 BLL"), True, 1 - 0.158987 / 0.159),
        ("capacity", ("500 TNE", "500 MAW"), False, None),
        ("capacity", ("500 TNE", "600 TNE", "500 MAW"), True, None),
        ("region", ("KZ-31", "KZ-61"), True, None),
        ("region", ("KZ-31", "KZ-31"), False, None),
        ("stage", ("announced", "operating"), True, None),
        ("commissioning_on", ("2025", "2025-07"), True, None),
    ],
)
def test_what_differs_and_by_how_much(project, attribute, values, differs, spread):
    for day in range(1, 5):
        ExchangeRateFactory(day=f"2025-06-{day:02}")
    say(project, *values, attribute=attribute)

    group = the_group(project, attribute)
    rows = with_spread(disagreeing(Claim.objects.all()))

    assert group.differs == differs
    assert group.spread == (spread if spread is None else pytest.approx(spread))
    found = [rounded(row["n"], row["spread"]) for row in rows]
    assert found == ([rounded(len(values), group.spread)] if differs else [])


@pytest.mark.parametrize(
    "sense", [{"facility": ""}, {"basis": "input"}, {"basis": "output"}, {"for_date": "2026"}, {"per": "ANN"}]
)
def test_only_claims_of_one_group_disagree(project, sense):
    ClaimFactory(project=project, attribute="capacity", value="500 TNE", basis="input")
    ClaimFactory(project=project, attribute="capacity", value="600 TNE", **sense)

    differ = any(group.differs for group in groups_of(Claim.objects.all()))

    assert differ == (sense == {"basis": "input"})
    assert disagreeing(Claim.objects.all()).exists() == differ


def test_a_retired_claim_disagrees_with_nobody(project):
    older, _newer = say(project, "20 USD", "30 USD")
    Claim.objects.filter(pk=older.pk).retire(timezone.now())

    assert not the_group(project).differs
    assert not disagreeing(Claim.objects.all()).exists()


# What a random claim of each attribute says, beside its number.
KINDS = {
    "investment": ["{} USD", "{} KZT", "{} KZT", "{} CNY", "{} UZS"],
    "capacity": ["{} TNE", "{} TNE", "{} KTN", "{} KGM", "{} MAW", "{} BLL", "{} LTR"],
    "jobs": ["{}"],
    "region": ["KZ-31", "KZ-61"],
    "stage": ["announced", "operating"],
    "announced_on": ["2025", "2025-06"],
}
NUMBERS = ["0", "1", "2", "2", "500", "1..2", "2..500", "~ 2", "> 2", ">= 2", "<= 2", "< 2", "> 0"]


def random_claims(chance, project, source):
    """Unsaved claims of one or two things, of every kind, bound and rank."""
    attribute = chance.choice(["investment", "investment", "capacity", "capacity", *KINDS])
    for _n in range(chance.randint(2, 7)):
        form = claim_form(attribute, chance.choice(KINDS[attribute]).format(chance.choice(NUMBERS)))
        if attribute == "capacity":
            form["per"] = chance.choice(["", "", "ANN"])
        if chance.random() < 0.1:
            form = {"attribute": attribute, "missing": "withheld"}
        form |= {"rank": chance.choice(["normal", "normal", "normal", "deprecated"])}
        form |= {"for_date": chance.choice(["", "", "", "2027"]), "said_on": f"2025-06-{chance.randint(1, 3):02}"}
        row = build(ROWS["claims"], project, validated(ClaimSerializer, form | {"citation": cited(source)}))
        row.citation = source.citations.get_or_create()[0]
        row.retired_at = timezone.now() if chance.random() < 0.1 else None
        yield row


def rounded(n, spread):
    return n, spread if spread is None else round(spread, 9)


@pytest.mark.parametrize("seed", range(4))
def test_the_statement_and_the_rule_in_memory_say_the_same(seed):
    chance, source = Random(seed), SourceFactory()
    for code in KINDS["region"]:
        place(code)
    for currency, day, rate in (("KZT", 1, "500"), ("KZT", 3, "250"), ("UZS", 2, "2")):
        ExchangeRateFactory(currency=currency, day=f"2025-06-{day:02}", rate=rate)
    projects = [ProjectFactory(source=source) for _n in range(20)]
    Claim.objects.bulk_create([row for project in projects for row in random_claims(chance, project, source)])
    Project.objects.settle()

    groups = [group for group in groups_of(Claim.objects.all()) if group.differs]
    rows = with_spread(disagreeing(Claim.objects.all()))

    assert len(groups) > 5
    assert {tuple(row[name] for name in GROUP): rounded(row["n"], row["spread"]) for row in rows} == {
        group.key: rounded(len(group.compared), group.spread) for group in groups
    }


@pytest.mark.parametrize("seed", range(2))
def test_what_stands_by_the_statement_stands_in_memory(seed):
    chance, source = Random(seed), SourceFactory()
    for code in KINDS["region"]:
        place(code)
    projects = [ProjectFactory(source=source) for _n in range(10)]
    Claim.objects.bulk_create([row for project in projects for row in random_claims(chance, project, source)])

    stands = {group.stands.pk for group in groups_of(Claim.objects.all()) if group.stands}

    assert stands == set(Claim.objects.standing().values_list("pk", flat=True))
    for group in groups_of(Claim.objects.all()):
        assert group.weighed == sorted(group.weighed, key=weight, reverse=True)


def test_the_groups_of_a_project_take_two_queries(project, django_assert_num_queries):
    for attribute, values in (("investment", ("1 USD", "2 USD")), ("jobs", ("1", "2", "3")), ("region", ("KZ-31",))):
        say(project, *values, attribute=attribute)

    with django_assert_num_queries(2):
        for group in groups_of(Claim.objects.filter(project=project)):
            assert [str(group.stands), group.rule, group.differs, group.spread, group.stands.citation.source.title]
