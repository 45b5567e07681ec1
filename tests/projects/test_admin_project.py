"""A clerk enters and corrects a project in the admin."""

import pytest
from django.urls import reverse

from history.models import Change, Revision
from projects.models import Claim, Facility, Project
from tests.admin_forms import address, opened, problems, save, values_of
from tests.factories.accounts import UserFactory
from tests.factories.investors import InvestorFactory
from tests.factories.projects import (
    AimFactory,
    ClaimFactory,
    EventFactory,
    FacilityFactory,
    ParticipationFactory,
    ProductFactory,
    ProjectFactory,
    ProjectMarketFactory,
    SectorFactory,
)
from tests.factories.regions import CountryFactory, RegionFactory
from tests.factories.sources import SourceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clerk(client):
    user = UserFactory(username="clerk", role="editor")
    client.force_login(user)
    return user


@pytest.fixture
def source():
    return SourceFactory(slug="news", title_en="News of June", published="2025-06-16")


@pytest.fixture
def plant(source):
    """A project with an investment, the only row of its form."""
    return ProjectFactory(slug="plant", title="Plant", investment="420000000", source=source)


def claim(number=0, **fields):
    """The fields of one claim in the form of a project; `number` counts stored claims and empty ones alike."""
    return {f"claims-{number}-{name}": value for name, value in fields.items()}


def current(project):
    return Claim.objects.current().filter(project=project).order_by("pk")


def test_a_project_is_entered_with_all_its_rows_in_one_revision(client, clerk, source):
    RegionFactory(code="KZ-31", name_en="Zhambyl Region")
    other = ProjectFactory(slug="other", title="Quite another one")
    Revision._meta.default_manager.all().count()
    before = Revision.objects.count()

    answer = save(
        client,
        Project,
        {
            "title_en": "Corn processing plant",
            "title_ru": "Завод",
            "why": "an article",
            **claim(attribute="region", value="zhambyl region", as_printed="Zhambyl region", source=source.pk),
            "participations-0-investor": InvestorFactory(slug="fufeng").pk,
            "participations-0-source": source.pk,
            "facilities-0-name_en": "First plant",
            "facilities-0-source": source.pk,
            "sectors-0-sector": SectorFactory(code="agro").pk,
            "sectors-0-primary": "on",
            "products-0-product": ProductFactory(slug="lysine").pk,
            "markets-0-region": CountryFactory(code="US").pk,
            "aims-0-aim": AimFactory(slug="export").pk,
            "events-0-kind": "announced",
            "events-0-date": "2025-06-16",
            "relations-0-other": other.pk,
            "relations-0-kind": "part_of",
            "identifiers-0-scheme": "KZ-INV",
            "identifiers-0-value": "7",
        },
    )

    assert problems(answer) == {}
    change = Change.objects.of("project", "corn-processing-plant").get()
    after = change.after
    assert (change.revision.user, change.revision.why, Revision.objects.count()) == (clerk, "an article", before + 1)
    assert (after["publication"], after["titles"]["ru"], after["region"]["code"]) == ("draft", "Завод", "KZ-31")
    assert after["claims"][0]["citation"]["exact"] == "Zhambyl region"
    lists = (
        "participations",
        "facilities",
        "sectors",
        "products",
        "markets",
        "aims",
        "events",
        "relations",
        "identifiers",
    )
    assert [len(after[name]) for name in lists] == [1] * len(lists)
    assert after["facilities"][0]["slug"] == "first-plant"


def test_a_form_that_was_only_opened_changes_nothing(client, source):
    project = ProjectFactory(
        slug="full",
        source=source,
        summary="Two\nlines",
        note="A note",
        identifiers=[{"scheme": "KZ-INV", "value": "7"}],
        investment="300..350 KZT",
        jobs="> 4000",
        capacity="1320.5 MAW",
        stage="operating",
        region="KZ-31",
        announced_on="2025-06",
        investors=[InvestorFactory()],
        sectors=["agro.cotton"],
        markets=["US"],
        products=["lysine"],
        aims=["export"],
    )
    FacilityFactory(project=project)
    EventFactory(project=project)
    before = Change.objects.count()

    assert problems(save(client, project, {})) == {}

    assert Change.objects.count() == before


def test_ticking_correct_without_typing_changes_no_row(client, plant):
    before = Change.objects.count()

    save(client, plant, claim(correct="on"))

    assert Change.objects.count() == before


