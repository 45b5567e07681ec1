"""Files in the record form: what `dumpdata` writes, `loaddata` reads into an empty registry as the same records."""

import pytest
from django.apps import apps
from django.core.management import call_command
from django.core.management.color import no_style
from django.core.serializers.base import DeserializationError
from django.db import connection
from django.utils.translation import override

from exchange.records import RECORD_TYPES
from exchange.yaml_records import Deserializer
from history.models import Revision
from investors.services import save_investor
from projects.models import Claim, Project, Sector
from projects.services import correct_claim, save_project, withdraw_project
from sources.models import Source
from sources.services import store_text
from tests.factories.investors import InvestorFactory
from tests.factories.projects import (
    AgreementFactory,
    ClaimFactory,
    EventFactory,
    FacilityFactory,
    ProjectFactory,
    ProjectRelationFactory,
)
from tests.factories.sources import CitationFactory, SourceFactory

pytestmark = pytest.mark.django_db


def documents():
    """All records of the types that files carry, by type and key, as history and files have them."""
    return {
        (name, getattr(record, kind.key)): kind.document(record)
        for name, kind in RECORD_TYPES.items()
        for record in kind.model.objects.all()
    }


def empty_the_registry():
    """Take out all records but places, past the rule that evidence is never deleted."""
    tables = [
        model._meta.db_table
        for app in ("projects", "investors", "sources")
        for model in apps.get_app_config(app).get_models()
    ]
    connection.check_constraints()  # what PostgreSQL put off until the end of the transaction would hold the tables
    connection.ops.execute_sql_flush(connection.ops.sql_flush(no_style(), tables, allow_cascade=True))


def read(text):
    for given in Deserializer(text):
        given.save()


def dump(path):
    call_command("dumpdata", format="yaml", output=str(path), verbosity=0)


def load(path):
    call_command("loaddata", str(path), verbosity=0)


@pytest.fixture
def full():
    """A registry in which every list of every record has a row, and records name others that come later."""
    late, early = ProjectFactory(slug="a-late-one"), InvestorFactory(slug="a-late-owner")
    first = ProjectFactory(
        slug="b-full",
        title="Port",
        investment="300..350 USD",
        jobs="> 4000",
        capacity="1320.5 MAW",
        stage="operating",
        region="KZ-31",
        announced_on="2025-06~",
        commissioning_on="2027/..",
        investors=[InvestorFactory()],
        sectors=["energy.coal", "agro"],
        markets=["KZ", "150"],
        products=["coal"],
        aims=["export"],
    )
    save_project(
        first,
        {"title_ru": "Порт", "title_zh_hans": "港口", "identifiers": [{"scheme": "WB", "value": "NO"}]},
        user=None,
    )
    FacilityFactory(project=first, slug="quay", count_low=1, count_high=None)
    ClaimFactory(
        project=first, attribute="capacity", value=None, missing="unclear", as_printed="1000Wt", facility="quay"
    )
    claim = ClaimFactory(
        project=first, attribute="jobs", value="~ 300", exact=" 300 jobs\u00a0", doubts=[{"code": "other"}]
    )
    correct_claim(
        claim=claim, values={"rank": "preferred", "reason": "The contract: “all in”.", "said_on": "2024"}, user=None
    )
    EventFactory(project=first, date="2025-33", note="yes")
    ProjectRelationFactory(project=late, other=first, kind="part_of")
    withdraw_project(ProjectFactory(slug="a-twin"), user=None, why="Twice here.", into=first)
    save_investor(
        early,
        {
            "names": [{"text": "Нет", "language": "ru", "kind": "legal"}],
            "owners": [{"owner": InvestorFactory(), "share_low": "12.5", "citation": CitationFactory(locator="p. 1")}],
        },
        user=None,
    )
    AgreementFactory(slug="no", parties=["KZ"], participants=[early], sectors=["agro"], areas=["energy"], date="2025")


@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_registry_written_to_a_file_is_read_back_as_it_was(full, tmp_path, language):
    before, path = documents(), tmp_path / "all.yaml"
    with override(language):
        dump(path)
        empty_the_registry()
        assert not documents()
        load(path)

    after = documents()
    assert after.keys() == before.keys()
    for key, document in before.items():
        assert after[key] == document, key
    assert Project.objects.settle() == 0


