"""Every record is written by one way: locked, read anew, refused when stale, kept in one revision."""

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from history.exceptions import Stale
from history.models import Change, Revision
from investors.models import Investor
from investors.services import investor_document, save_investor
from projects.models import Agreement, Aim, Product, Project, Sector
from projects.services import (
    agreement_document,
    code_document,
    project_document,
    save_agreement,
    save_code,
    save_project,
)
from regions.models import Region
from regions.services import region_document, save_region
from sources.models import Source
from sources.services import save_source, source_document
from tests.factories.accounts import UserFactory
from tests.factories.investors import InvestorFactory
from tests.factories.projects import AgreementFactory, AimFactory, ProductFactory, ProjectFactory, SectorFactory
from tests.factories.regions import RegionFactory
from tests.factories.sources import SourceFactory

pytestmark = pytest.mark.django_db


def saved_region(region, values, **options):
    return save_region(region=region or Region(), values=values, **options)


def saved_code(model):
    return lambda record, values, **options: save_code(record or model(), values, **options)


# Of each type: a record of it, its service, its document, and the columns of a translated text.
TYPES = {
    "source": (SourceFactory, save_source, source_document, "title"),
    "investor": (InvestorFactory, save_investor, investor_document, "name"),
    "project": (ProjectFactory, save_project, project_document, "title"),
    "agreement": (AgreementFactory, save_agreement, agreement_document, "title"),
    "sector": (SectorFactory, saved_code(Sector), code_document, "name"),
    "product": (ProductFactory, saved_code(Product), code_document, "name"),
    "aim": (AimFactory, saved_code(Aim), code_document, "name"),
    "region": (RegionFactory, saved_region, region_document, "name"),
}


@pytest.fixture(params=TYPES)
def kind(request):
    return request.param


@pytest.fixture
def record(kind):
    return TYPES[kind][0]()


@pytest.fixture
def save(kind):
    def act(record, user=None, **values):
        why, version = values.pop("why", ""), values.pop("version", None)
        return TYPES[kind][1](record, values, user=user, why=why, version=version)

    return act


@pytest.fixture
def text(kind):
    """The column of the English text of a record's kind."""
    return f"{TYPES[kind][3]}_en"


def key_of(record):
    return getattr(record, "slug", None) or record.code


def test_a_write_is_one_revision_with_the_document_before_and_after(kind, record, save, text):
    document = TYPES[kind][2]
    user, before, count = UserFactory(), document(record), Revision.objects.count()

    save(record, user, **{text: "Renamed"}, why="The company was renamed.")

    assert Revision.objects.count() == count + 1
    change = Change.objects.order_by("pk").last()
    assert (change.record_type, change.slug) == (kind, key_of(record))
    assert (change.revision.user, change.revision.why) == (user, "The company was renamed.")
    assert (change.before, change.after) == (before, document(record))
    assert change.before != change.after


def test_a_write_that_changes_nothing_leaves_no_revision(record, save, text):
    count = Revision.objects.count()

    save(record, **{text: getattr(record, text)})

    assert Revision.objects.count() == count


def test_a_failed_write_leaves_nothing(record, save, text):
    count = Revision.objects.count()

    with pytest.raises(ValidationError) as refused, transaction.atomic():
        save(record, **{text: "x" * 301})

    record.refresh_from_db()
    assert text in refused.value.error_dict
    assert (Revision.objects.count(), len(getattr(record, text)) < 300) == (count, True)


def test_each_write_counts_up(record, save, text):
    record.refresh_from_db()
    before = record.version

    save(record, **{text: "Renamed"})
    save(record, **{text: "Renamed again"}, version=before + 1)

    assert type(record).objects.get(pk=record.pk).version == before + 2


def test_a_stale_write_is_refused_with_the_record_as_it_is_now(record, save, text):
    stale = type(record).objects.get(pk=record.pk)
    save(record, **{text: "Renamed"})

    with pytest.raises(Stale) as refused:
        save(stale, **{text: "Renamed by another"}, version=stale.version)

    assert getattr(refused.value.record, text) == "Renamed"
    assert getattr(type(record).objects.get(pk=record.pk), text) == "Renamed"


def test_a_record_read_long_ago_brings_no_other_column_back(kind, record, save, text):
    other = text.replace("_en", "_ru")
    stale = type(record).objects.get(pk=record.pk)
    save(record, **{text: "Renamed"})

    save(stale, **{other: "Переименовано"})

    stored = type(record).objects.get(pk=record.pk)
    assert (getattr(stored, text), getattr(stored, other)) == ("Renamed", "Переименовано")
    assert Change.objects.order_by("pk").last().before[f"{TYPES[kind][3]}s"]["en"] == "Renamed"


def test_a_key_never_changes(record, save):
    key = "slug" if hasattr(record, "slug") else "code"

    with pytest.raises(ValidationError) as refused, transaction.atomic():
        save(record, **{key: "KZ-99" if isinstance(record, Region) else "another"})

    assert refused.value.error_dict[key][0].code == "immutable"


@pytest.mark.parametrize("kind", [kind for kind in TYPES if kind not in ("sector", "region")], indirect=True)
def test_two_records_never_have_one_key(kind, record, save, text):
    extra = {"kind": "framework"} if kind == "agreement" else {}

    with pytest.raises(ValidationError) as refused, transaction.atomic():
        save(None, slug=record.slug, **{text: "Another"}, **extra)

    assert "slug" in refused.value.error_dict


def test_a_new_record_gets_a_slug_of_its_english_name():
    made = [save_source(None, {"title_en": "Annual Report 2024!"}, user=None) for _ in range(3)]

    assert [source.slug for source in made] == ["annual-report-2024", "annual-report-2024-2", "annual-report-2024-3"]


def test_a_name_without_latin_letters_still_gets_a_slug():
    assert save_investor(None, {"name_en": "特变电工"}, user=None).slug == "investor"


def test_a_sector_without_a_code_is_refused():
    with pytest.raises(ValidationError) as refused:
        save_code(Sector(), {"name_en": "Something"}, user=None)

    assert "code" in refused.value.error_dict


@pytest.mark.parametrize(("code", "above"), [("energy.coal", None), ("energy.coal", "agro"), ("energy", "agro")])
def test_a_sector_stands_where_its_code_says(code, above):
    parent = SectorFactory(code=above) if above else None

    with pytest.raises(ValidationError) as refused:
        save_code(Sector(), {"code": code, "name_en": "Something", "parent": parent}, user=None)

    assert refused.value.error_dict["parent"][0].code == "tree"


def test_an_english_name_is_required(record, save, text):
    with pytest.raises(ValidationError) as refused, transaction.atomic():
        save(record, **{text: ""})

    assert text in refused.value.error_dict


def test_the_first_revision_of_a_record_has_nothing_before():
    save_project(None, {"title_en": "Port"}, user=None, why="New.")

    change = Change.objects.get(record_type="project")
    assert (change.before, change.after["titles"], change.after["publication"]) == (None, {"en": "Port"}, "draft")
    assert Project.objects.get().version == 1


def test_all_types_of_records_are_looked_at():
    tracked = {Source, Investor, Project, Agreement, Sector, Product, Aim, Region}

    assert {maker._meta.model for maker, *_rest in TYPES.values()} == tracked