def test_a_claim_is_corrected_by_retiring_and_adding(client, plant):
    former = current(plant).get()

    answer = save(client, plant, claim(correct="on", value="600 000 000", bound="about", modality="planned"))

    assert problems(answer) == {}
    corrected = current(plant).get()
    assert (corrected.amount, corrected.amount_low, corrected.modality) == (600_000_000, 540_000_000, "planned")
    assert corrected.citation == former.citation
    assert Claim.objects.get(pk=former.pk).amount == 420_000_000
    assert Claim.objects.get(pk=former.pk).retired_at is not None


def test_what_is_typed_without_the_tick_is_not_saved(client, plant):
    save(client, plant, claim(value="600 000 000"))

    assert current(plant).get().amount == 420_000_000


def test_a_claim_is_retired_by_a_tick(client, plant):
    save(client, plant, claim(retire="on"))

    assert not current(plant).exists()
    plant.refresh_from_db()
    assert plant.amount_low is None


def test_two_claims_that_disagree_are_both_kept(client, plant):
    official = SourceFactory(authority="official")

    answer = save(
        client, plant, claim(1, attribute="investment", value="800 000 000", currency="USD", source=official.pk)
    )

    assert problems(answer) == {}
    assert [row.amount for row in current(plant)] == [420_000_000, 800_000_000]
    plant.refresh_from_db()
    assert plant.amount_low == 800_000_000


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (
            {"attribute": "investment", "bound": "range", "low": "300 000", "high": "350 000", "currency": "KZT"},
            {"amount": None, "amount_low": 300_000, "amount_high": 350_000, "currency": "KZT"},
        ),
        ({"attribute": "jobs", "value": "4,000", "bound": "more_than"}, {"quantity": 4000, "quantity_high": None}),
        (
            {
                "attribute": "capacity",
                "value": "2,5",
                "unit": "TNE",
                "per": "ANN",
                "basis": "input",
                "for_date": "2027",
            },
            {"quantity": 2.5, "unit": "TNE", "per": "ANN", "basis": "input", "for_date": "2027"},
        ),
        ({"attribute": "stage", "value": "Under way"}, {"code": "under_way"}),
        ({"attribute": "commissioning_on", "value": "2026-33"}, {"date": "2026-33"}),
        ({"attribute": "jobs", "missing": "not_stated"}, {"missing": "not_stated", "bound": ""}),
        (
            {"attribute": "area", "missing": "unclear", "as_printed": "vast", "exact": "a vast area"},
            {"missing": "unclear", "as_printed": "vast"},
        ),
        (
            {"attribute": "area", "value": "5", "unit": "HAR", "rank": "preferred", "reason": "newer"},
            {"rank": "preferred", "reason": "newer"},
        ),
        ({"attribute": "area", "value": "5", "unit": "HAR", "said_on": "2024"}, {"said_on": "2024"}),
    ],
)
def test_a_claim_is_added_as_it_is_typed(client, source, fields, expected):
    project = ProjectFactory(source=source)

    answer = save(client, project, claim(source=source.pk, locator="par. 2", **fields))

    assert problems(answer) == {}
    added = current(project).get()
    assert {name: getattr(added, name) for name in expected} == expected
    assert (added.citation.source, added.citation.locator) == (source, "par. 2")
    assert added.citation.exact == fields.get("exact", fields.get("as_printed", ""))


