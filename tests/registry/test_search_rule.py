"""The rule of search, written once more in Python: each database must find the same rows, in the same order."""

import random

import pytest
from django.core.management import call_command
from django.db import connection, models

from history.search_words import keep_words
from investors.models import Investor, InvestorWords
from investors.services import save_investor
from lib.listing import Listing
from lib.search import WEIGHTS, found
from lib.tokens import query, tokens
from lib.word_index import make_index
from projects.filters import ProjectFilter
from projects.models import Project, ProjectWords
from registry.search.kinds import asking
from registry.word_indexes import make_indexes
from tests.factories.investors import InvestorFactory
from tests.factories.projects import ParticipationFactory, ProjectFactory
from tests.writers import overlap

WORDS = (
    *(
        "завод",
        "заводы",
        "Жамбыл",
        "Zhambyl",
        "steel",
        "Steels",
        "still",
        "中国",
        "国石油",
        "石",
        "2025",
        "5MW",
        "ё",
        "x",
    ),
    *("plant", "plants", "Plan", "wind", "O'Neil", "Хоргос", "khorgos", "Łódź", "a", "в", "ab", "abc", "u04e2d"),
)


def phrase(chance, longest):
    return " ".join(chance.choice(WORDS) for _ in range(chance.randint(0, longest)))


def ranked(records, words):
    """The keys of what is found, in order; `records` are pairs of a key and its texts by weight."""
    asked = query(words)
    rated = []
    for key, title, texts in records:
        stored = {weight: set(tokens(" ".join(texts[weight]))) for weight in WEIGHTS}
        best = [max((WEIGHTS[weight] for weight in WEIGHTS if word.is_in(stored[weight])), default=0) for word in asked]
        if all(best):
            rated.append((-sum(best), title.encode(), key))
    return [key for _score, _title, key in sorted(rated)]


@pytest.mark.django_db
def test_both_databases_find_what_the_rule_says_in_its_order():
    chance = random.Random(7)
    projects = Project.objects.bulk_create(
        Project(slug=f"p{n}", title_en=phrase(chance, 3) or "T", title="", publication="published", place="")
        for n in range(300)
    )
    records = []
    for project in projects:
        texts = {weight: [phrase(chance, 3)] for weight in WEIGHTS} | {"title": [project.title_en]}
        records.append((project.pk, project.title_en, texts))
    ProjectWords.objects.bulk_create(
        ProjectWords(
            record_id=key,
            **{weight: f" {' '.join(tokens(' '.join(of_one)))} " for weight, of_one in texts.items()},
        )
        for key, _title, texts in records
    )
    asked = [*WORDS, *(phrase(chance, 3) for _ in range(150))]

    for words in filter(query, asked):
        listing = Listing(ProjectFilter(asking(words), Project.objects.all()), members=[])
        expected = ranked(records, words)
        assert list(listing.all_rows().values_list("pk", flat=True)) == expected, words
        assert listing.count == len(expected)


@pytest.mark.django_db
def test_the_longest_question_is_answered():
    project = ProjectFactory(title="中" * 200)

    for words in ("中" * 200, " ".join("ab" for _ in range(66)), "中国" * 100, "ა" * 200):
        assert set(Project.objects.filter(found(Project, words))) in (set(), {project})


@pytest.mark.django_db
def test_a_very_long_text_is_found_by_its_words(django_assert_max_num_queries):
    summary = " ".join(f"word{n}" for n in range(30_000))
    project = ProjectFactory(summary=f"port {summary}")

    assert list(Project.objects.filter(found(Project, "word10"))) == [project]
    assert len(ProjectWords.objects.get(pk=project.pk).summary) <= 150_002


def slugs(words):
    return set(Investor.objects.filter(found(Investor, words)).values_list("slug", flat=True))


@pytest.mark.django_db
def test_rows_that_are_changed_or_gone_leave_the_index():
    investor = InvestorFactory(slug="firm", name_en="Steel works")
    investor.name_en = "Wind works"
    investor.save()
    assert (slugs("steel"), slugs("wind")) == (set(), {"firm"})

    investor.delete()

    assert slugs("wind") == set()


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
def test_the_index_comes_back_when_a_migration_has_built_the_table_anew():
    InvestorFactory(slug="old", name_en="Steel works")
    field = models.TextField(default="")
    field.set_attributes_from_name("more")
    with connection.schema_editor() as editor:
        editor._remake_table(InvestorWords, create_field=field)
        editor._remake_table(InvestorWords)
    InvestorFactory(slug="unseen", name_en="Steel mill")
    assert slugs("steel") == {"old"}

    call_command("migrate", verbosity=0)

    assert slugs("steel") == {"old", "unseen"}
    InvestorFactory(slug="new", name_en="Steel port")
    assert slugs("steel") == {"old", "unseen", "new"}


@pytest.mark.django_db
def test_an_index_that_is_there_is_left_alone(django_assert_max_num_queries):
    assert not make_index(InvestorWords)
    with django_assert_max_num_queries(20):
        make_indexes()


@pytest.mark.django_db
def test_words_are_written_anew_for_all_records():
    project = ProjectFactory(slug="mill", title="Corn mill", investors=[InvestorFactory(name_en="Fufeng")])
    for table in (InvestorWords, ProjectWords):
        table.objects.all().delete()

    call_command("keep_words", verbosity=0)

    assert list(Project.objects.filter(found(Project, "corn fufeng"))) == [project]


@pytest.mark.django_db
def test_words_that_are_the_same_are_not_written(django_assert_num_queries):
    investors = [InvestorFactory(), InvestorFactory()]

    # further names and identifiers of each, and what is stored
    with django_assert_num_queries(2 * 2 * 2 + 1):
        keep_words(investors)


@pytest.mark.django_db(transaction=True)
def test_a_name_that_changes_while_a_project_takes_the_investor_in_is_found():
    investor, project = InvestorFactory(slug="firm", name_en="Fufeng"), ProjectFactory(slug="mill")

    def rename():
        save_investor(Investor.objects.get(slug="firm"), {"name_en": "Meihua"}, user=None)

    def take_in():
        ParticipationFactory(project=Project.objects.get(slug="mill"), investor=investor)

    outcome = overlap(rename, take_in)

    assert outcome == (None, True)
    assert list(Project.objects.filter(found(Project, "meihua"))) == [project]
    assert not Project.objects.filter(found(Project, "fufeng")).exists()


@pytest.mark.django_db(transaction=True)
def test_a_project_that_takes_the_investor_in_while_his_name_changes_is_found():
    investor, project = InvestorFactory(slug="firm", name_en="Fufeng"), ProjectFactory(slug="mill")

    outcome = overlap(
        lambda: ParticipationFactory(project=Project.objects.get(slug="mill"), investor=investor),
        lambda: save_investor(Investor.objects.get(slug="firm"), {"name_en": "Meihua"}, user=None),
    )

    assert outcome == (None, True)
    assert list(Project.objects.filter(found(Project, "meihua"))) == [project]
