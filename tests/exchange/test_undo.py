"""Undo: what a revision changed is written back, whole or not at all, as one new revision."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from exchange.undo import may_undo, undo
from history.models import Change, Revision
from history.services import revision
from investors.models import Investor
from investors.serializers import InvestorSerializer
from investors.services import save_investor
from projects.models import Claim, Project, Publication, Sector
from projects.serializers import ClaimSerializer, ProjectSerializer, SectorSerializer
from projects.services import (
    add_claim,
    correct_claim,
    project_document,
    retire_claim,
    save_code,
    save_project,
    withdraw_project,
)
from regions.models import Region
from regions.services import save_boundary, save_region
from sources.models import Source, Text
from sources.services import save_source, source_document, store_text
from tests.factories.accounts import UserFactory
from tests.factories.history import make_change
from tests.factories.investors import InvestorFactory
from tests.factories.projects import (
    AgreementFactory,
    ClaimFactory,
    FacilityFactory,
    ProjectFactory,
    SectorFactory,
    validated,
)
from tests.factories.regions import RegionFactory
from tests.factories.sources import CitationFactory, SourceFactory

pytestmark = pytest.mark.django_db

BOX = {"type": "Polygon", "coordinates": [[[70, 40], [71, 40], [71, 41], [70, 41], [70, 40]]]}


def last():
    return Revision.objects.latest("pk")


def change(record, *, form=ProjectSerializer, save=save_project, **members):
    """Change a record as the API does; answer the revision."""
    filled = form(record, data=members, partial=True)
    filled.is_valid(raise_exception=True)
    save(type(record).objects.get(pk=record.pk), filled.validated_data, user=None)
    return last()


def refused(exc_info):
    """What an undo was refused for, as {place: code}."""
    return {place: errors[0].code for place, errors in exc_info.value.error_dict.items()}


def said(project):
    """All that its claims say, in order, and which of them stand."""
    claims = Claim.objects.current().filter(project=project)
    return sorted((claim.attribute, str(claim.value).removesuffix(".0000"), claim.stands) for claim in claims)


@pytest.fixture
def project(db):
    return ProjectFactory(slug="port", place="Aktau", note="as told", investment="20 USD", stage="announced")


def test_an_undo_is_a_new_revision_that_says_of_what_and_why(project):
    user = UserFactory(role="editor")
    wrong = change(project, place="Atyrau")

    done = undo(revision=wrong, user=user, why="a typing error")

    project.refresh_from_db()
    assert project.place == "Aktau"
    assert (done.user, done.why, done.undoes) == (user, f"undo of {wrong.pk}: a typing error", wrong)
    assert list(done.changes.values_list("record_type", "slug")) == [("project", "port")]


def test_without_a_reason_of_its_own_an_undo_repeats_the_first_one(project):
    save_project(project, {"place": "Atyrau"}, user=None, why="moved")
    moved = last()
    silent = change(project, place="Aktobe")

    assert undo(revision=silent, user=None).why == f"undo of {silent.pk}"
    assert undo(revision=moved, user=None).why == f"undo of {moved.pk}: moved"


def test_a_retired_row_comes_back_as_a_new_one_that_says_the_same(project):
    claim = Claim.objects.get(project=project, attribute="investment")
    retire_claim(claim=claim, user=None)

    undo(revision=last(), user=None)

    again = Claim.objects.current().get(project=project, attribute="investment")
    assert (again.value, again.citation, again.said_on) == (claim.value, claim.citation, claim.said_on)
    assert again.uid != claim.uid
    assert again.stands


def test_an_added_row_is_retired_and_the_others_keep_their_address(project):
    before = set(Claim.objects.current().values_list("uid", flat=True))
    added = ClaimFactory(project=project, attribute="jobs", value="5")

    undo(revision=last(), user=None)

    assert set(Claim.objects.current().values_list("uid", flat=True)) == before
    assert Claim.objects.filter(pk=added.pk, retired_at__isnull=False).exists()


def test_undo_of_undo_brings_the_correction_back(project):
    correct_claim(claim=Claim.objects.get(attribute="investment"), values={"amount": 30}, user=None)

    undone = undo(revision=last(), user=None)
    assert said(project) == [("investment", "20", True), ("stage", "announced", True)]

    undo(revision=undone, user=None)
    assert said(project) == [("investment", "30", True), ("stage", "announced", True)]


def test_a_revision_can_be_undone_again_after_its_undo_was_undone(project):
    correct_claim(claim=Claim.objects.get(attribute="investment"), values={"amount": 30}, user=None)
    wrong = last()
    undo(revision=undo(revision=wrong, user=None), user=None)

    undo(revision=wrong, user=None)

    assert ("investment", "20", True) in said(project)


def test_what_is_undone_already_is_no_new_revision(project):
    wrong = change(project, place="Atyrau")
    undo(revision=wrong, user=None)

    with pytest.raises(ValidationError) as refusal:
        undo(revision=wrong, user=None)

    assert refusal.value.code == "undone"
    assert Revision.objects.filter(undoes=wrong).count() == 1


def test_a_claim_that_comes_back_does_not_beat_the_one_that_stood(project):
    source = SourceFactory(published="2025-06-16")
    older = ClaimFactory(project=project, attribute="jobs", value="5", source=source)
    ClaimFactory(project=project, attribute="jobs", value="7", source=SourceFactory(published="2025-06-16"))
    retire_claim(claim=older, user=None)

    undo(revision=last(), user=None)

    assert said(project)[1:3] == [("jobs", "5", False), ("jobs", "7", True)]
    assert Claim.objects.current().get(attribute="jobs", quantity=5).recorded_at > older.recorded_at


def test_claims_that_come_back_together_stand_as_they_did(project):
    source = {"source": SourceFactory().slug}
    change(project, claims=[{"attribute": "jobs", "value": n, "citation": source} for n in (9, 10, 8)])
    gone = change(project, claims=[])

    undo(revision=gone, user=None)

    assert said(project) == [("jobs", "10", False), ("jobs", "8", True), ("jobs", "9", False)]


def test_a_claim_that_stood_until_an_equal_one_was_recorded_anew_stands_again(project):
    first = ClaimFactory(project=project, attribute="jobs", value="5", source=SourceFactory())
    ClaimFactory(project=project, attribute="jobs", value="7", source=SourceFactory())
    correct_claim(claim=first, values={}, user=None)
    assert ("jobs", "5", True) in said(project)

    undo(revision=last(), user=None)

    assert said(project)[1:3] == [("jobs", "5", False), ("jobs", "7", True)]


def test_members_that_changed_since_are_in_the_way(project):
    wrong = change(project, place="Atyrau", note="wrong")
    later = change(project, place="Aktobe")

    with pytest.raises(ValidationError) as refusal:
        undo(revision=wrong, user=None)

    assert refused(refusal) == {"project.port.place": "changed_since"}
    assert str(later.pk) in refusal.value.messages[0]
    project.refresh_from_db()
    assert (project.place, project.note) == ("Aktobe", "wrong")


def test_what_changed_in_other_members_stays(project):
    wrong = change(project, place="Atyrau")
    change(project, note="checked")

    undo(revision=wrong, user=None)

    project.refresh_from_db()
    assert (project.place, project.note) == ("Aktau", "checked")


def test_another_row_of_the_same_list_is_in_the_way_unless_merged(project):
    ClaimFactory(project=project, attribute="jobs", value="5")
    wrong = last()
    ClaimFactory(project=project, attribute="capacity", value="7 MAW")

    with pytest.raises(ValidationError) as refusal:
        undo(revision=wrong, user=None)
    assert refused(refusal) == {"project.port.claims": "changed_since"}

    undo(revision=wrong, user=None, merge=True)
    assert [attribute for attribute, _value, _stands in said(project)] == ["capacity", "investment", "stage"]


def test_the_same_row_is_in_the_way_of_a_merge_too(project):
    claim = ClaimFactory(project=project, attribute="jobs", value="5")
    wrong = last()
    correct_claim(claim=claim, values={"quantity": 6}, user=None)

    with pytest.raises(ValidationError) as refusal:
        undo(revision=wrong, user=None, merge=True)

    assert refused(refusal) == {"project.port.claims": "changed_since"}


def test_a_merge_keeps_what_another_language_was_given(project):
    wrong = change(project, titles={"en": "Port", "ru": "Порт"})
    change(project, titles={"en": "Port", "ru": "Порт", "kk": "Порт"})

    undo(revision=wrong, user=None, merge=True)

    project.refresh_from_db()
    assert (project.title_ru, project.title_kk) == ("", "Порт")


def test_a_facility_that_claims_name_comes_back_with_them(project):
    FacilityFactory(project=project, slug="quay")
    ClaimFactory(project=project, attribute="jobs", value="5", facility="quay")
    gone = change(project, facilities=[], claims=[])

    undo(revision=gone, user=None)

    assert project_document(project)["facilities"][0]["slug"] == "quay"
    assert ("jobs", "5", True) in said(project)


def test_a_new_project_is_withdrawn_and_comes_back(project):
    made = last()

    withdrawn = undo(revision=made, user=None, why="entered twice")
    project.refresh_from_db()
    assert project.publication == Publication.WITHDRAWN
    assert "entered twice" in project.withdrawal

    undo(revision=withdrawn, user=None)
    project.refresh_from_db()
    assert (project.publication, project.withdrawal) == (Publication.PUBLISHED, "")


def test_a_new_project_that_changed_since_is_withdrawn_only_by_a_merge(project):
    made = last()
    change(project, place="Atyrau")

    with pytest.raises(ValidationError) as refusal:
        undo(revision=made, user=None)
    assert refused(refusal) == {"project.port.place": "changed_since"}

    undo(revision=made, user=None, merge=True)
    project.refresh_from_db()
    assert project.publication == Publication.WITHDRAWN


def test_an_undone_withdrawal_forgets_its_reason_and_undone_again_knows_it(project):
    other = ProjectFactory(slug="harbour")
    withdraw_project(project, user=None, why="counted twice", into=other)

    back = undo(revision=last(), user=None)
    project.refresh_from_db()
    assert (project.publication, project.withdrawal, project.merged_into) == (Publication.PUBLISHED, "", None)

    undo(revision=back, user=None)
    project.refresh_from_db()
    assert (project.publication, project.withdrawal) == (Publication.WITHDRAWN, "counted twice")
    assert project.merged_into == other


@pytest.mark.parametrize(
    ("make", "place"),
    [
        (lambda: save_investor(None, {"slug": "tbea", "name_en": "TBEA"}, user=None), "investor.tbea"),
        (lambda: AgreementFactory(slug="june"), "agreement.june"),
        (lambda: save_source(None, {"slug": "news", "title_en": "N", "kind": "news"}, user=None), "source.news"),
        (lambda: save_code(Sector(), {"code": "agro", "name_en": "Agro"}, user=None), "sector.agro"),
    ],
)
def test_where_all_is_new_records_that_stay_the_error_says_so(make, place):
    make()

    with pytest.raises(ValidationError) as refusal:
        undo(revision=last(), user=None)

    assert refused(refusal) == {place: "new"}


def test_new_records_stay_when_what_names_them_is_taken_back(project):
    with revision(user=None):
        save_source(None, {"slug": "news", "title_en": "News", "kind": "news"}, user=None)
        change(project, place="Astana")

    undo(revision=last(), user=None)

    project.refresh_from_db()
    assert project.place != "Astana"
    assert Source.objects.filter(slug="news").exists()


def test_investors_come_back_with_their_names_and_owners():
    investor = InvestorFactory(slug="tbea")
    owner = InvestorFactory(slug="state")
    forms = {"form": InvestorSerializer, "save": save_investor}
    rows = {"further_names": [{"text": "特变电工", "language": "zh", "kind": "legal"}], "owners": [{"owner": "state"}]}
    change(investor, **forms, **rows)
    emptied = change(investor, **forms, further_names=[], owners=[], country="", country_basis="")

    undo(revision=emptied, user=None)

    investor = Investor.objects.get(slug="tbea")
    assert [name.text for name in investor.names.all()] == ["特变电工"]
    assert [row.owner for row in investor.owners.current()] == [owner]
    assert investor.country == "CN"


def test_sectors_come_back_with_their_codes():
    sector = SectorFactory(code="agro", isic=["0111", "0112"])
    wrong = change(sector, form=SectorSerializer, save=save_code, isic=["0112"])

    undo(revision=wrong, user=None)

    assert Sector.objects.get(code="agro").isic == ["0111", "0112"]


def test_sources_come_back():
    source = SourceFactory(slug="news", publisher="Trend")
    save_source(source, {"publisher": "Tend", "published": "2025"}, user=None)

    undo(revision=last(), user=None)

    source = Source.objects.get(slug="news")
    assert (source.publisher, source.published) == ("Trend", "2025-06-16")


def test_regions_come_back_with_where_they_stand():
    region = RegionFactory(code="KZ-31")
    further = RegionFactory(code="KZ-31-1", parent=region, kind="district")
    former = further.path
    save_region(region=further, values={"parent": RegionFactory(code="KZ-61"), "aliases": {"ru": ["Х"]}}, user=None)

    undo(revision=last(), user=None)

    further = Region.objects.get(code="KZ-31-1")
    assert (further.path, further.aliases) == (former, {})


def test_an_outline_is_not_kept_and_can_not_come_back():
    save_boundary(region=RegionFactory(code="KZ-31"), geojson=BOX, credit="ODbL", user=None)

    with pytest.raises(ValidationError) as refusal:
        undo(revision=last(), user=None)

    assert refused(refusal) == {"region.KZ-31": "not_kept"}


def test_records_of_an_unknown_type_are_refused():
    wrong = make_change(record_type="user", before={"n": 1}, after={"n": 2}).revision

    with pytest.raises(ValidationError) as refusal:
        undo(revision=wrong, user=None)

    assert refused(refusal) == {"user.a": "no_undo"}
    assert not may_undo(wrong.changes.all(), UserFactory(is_superuser=True))


def test_all_records_of_a_revision_come_back_or_none(project):
    other = ProjectFactory(slug="harbour", place="Kuryk")
    with revision(user=None):
        change(project, place="Atyrau")
        change(other, place="Atyrau")
    wrong = last()
    change(other, place="Aktobe")

    with pytest.raises(ValidationError) as refusal:
        undo(revision=wrong, user=None)
    assert refused(refusal) == {"project.harbour.place": "changed_since"}
    assert set(Project.objects.values_list("place", flat=True)) == {"Atyrau", "Aktobe"}

    change(other, place="Atyrau")
    undo(revision=wrong, user=None)
    assert set(Project.objects.values_list("place", flat=True)) == {"Aktau", "Kuryk"}


def test_a_row_that_can_not_be_any_more_is_named_by_its_place(project):
    identified = change(project, identifiers=[{"scheme": "X", "value": "1"}])
    gone = change(project, identifiers=[])
    change(ProjectFactory(), identifiers=[{"scheme": "X", "value": "1"}])

    with pytest.raises(ValidationError) as refusal:
        undo(revision=gone, user=None)

    assert set(refused(refusal)) == {"project.port.identifiers.0"}
    assert identified.changes.exists()


def test_the_right_to_change_each_type_is_needed(project):
    wrong = change(project, place="Atyrau")
    place = make_change("KZ", record_type="region", before={}, after={"capital": "Astana"}).revision

    with pytest.raises(PermissionDenied):
        undo(revision=wrong, user=UserFactory(role="viewer"))
    with pytest.raises(PermissionDenied):
        undo(revision=place, user=UserFactory(role="editor"))
    assert may_undo(place.changes.all(), UserFactory(role="administrator"))


def test_what_is_public_comes_and_goes_by_those_who_may_publish(project):
    made = last()
    withdraw_project(project, user=None, why="counted twice")
    withdrawn = last()

    for published in (made, withdrawn):
        with pytest.raises((PermissionDenied, ValidationError)):
            undo(revision=published, user=UserFactory(role="editor"))
    project.refresh_from_db()
    assert project.publication == Publication.WITHDRAWN

    undo(revision=withdrawn, user=UserFactory(role="reviewer"))
    project.refresh_from_db()
    assert project.publication == Publication.PUBLISHED


def test_editors_undo_what_changes_nothing_of_the_publication(project):
    wrong = change(project, place="Atyrau")

    assert undo(revision=wrong, user=UserFactory(role="editor")).changes.count() == 1


def test_the_number_of_queries_does_not_grow_with_the_rows(project):
    source = SourceFactory()
    numbers = []
    for rows in (2, 20):
        claims = [{"attribute": "jobs", "value": n, "citation": {"source": source.slug}} for n in range(rows)]
        change(project, claims=claims)
        gone = change(project, claims=[])
        with CaptureQueriesContext(connection) as queries:
            undo(revision=gone, user=None)
        numbers.append(len(queries))

    assert numbers[0] == numbers[1] < 110


def test_what_stands_by_a_later_revision_stays(project):
    first = ClaimFactory(project=project, attribute="jobs", value="5", source=SourceFactory())
    ClaimFactory(project=project, attribute="jobs", value="7", source=SourceFactory())
    wrong = change(project, place="Atyrau")
    correct_claim(claim=first, values={}, user=None)

    undo(revision=wrong, user=None)

    assert said(project)[1:3] == [("jobs", "5", True), ("jobs", "7", False)]


def test_other_records_that_changed_meanwhile_stay_as_they_are(project):
    add_claim(project=project, values={**validated_claim(), "quantity": 5}, user=None)
    wrong = last()
    sector = SectorFactory(code="agro")
    save_code(sector, {"name_en": "Farming"}, user=None)

    undo(revision=wrong, user=None)

    assert Sector.objects.get(code="agro").name_en == "Farming"
    assert not Change.objects.filter(revision__undoes=wrong).exclude(record_type="project").exists()


def validated_claim():
    citation = {"source": SourceFactory().slug}
    return validated(ClaimSerializer, {"attribute": "jobs", "value": 1, "unit": "IE", "citation": citation})


def test_who_may_not_publish_changes_nothing_of_a_withdrawal(project):
    withdraw_project(project, user=None, why="counted twice")

    for values in ({"withdrawal": "no reason"}, {"merged_into": ProjectFactory()}):
        with pytest.raises(PermissionDenied):
            save_project(project, values, user=UserFactory(role="editor"))


def test_a_text_that_was_stored_since_is_in_no_undos_way():
    source = SourceFactory(slug="paper")
    project = ProjectFactory(source=source, jobs="5")
    claim = ClaimFactory(project=project, source=source, attribute="investment", value="20", exact="about $20")
    correct_claim(claim=claim, values={"amount": 30}, user=None)
    store_text(source=source, body="It costs about $20.", user=None)

    undo(revision=Revision.objects.order_by("-pk")[1], user=None)

    back = Claim.objects.current().get(attribute="investment")
    assert (back.amount, back.citation_id, back.citation.start) == (20, claim.citation_id, 9)
    assert Claim.objects.filter(project=project, attribute="jobs").count() == 1


def test_an_undo_takes_a_text_away_and_its_undo_brings_it_back():
    source = SourceFactory(slug="paper")
    store_text(source=source, body="It costs about $20.", user=None)
    before = source_document(source)

    undo(revision=last(), user=None)
    assert not Text.objects.exists()
    undo(revision=last(), user=None)

    assert (source_document(source), Text.objects.get().body) == (before, "It costs about $20.")


def test_an_undo_brings_a_replaced_text_back():
    source = SourceFactory(slug="paper")
    store_text(source=source, body="It costs about $20.", user=None)
    store_text(source=source, body="It costs $30.", user=None)

    undo(revision=last(), user=None)

    assert Text.objects.get().body == "It costs about $20."


def test_a_cited_text_is_in_an_undos_way():
    source = SourceFactory(slug="paper", text="It costs about $20.")
    stored = last()
    CitationFactory(source=source, exact="about $20")

    with pytest.raises(ValidationError) as error:
        undo(revision=stored, user=None)

    assert error.value.message_dict == {"source.paper.text": ["A cited text is never changed."]}
    assert Source.objects.get().text.body == "It costs about $20."


def test_a_text_that_was_replaced_since_is_in_an_undos_way():
    source = SourceFactory(slug="paper", text="It costs about $20.")
    store_text(source=source, body="It costs $30.", user=None)
    replaced = last()
    store_text(source=source, body="It costs $40.", user=None)

    with pytest.raises(ValidationError) as error:
        undo(revision=replaced, user=None)

    assert [one.code for one in error.value.error_dict["source.paper.text"]] == ["changed_since"]