def test_doubts_are_added_and_kept_by_a_correction(client, plant, source):
    doubts = [{"code": code, "note": code} for code in ("unit_suspect", "scope_unclear", "other")]
    ClaimFactory(project=plant, attribute="jobs", value="5", doubts=doubts, source=source)

    save(client, plant, claim(1, correct="on", value="6", doubt_note_1="hardly"))

    corrected = current(plant).get(attribute="jobs")
    assert [(doubt.code, doubt.note) for doubt in corrected.doubts.all()] == [
        ("unit_suspect", "hardly"),
        ("scope_unclear", "scope_unclear"),
        ("other", "other"),
    ]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"attribute": "", "value": "5"}, "attribute"),
        ({"attribute": "investment", "value": "5", "currency": ""}, "currency"),
        ({"attribute": "investment", "value": "5", "currency": "XYZ"}, "currency"),
        ({"attribute": "investment", "value": "1.5", "currency": "USD"}, "value"),
        ({"attribute": "investment", "currency": "USD"}, "value"),
        ({"attribute": "investment", "bound": "range", "low": "5", "currency": "USD"}, "high"),
        ({"attribute": "investment", "bound": "range", "low": "5", "high": "4", "currency": "USD"}, "high"),
        ({"attribute": "capacity", "value": "5", "unit": "IE"}, "unit"),
        ({"attribute": "capacity", "value": "1,500", "unit": "TNE"}, "value"),
        ({"attribute": "area", "value": "5", "unit": "HAR", "per": "ANN"}, "per"),
        ({"attribute": "jobs", "value": "5", "basis": "electric"}, "basis"),
        ({"attribute": "jobs", "value": "5", "facility": "No slug"}, "facility"),
        ({"attribute": "jobs", "value": "5", "for_date": "soon"}, "for_date"),
        ({"attribute": "jobs", "value": "5", "said_on": "2999"}, "said_on"),
        ({"attribute": "jobs", "value": "5", "missing": "not_stated"}, "missing"),
        ({"attribute": "jobs", "missing": "unclear"}, "as_printed"),
        ({"attribute": "jobs", "missing": "not_stated", "modality": "planned"}, "modality"),
        ({"attribute": "jobs", "value": "5", "source": ""}, "source"),
        ({"attribute": "jobs", "value": "5", "as_printed": "five", "exact": "six"}, "as_printed"),
        ({"attribute": "jobs", "value": "5", "rank": "preferred"}, "reason"),
        ({"attribute": "commissioning_on", "value": "next year"}, "value"),
        ({"attribute": "stage", "value": "operating", "bound": "about"}, "bound"),
    ],
)
def test_what_is_wrong_with_a_claim_is_said_at_its_field(client, source, fields, field):
    project = ProjectFactory(source=source)

    answer = save(client, project, claim(**({"source": source.pk} | fields)))

    assert list(problems(answer)) == [f"claims-0-{field}"]
    assert not current(project).exists()


def test_words_that_do_not_stand_in_the_stored_text_are_an_error(client, plant):
    source = SourceFactory(text="It brings 4,000 jobs.")

    answer = save(client, plant, claim(1, attribute="jobs", value="5", as_printed="5,000 jobs", source=source.pk))

    assert list(problems(answer)) == ["claims-1-exact"]


def test_a_failed_save_changes_nothing_and_loses_nothing(client, plant, source):
    answer = save(
        client,
        plant,
        {"title_en": "Another title"} | claim(1, attribute="jobs", value="a lot", source=source.pk, locator="p. 9"),
    )

    form = values_of(answer)
    assert (form["title_en"], form["claims-1-value"], form["claims-1-locator"]) == ("Another title", "a lot", "p. 9")
    assert form["claims-1-source"] == str(source.pk)
    assert Project.objects.get().title_en == "Plant"


def test_a_row_of_an_unknown_facility_is_refused(client, plant, source):
    answer = save(client, plant, claim(1, attribute="jobs", value="5", facility="nowhere", source=source.pk))

    assert list(problems(answer)) == ["claims"]


def test_a_facility_and_its_claim_are_added_together(client, plant, source):
    fields = claim(1, attribute="jobs", value="5", facility="second-plant", source=source.pk)
    answer = save(client, plant, {"facilities-0-name_en": "Second plant", "facilities-0-source": source.pk} | fields)

    assert problems(answer) == {}
    assert Facility.objects.get().slug == "second-plant"


def test_a_second_primary_sector_is_refused_at_its_row(client, source):
    project = ProjectFactory(sectors=["agro"], source=source)

    answer = save(client, project, {"sectors-1-sector": SectorFactory(code="energy").pk, "sectors-1-primary": "on"})

    assert list(problems(answer)) == ["sectors-1-__all__"]


# What the headline becomes


def test_a_preview_shows_what_lists_would_show_and_saves_nothing(client, plant, source):
    before = (Change.objects.count(), plant.version)

    answer = save(
        client, plant, claim(1, attribute="jobs", value="4 000", bound="more_than", source=source.pk), button="_preview"
    )

    preview = {
        row["label"]: (row["before"], row["after"]) for row in answer.context["held"].preview if row["is_changed"]
    }
    assert preview == {"jobs": ("not stated", "> 4,000")}
    assert problems(answer) == {}
    plant.refresh_from_db()
    assert (Change.objects.count(), plant.version, current(plant).count()) == (*before, 1)
    assert values_of(answer)["claims-1-value"] == "4 000"


def test_what_was_previewed_can_be_saved(client, plant, source):
    shown = save(client, plant, claim(1, attribute="jobs", value="4 000", source=source.pk), button="_preview")

    assert problems(save(client, plant, {}, form=values_of(shown))) == {}
    assert current(plant).count() == 2


def test_a_new_project_is_previewed_without_being_added(client, source):
    fields = claim(attribute="stage", value="operating", source=source.pk)

    answer = save(client, Project, {"title_en": "Plant"} | fields, button="_preview")

    assert {row["label"]: row["after"] for row in answer.context["held"].preview}["stage"] == "operating"
    assert not Project.objects.exists()