def test_reading_back_is_one_revision_of_all_records(full, tmp_path):
    dump(tmp_path / "all.yaml")
    keys = {key for _name, key in documents()}
    empty_the_registry()
    count = Revision.objects.count()

    load(tmp_path / "all.yaml")

    revisions = Revision.objects.order_by("pk")[count:]
    assert [revision.why for revision in revisions] == ["loaddata all.yaml"]
    assert {change.slug for change in revisions[0].changes.filter(before__isnull=True)} == keys


def test_reading_into_the_same_registry_changes_nothing(full, tmp_path):
    dump(tmp_path / "all.yaml")
    before, rows, revisions = documents(), Claim.objects.count(), Revision.objects.count()

    load(tmp_path / "all.yaml")

    assert (documents(), Claim.objects.count(), Revision.objects.count()) == (before, rows, revisions)


def test_retired_rows_stay_behind(full, tmp_path):
    dump(tmp_path / "all.yaml")
    current = Claim.objects.current().count()
    empty_the_registry()

    load(tmp_path / "all.yaml")

    assert Claim.objects.count() == current


def test_words_find_their_place_again_when_the_text_is_stored(tmp_path):
    source = SourceFactory(slug="paper", text="It is to give 300 jobs.")
    ClaimFactory(project=ProjectFactory(source=source), attribute="jobs", value="300", source=source, exact="300 jobs")
    before, text = documents(), source.text
    dump(tmp_path / "all.yaml")
    empty_the_registry()

    load(tmp_path / "all.yaml")
    paper = Source.objects.get(slug="paper")
    store_text(source=paper, body=text.body, retrieved_at=text.retrieved_at, user=None)

    assert documents() == before


def test_a_record_that_is_there_is_left_as_it_is():
    SourceFactory(slug="paper", title_en="Corrected")

    read("sources: [{slug: paper, titles: {en: Mistyped}}, {slug: other, titles: {en: Other}}]")

    assert dict(Source.objects.values_list("slug", "title_en")) == {"paper": "Corrected", "other": "Other"}


def test_sectors_may_stand_in_any_order():
    read("sectors: [{code: energy.coal, parent: energy, names: {en: Coal}}, {code: energy, names: {en: Energy}}]")

    assert Sector.objects.get(code="energy.coal").parent.code == "energy"


def test_words_stay_words(tmp_path):
    text = "investors: [{slug: 'on', names: {en: Yes}, country: NO, country_basis: stated}]"

    (given,) = Deserializer(text)
    given.save()

    assert given.kind.find("on").name_en == "Yes"
    assert given.kind.find("on").country == "NO"


@pytest.mark.parametrize("text", ["", "{}", "projects:", "projects: []"])
def test_a_file_may_be_empty(text):
    assert list(Deserializer(text)) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("plants: []", "there is no {'plants'}"),
        ("[1, 2]", "there is no list"),
        ("projects: [{title: Port}]", "needs a slug"),
        ("projects: [Port]", "needs a slug"),
        ("projects: [{slug: port, titel: Port}]", "projects port: .*titel"),
        ("projects: [{slug: port, titles: {en: Port}, kind: idea}]", "projects port: .*kind"),
        ("projects: [{slug: port, titles: {en: ''}}]", "projects port: .*title"),
        (
            "projects: [{slug: port, titles: {en: P}, claims: [{attribute: jobs, value: 5, citation: {source: x}}]}]",
            "no source",
        ),
    ],
)
def test_a_wrong_file_is_refused_with_the_record_and_the_member(text, said):
    with pytest.raises(DeserializationError, match=said):
        read(text)


def test_a_wrong_record_leaves_nothing_of_its_file(tmp_path):
    path = tmp_path / "half.yaml"
    path.write_text("sources: [{slug: paper, titles: {en: Paper}}]\nprojects: [{slug: port, titles: {en: ''}}]")

    with pytest.raises(DeserializationError):
        load(path)

    assert not Source.objects.exists()