def test_a_save_tells_how_the_headline_changed(client, plant):
    answer = save(client, plant, claim(correct="on", value="600 000 000"))

    page = client.get(answer.url).content.decode()

    assert "investment: $420 million → $600 million" in page


def test_a_save_that_leaves_the_headline_says_nothing_of_it(client, plant):
    answer = save(client, plant, {"note": "A note"})

    assert "The headline changed" not in client.get(answer.url).content.decode()


# Others who work at the same time


def test_a_stale_form_is_refused_with_both_versions(client, plant, source):
    mine, theirs = opened(client, plant), opened(client, plant)
    save(client, plant, {"title_en": "Theirs"} | claim(1, attribute="jobs", value="5", source=source.pk), form=theirs)

    answer = save(client, plant, {"title_en": "Mine"} | claim(correct="on", value="600 000 000"), form=mine)

    lines = {(line.before, line.after) for line in answer.context["held"].stale["lines"]}
    assert ("Theirs", "Mine") in lines
    assert ("420,000,000", "600,000,000") in lines
    form = values_of(answer)
    assert (form["title_en"], form["claims-0-value"], form["claims-0-correct"]) == ("Mine", "600 000 000", "on")
    assert Project.objects.get().title_en == "Theirs"

    assert problems(save(client, plant, {}, form=form)) == {}
    assert Project.objects.get().title_en == "Mine"
    assert {row.attribute for row in current(plant)} == {"investment", "jobs"}


def test_a_claim_by_the_api_in_the_meantime_makes_the_form_stale(client, plant, source):
    mine = opened(client, plant)
    ClaimFactory(project=plant, attribute="jobs", value="5", source=source)

    answer = save(client, plant, {"title_en": "Mine"}, form=mine)

    assert answer.context["held"].stale
    assert Project.objects.get().title_en == "Plant"


# Twins, history, queries


@pytest.mark.parametrize(
    "given",
    [
        {"title_en": "Corn procesing plant in Taraz"},
        {"title_en": "Something else", "title_kk": "Тараздағы жүгері зауыты"},
        {"title_en": "Something else", "identifiers-0-scheme": "kz-inv", "identifiers-0-value": "7"},
    ],
)
def test_a_project_that_seems_to_exist_is_added_only_on_purpose(client, given):
    titles = {"en": "Corn processing plant in Taraz", "kk": "Тараздағы жүгері зауыты"}
    ProjectFactory(slug="corn", title=None, titles=titles, identifiers=[{"scheme": "KZ-INV", "value": "7"}])

    answer = save(client, Project, given)

    assert [twin.slug for twin in answer.context["held"].twins] == ["corn"]
    assert Project.objects.count() == 1


def test_a_project_is_added_beside_its_twin_on_purpose(client):
    ProjectFactory(slug="corn", title="Corn processing plant")

    asked = save(client, Project, {"title_en": "Corn processing plant"})
    answer = save(client, Project, {"anyway": "on"}, form=values_of(asked))

    assert problems(answer) == {}
    assert {project.slug for project in Project.objects.all()} == {"corn", "corn-processing-plant"}


def test_history_tells_who_changed_what_and_why(client, plant):
    save(client, plant, {"why": "raised"} | claim(correct="on", value="600 000 000"))

    page = client.get(reverse("admin:projects_project_history", args=[plant.pk])).content.decode()

    assert all(words in page for words in ("Clerk", "raised", "420,000,000", "600,000,000"))


def test_a_form_takes_as_many_queries_for_many_rows_as_for_few(client, source, django_assert_max_num_queries):
    project = ProjectFactory(source=source)
    for number in range(5):
        ClaimFactory(
            project=project, attribute="jobs", value="5", facility="", for_date=f"20{number + 20}", source=source
        )
        ClaimFactory(project=project, attribute="region", value="KZ-31", for_date=f"20{number + 20}")
        ParticipationFactory(project=project)
        ProjectMarketFactory(project=project)
        FacilityFactory(project=project)

    with django_assert_max_num_queries(22):
        client.get(address(project))


def test_a_row_says_what_it_says_with_its_bound_and_evidence(client, source):
    project = ProjectFactory(source=source, jobs="> 4000", investors=[InvestorFactory(name_en="Fufeng")])

    page = client.get(address(project)).content.decode()

    assert all(words in page for words in ("&gt; 4,000", "stands", "News of June", "words not kept", "Fufeng"))
