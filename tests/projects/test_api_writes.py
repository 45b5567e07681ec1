"""Writing projects over the API: one document, one transaction, one revision."""

import pytest

from history.models import Change, Revision
from projects.models import Claim, Facility, Participation, Project
from projects.services import withdraw_project
from sources.models import Citation
from tests.api import Api, codes, errors, slugs
from tests.factories.investors import InvestorFactory
from tests.factories.projects import (
    AimFactory,
    ClaimFactory,
    EventFactory,
    FacilityFactory,
    ProductFactory,
    ProjectFactory,
    SectorFactory,
)
from tests.factories.regions import RegionFactory
from tests.factories.sources import SourceFactory

pytestmark = pytest.mark.django_db

WORDS = {"source": "gazette", "locator": "p. 3", "exact": "a mill worth $20 million"}
INVESTMENT = {"attribute": "investment", "value": 20_000_000, "currency": "USD", "citation": WORDS}


@pytest.fixture
def editor(db):
    return Api("editor")


@pytest.fixture
def reviewer(db):
    return Api("reviewer")


@pytest.fixture
def source(db):
    return SourceFactory(slug="gazette")


@pytest.fixture
def full(source):
    """A project with something in every list."""
    InvestorFactory(slug="miller")
    SectorFactory(code="agro")
    ProductFactory(slug="flour")
    RegionFactory(code="KZ-31")
    AimFactory(slug="export")
    ProjectFactory(slug="other")
    cited = {"citation": {"source": "gazette"}}
    return {
        "slug": "mill",
        "titles": {"en": "Mill", "ru": "Мельница"},
        "summaries": {"en": "Grinds."},
        "kind": "single",
        "place": "Taraz",
        "location": {"lat": 42.9, "lon": 71.4, "precision": "settlement"},
        "note": "Seen once.",
        "verified_on": "2025-07-01",
        "sectors": [{"code": "agro", "primary": True, **cited}],
        "participations": [{"investor": {"slug": "miller"}, "role": "investor", "share_low": 51, **cited}],
        "facilities": [{"slug": "hall", "names": {"en": "Hall"}, "kind": "plant", **cited}],
        "claims": [
            {"attribute": "region", "value": "KZ-31", **cited},
            {"attribute": "stage", "value": "under_way", "modality": "in_progress", **cited},
            INVESTMENT | {"as_printed": "worth $20 million", "doubts": [{"code": "scope_unclear", "note": "Which?"}]},
            {"attribute": "jobs", "bound": "more_than", "value": 40, "modality": "aimed", **cited},
            {
                "attribute": "capacity",
                "facility": "hall",
                "bound": "range",
                "low": 1.5,
                "high": 2,
                "unit": "KTN",
                **cited,
            },
            {"attribute": "capacity", "missing": "not_stated", **cited},
        ],
        "products": [{"slug": "flour", "direction": "output", **cited}],
        "markets": [{"code": "KZ-31", **cited}],
        "aims": [{"slug": "export", **cited}],
        "events": [{"kind": "announced", "date": "2025-06", "note": "Said.", **cited}],
        "relations": [{"kind": "part_of", "project": {"slug": "other"}, **cited}],
        "identifiers": [{"scheme": "KZ-X", "value": "17"}],
    }


def holds(shown, sent):
    """Whether an answer has all that was sent, at any depth."""
    if isinstance(sent, dict):
        return isinstance(shown, dict) and all(holds(shown.get(name), value) for name, value in sent.items())
    if isinstance(sent, list):
        return len(shown) == len(sent) and all(map(holds, shown, sent))
    return shown == sent


def counted():
    """How many rows there are of all that a write could leave behind."""
    models = (Project, Claim, Participation, Facility, Citation, Revision, Change)
    return {model.__name__: model.objects.count() for model in models}


# New projects


def test_a_project_is_made_with_all_its_rows_in_one_revision(editor, full):
    before = counted()

    response = editor.post("projects/", full, Change_Reason="New mill")

    assert response.status_code == 201, response.text
    assert holds(response.json(), full)
    assert response["Location"] == "http://testserver/api/v1/projects/mill/"
    revision = Revision.objects.get(pk__gt=0, why="New mill")
    assert (revision.user, revision.changes.count()) == (editor.user, 1)
    assert counted()["Revision"] == before["Revision"] + 1


def test_what_was_made_is_what_a_reader_then_gets(editor, full):
    made = editor.post("projects/", full)

    assert editor.get("projects/mill/").json() == made.json()
    assert editor.get("projects/mill/")["ETag"] == made["ETag"]


def test_the_headline_follows_from_the_claims(editor, full):
    record = editor.post("projects/", full).json()

    assert (record["stage"], record["region"]["code"]) == ("under_way", "KZ-31")
    assert (record["investment"]["value"], record["investment"]["usd_low"]) == (20_000_000, 20_000_000)
    assert (record["jobs"]["low"], record["jobs"]["high"], record["jobs"]["bound"]) == (40, None, "more_than")
    assert record["announced_on"] == "2025-06-16"


def test_a_new_project_is_a_draft(editor, api, full):
    editor.post("projects/", full)

    assert Project.objects.get(slug="mill").publication == "draft"
    assert api.get("projects/mill/").status_code == 404


def test_the_slug_comes_from_the_title_and_is_free(editor):
    assert editor.post("projects/", {"title": "Grain mill"}).json()["slug"] == "grain-mill"
    assert editor.post("projects/", {"titles": {"en": "Grain mill"}}).json()["slug"] == "grain-mill-2"


def test_a_reference_may_be_a_bare_key(editor, source):
    InvestorFactory(slug="miller")

    record = editor.post("projects/", {"title": "Mill", "participations": [{"investor": "miller"}]}).json()

    assert record["participations"][0]["investor"]["slug"] == "miller"


# Mistakes


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ({}, {"titles": "required"}),
        ({"titles": {"ru": "Мельница"}}, {"titles": "english"}),
        ({"titles": {"en": " "}}, {"titles": "english"}),
        ({"title": ""}, {"titles": "english"}),
        ({"title": "Mill", "colour": "red"}, {"colour": "unknown"}),
        ({"title": "Mill", "kind": "big"}, {"kind": "invalid_choice"}),
        ({"title": "Mill", "titles": {"en": "Mill", "de": "Mühle"}}, {"titles": "language"}),
        ({"title": "Mill", "slug": "not a slug"}, {"slug": "invalid"}),
        ({"title": "Mill", "slug": "taken"}, {"slug": "unique"}),
        ({"title": "Mill", "location": {"lat": 91, "lon": 0, "precision": "exact"}}, {"location.lat": "max_value"}),
        ({"title": "Mill", "location": {"lat": 9, "lot": 0}}, {"location.lot": "unknown"}),
        ({"title": "Mill", "claims": {}}, {"claims": "not_a_list"}),
        ({"title": "Mill", "verified_on": "soon"}, {"verified_on": "invalid"}),
        ({"title": "Mill", "identifiers": [{"scheme": "X"}]}, {"identifiers.0.value": "required"}),
    ],
)
def test_a_wrong_member_is_named(editor, document, expected):
    ProjectFactory(slug="taken")

    assert codes(editor.post("projects/", document), 400) == expected


CITED = {"citation": {"source": "gazette"}}


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"attribute": "investment", "value": 1, "currency": "USD"}, {"claims.1.citation": "required"}),
        ({"value": 1, **CITED}, {"claims.1.attribute": "required"}),
        ({"attribute": "invesment", "value": 1, **CITED}, {"claims.1.attribute": "unknown"}),
        ({"attribute": "investment", "value": "many", "currency": "USD", **CITED}, {"claims.1.value": "invalid"}),
        ({"attribute": "investment", "value": True, "currency": "USD", **CITED}, {"claims.1.value": "type"}),
        (
            {"attribute": "investment", "value": 1.5, "currency": "USD", **CITED},
            {"claims.1.value": "max_decimal_places"},
        ),
        ({"attribute": "investment", "value": -1, "currency": "USD", **CITED}, {"claims.1.value": "negative"}),
        ({"attribute": "investment", "value": 1, **CITED}, {"claims.1.currency": "invalid"}),
        ({"attribute": "investment", "currency": "USD", **CITED}, {"claims.1.value": "required"}),
        ({"attribute": "investment", "value": 1, "currency": "XXQ", **CITED}, {"claims.1.currency": "invalid"}),
        ({"attribute": "investment", "value": 1, "currency": "USD", "unit": "MAW", **CITED}, {"claims.1.unit": "kind"}),
        ({"attribute": "stage", "value": "undr_way", **CITED}, {"claims.1.value": "unknown"}),
        ({"attribute": "region", "value": "KZ-3", **CITED}, {"claims.1.value": "unknown"}),
        ({"attribute": "stage", "value": 5, **CITED}, {"claims.1.value": "invalid"}),
        ({"attribute": "announced_on", "value": "soon", **CITED}, {"claims.1.value": "edtf"}),
        ({"attribute": "jobs", "bound": "range", "low": 5, **CITED}, {"claims.1.high": "required"}),
        ({"attribute": "jobs", "bound": "range", "low": 5, "high": 2, **CITED}, {"claims.1.high": "reversed"}),
        ({"attribute": "jobs", "value": 5, "missing": "not_stated", **CITED}, {"claims.1.missing": "two_values"}),
        ({"attribute": "jobs", "missing": "unclear", **CITED}, {"claims.1.as_printed": "required"}),
        ({"attribute": "jobs", "value": 5, "rank": "preferred", **CITED}, {"claims.1.reason": "required"}),
        ({"attribute": "jobs", "value": 5, "basis": "input", **CITED}, {"claims.1.basis": "invalid"}),
        ({"attribute": "jobs", "value": 5, "colour": "red", **CITED}, {"claims.1.colour": "unknown"}),
        ({"attribute": "jobs", "value": 5, "citation": {"source": "gazete"}}, {"claims.1.citation.source": "unknown"}),
        ({"attribute": "jobs", "value": 5, "citation": {}}, {"claims.1.citation.source": "required"}),
        (
            {"attribute": "jobs", "value": 5, "citation": {"source": "gazette", "start": 3, "end": 5}},
            {"claims.1.citation.start": "no_text"},
        ),
        (
            {"attribute": "jobs", "value": 5, "as_printed": "five", "citation": {"source": "gazette", "exact": "six"}},
            {"claims.1.as_printed": "not_in_citation"},
        ),
        ({"attribute": "jobs", "value": 5, "said_on": "2999", **CITED}, {"claims.1.said_on": "future"}),
        (None, {"claims.1": "null"}),
        ("five", {"claims.1": "invalid"}),
    ],
)
def test_a_wrong_claim_names_its_row_and_member_and_nothing_is_kept(editor, source, row, expected):
    RegionFactory(code="KZ-31")
    before = counted()

    response = editor.post("projects/", {"title": "Mill", "claims": [INVESTMENT, row]})

    assert codes(response, 400) == expected
    assert counted() == before


@pytest.mark.parametrize(
    ("name", "row", "expected"),
    [
        ("sectors", {"code": "agr"}, {"sectors.0.code": "unknown"}),
        ("participations", {"investor": "miler"}, {"participations.0.investor.slug": "unknown"}),
        ("participations", {"investor": "miller", "role": "boss"}, {"participations.0.role": "invalid_choice"}),
        ("participations", {"investor": "miller", "facility": "hall"}, {"participations.0.facility": "unknown"}),
        ("products", {"slug": "flower"}, {"products.0.slug": "unknown"}),
        ("markets", {"code": "XX"}, {"markets.0.code": "unknown"}),
        ("aims", {"slug": "exprt"}, {"aims.0.slug": "unknown"}),
        ("events", {"kind": "announced", "date": "soon"}, {"events.0.date": "edtf"}),
        ("relations", {"kind": "part_of", "project": "othr"}, {"relations.0.project.slug": "unknown"}),
        ("facilities", {"slug": "hall", "names": {"ru": "Зал"}}, {"facilities.0.names": "english"}),
        ("facilities", {"slug": "hall"}, {"facilities.0.names": "required"}),
        (
            "facilities",
            {"slug": "hall", "names": {"en": "Hall"}, "count_low": 3, "count_high": 1},
            {"facilities.0.count_high": "reversed"},
        ),
        ("relations", {"kind": "part_of", "project": "mill"}, {"relations.0.project.slug": "unknown"}),
    ],
)
def test_a_wrong_row_names_its_list_place_and_member(editor, full, name, row, expected):
    before = counted()

    answer = codes(editor.post("projects/", {"title": "Mill", name: [row]}), 400)

    assert answer == expected
    assert counted() == before


def test_unknown_keys_come_with_near_ones(editor, full):
    rows = {"sectors": [{"code": "argo"}], "participations": [{"investor": "miler"}]}

    answer = errors(editor.post("projects/", {"title": "Mill", **rows}), 400)

    assert answer["sectors.0.code"][0]["suggestions"] == ["agro"]
    assert answer["participations.0.investor.slug"][0]["suggestions"] == ["miller"]


def test_all_wrong_rows_are_named_at_once(editor, source):
    rows = [INVESTMENT, {"attribute": "jobs", "value": -1, **CITED}, {"attribute": "jobs", "basis": "x", **CITED}]

    assert set(codes(editor.post("projects/", {"title": "Mill", "claims": rows}), 400)) == {"claims.2.basis"}
    rows[2] = {"attribute": "stage", "value": "announced", "currency": "USD", **CITED}
    assert set(codes(editor.post("projects/", {"title": "Mill", "claims": rows}), 400)) == {
        "claims.1.value",
        "claims.2.currency",
    }


def test_two_rows_that_exclude_each_other_are_refused(editor, source):
    SectorFactory(code="agro")
    row = {"code": "agro", **CITED}

    assert list(codes(editor.post("projects/", {"title": "Mill", "sectors": [row, row]}), 400)) == ["sectors.1"]


def test_an_identifier_of_another_project_is_refused_in_its_row(editor, full):
    editor.post("projects/", full)

    answer = codes(editor.post("projects/", {"title": "Port", "identifiers": full["identifiers"]}), 400)

    assert list(answer) == ["identifiers.0"]


@pytest.mark.parametrize("member", ["stage", "region", "investment", "jobs", "announced_on", "commissioning_on"])
def test_a_member_that_follows_from_the_claims_is_refused_alone_and_ignored_beside_claims(editor, source, member):
    project = ProjectFactory(slug="mill")
    path = "projects/mill/"

    assert codes(editor.write("patch", path, {member: None}), 400) == {member: "send_claim"}
    response = editor.write("patch", path, {member: {"value": 5}, "claims": [INVESTMENT]})
    assert response.status_code == 200, response.text
    assert response.json()["investment"]["value"] == 20_000_000
    project.refresh_from_db()
    assert (project.stage, project.jobs_low) == ("", None)


def test_a_list_is_no_project(editor):
    assert codes(editor.post("projects/", [{"title": "Mill"}]), 400) == {"detail": "invalid"}


def test_malformed_json_and_other_media_types_are_refused(editor):
    malformed = editor.client.post(
        "/api/v1/projects/", '{"title": ', content_type="application/json", headers=editor.headers
    )
    form = editor.client.post("/api/v1/projects/", {"title": "Mill"}, headers=editor.headers)

    assert codes(malformed, 400) == {"detail": "parse_error"}
    assert codes(form, 415) == {"detail": "unsupported_media_type"}


@pytest.mark.parametrize("text", ["[" * 100_000, '{"title": 1e999}', '{"title": "\\u0000"}', '{"verified_on": NaN}'])
def test_strange_json_is_a_400(editor, text):
    response = editor.client.post("/api/v1/projects/", text, content_type="application/json", headers=editor.headers)

    assert errors(response, 400)


# Changes


@pytest.mark.parametrize("method", ["put", "patch"])
def test_sending_back_what_was_read_changes_nothing(editor, full, method):
    editor.post("projects/", full)
    read = editor.get("projects/mill/")
    before = counted()

    response = editor.send(method, "projects/mill/", read.json(), If_Match=read["ETag"])

    assert response.status_code == 200, response.text
    assert response.json() == read.json()
    assert response["ETag"] == read["ETag"]
    assert counted() == before


@pytest.mark.parametrize("method", ["put", "patch"])
def test_what_is_not_sent_stays(editor, full, method):
    before = editor.post("projects/", full).json()

    after = editor.write(method, "projects/mill/", {"place": "Almaty"}).json()

    assert {name for name in before if before[name] != after[name]} == {"place", "updated_at"}


@pytest.mark.parametrize("method", ["put", "patch"])
def test_a_list_that_is_sent_is_complete(editor, full, method):
    before = editor.post("projects/", full).json()
    kept = [claim for claim in before["claims"] if claim["attribute"] != "jobs"]

    after = editor.write(method, "projects/mill/", {"claims": kept, "aims": []}).json()

    assert [claim["uid"] for claim in after["claims"]] == [claim["uid"] for claim in kept]
    assert (after["jobs"], after["aims"], after["products"]) == (None, [], before["products"])
    assert Claim.objects.get(attribute="jobs").retired_at


def test_a_changed_row_is_retired_and_added_and_all_others_stay(editor, full):
    before = editor.post("projects/", full).json()
    claims = [dict(claim) for claim in before["claims"]]
    changed = next(claim for claim in claims if claim["attribute"] == "jobs")
    changed["value"] = 50

    after = editor.write("patch", "projects/mill/", {"claims": claims}).json()

    old, new = ({claim["uid"] for claim in record["claims"]} for record in (before, after))
    assert old - new == {changed["uid"]}
    assert len(new - old) == 1
    assert after["jobs"]["value"] == 50
    former = Claim.objects.get(uid=changed["uid"])
    assert (former.quantity, former.stands) == (40, False)


def test_a_row_without_uid_that_says_the_same_is_that_row(editor, full):
    before = editor.post("projects/", full).json()

    after = editor.write("patch", "projects/mill/", {"claims": full["claims"], "events": full["events"]}).json()

    assert after["claims"] == before["claims"]
    assert after["events"] == before["events"]


def test_a_row_of_another_project_is_no_row_of_this_one(editor, source):
    claim = ClaimFactory()
    project = ProjectFactory()

    response = editor.write("patch", f"projects/{project.slug}/", {"claims": [INVESTMENT | {"uid": str(claim.uid)}]})

    assert codes(response, 400) == {"claims.0.uid": "unknown"}


def test_a_doubt_that_is_added_makes_another_claim(editor, full):
    claims = editor.post("projects/", full).json()["claims"]
    jobs = next(claim for claim in claims if claim["attribute"] == "jobs")
    jobs["doubts"] = [{"code": "other", "note": "Hm."}]

    after = editor.write("patch", "projects/mill/", {"claims": claims}).json()["claims"]

    assert next(claim for claim in after if claim["attribute"] == "jobs")["doubts"] == jobs["doubts"]
    assert jobs["uid"] not in {claim["uid"] for claim in after}


def test_a_facility_that_is_named_elsewhere_can_not_go(editor, full):
    editor.post("projects/", full)

    answer = codes(editor.write("patch", "projects/mill/", {"facilities": []}), 400)

    assert [place.split(".")[0] for place in answer] == ["claims"]
    assert Facility.objects.current().count() == 1


def test_a_corrected_facility_keeps_what_is_claimed_of_it(editor, full):
    record = editor.post("projects/", full).json()
    facilities = [record["facilities"][0] | {"place": "North"}]

    after = editor.write("patch", "projects/mill/", {"facilities": facilities}).json()

    assert after["facilities"][0]["place"] == "North"
    assert after["claims"] == record["claims"]


def test_a_circle_of_relations_names_its_row_and_member(editor):
    ProjectFactory(slug="mill")
    ProjectFactory(slug="park", relations=[{"kind": "part_of", "project": "mill"}])

    response = editor.write("patch", "projects/mill/", {"relations": [{"kind": "part_of", "project": "park"}]})

    assert codes(response, 400) == {"relations.0.project": "circle"}


def test_coordinates_out_of_pair_name_the_place(editor):
    response = editor.post("projects/", {"title": "Mill", "location": {"lat": 5, "precision": "exact"}})

    assert [place.split(".")[0] for place in codes(response, 400)] == ["detail"]


def test_texts_in_languages_that_are_not_sent_stay_when_others_are(editor, full):
    editor.post("projects/", full)

    after = editor.write("patch", "projects/mill/", {"titles": {"en": "Big mill", "kk": "Диірмен"}}).json()

    assert after["titles"] == {"en": "Big mill", "kk": "Диірмен"}
    assert after["summaries"] == {"en": "Grinds."}


def test_a_slug_never_changes(editor):
    ProjectFactory(slug="mill")

    assert codes(editor.write("patch", "projects/mill/", {"slug": "plant"}), 400) == {"slug": "immutable"}
    assert editor.write("patch", "projects/mill/", {"slug": "mill", "place": "X"}).status_code == 200


def test_a_failed_change_leaves_no_citation_and_no_row(editor, full):
    editor.post("projects/", full)
    before = counted()
    rows = [INVESTMENT | {"citation": WORDS | {"exact": "new words"}}, {"attribute": "jobs", "value": -1, **CITED}]

    response = editor.write("patch", "projects/mill/", {"place": "X", "claims": rows, "events": []})

    assert codes(response, 400) == {"claims.1.value": "negative"}
    assert counted() == before
    assert editor.get("projects/mill/").json()["place"] == "Taraz"


def test_history_keeps_who_why_and_both_forms(editor, full):
    editor.post("projects/", full)

    editor.write("patch", "projects/mill/", {"place": "Almaty"}, Change_Reason="Moved")

    change = Change.objects.order_by("pk").last()
    assert (change.revision.user, change.revision.why) == (editor.user, "Moved")
    assert (change.before["place"], change.after["place"]) == ("Taraz", "Almaty")
    assert change.before["claims"] == change.after["claims"]


# Second writers


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_a_change_names_the_record_that_it_was_made_for(reviewer, method):
    ProjectFactory(slug="mill")
    document = None if method == "delete" else {"place": "X"}

    assert codes(reviewer.send(method, "projects/mill/", document), 428) == {"detail": "precondition_required"}
    assert Project.objects.get().place == ""
    assert Project.objects.get().publication == "published"


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_a_change_of_an_older_record_is_refused(reviewer, method):
    ProjectFactory(slug="mill")
    etag = reviewer.get("projects/mill/")["ETag"]
    reviewer.send("patch", "projects/mill/", {"place": "First"}, If_Match=etag)

    document = None if method == "delete" else {"place": "Second"}
    response = reviewer.send(method, "projects/mill/", document, If_Match=etag)

    assert codes(response, 412) == {"detail": "stale"}
    assert (Project.objects.get().place, Project.objects.get().publication) == ("First", "published")


@pytest.mark.parametrize("header", ["7", '"x"', "", "W/7", '"99-0123456789abcdef"'])
def test_an_etag_that_is_none_of_this_record_is_refused(editor, header):
    ProjectFactory(slug="mill")

    assert codes(editor.send("patch", "projects/mill/", {"place": "X"}, If_Match=header), 412) == {"detail": "stale"}


def test_the_etag_of_any_language_or_choice_of_members_names_the_record(editor):
    ProjectFactory(slug="mill")
    etags = [
        editor.get("projects/mill/", Accept_Language="ru")["ETag"],
        editor.get("projects/mill/?fields=slug")["ETag"],
    ]

    response = editor.send("patch", "projects/mill/", {"place": "X"}, If_Match=f'"0-0000000000000000", {etags[1]}')
    assert response.status_code == 200
    assert codes(editor.send("patch", "projects/mill/", {"place": "Y"}, If_Match=etags[0]), 412)
    assert editor.send("patch", "projects/mill/", {"place": "Y"}, If_Match="*").status_code == 200


def test_the_answer_of_a_change_names_the_record_for_the_next_one(editor):
    ProjectFactory(slug="mill")
    first = editor.write("patch", "projects/mill/", {"place": "X"})

    assert editor.send("patch", "projects/mill/", {"place": "Y"}, If_Match=first["ETag"]).status_code == 200


# Publishing and withdrawing


def test_a_reviewer_publishes_and_an_editor_does_not(editor, reviewer, api):
    ProjectFactory(slug="mill", publication="draft")
    publish = {"publication": "published"}

    assert codes(editor.write("patch", "projects/mill/", publish), 403) == {"detail": "permission_denied"}
    assert codes(editor.post("projects/", {"title": "Port", **publish}), 403) == {"detail": "permission_denied"}
    assert Project.objects.get().publication == "draft"
    assert reviewer.write("patch", "projects/mill/", publish).status_code == 200
    assert slugs(api.get("projects/")) == ["mill"]


def test_an_editor_corrects_what_is_published(editor):
    ProjectFactory(slug="mill")

    assert editor.write("patch", "projects/mill/", {"place": "X", "publication": "published"}).status_code == 200


def test_deleting_withdraws(reviewer, api):
    ProjectFactory(slug="mill")

    response = reviewer.write("delete", "projects/mill/", Change_Reason="Never built.")

    assert (response.status_code, response.content) == (204, b"")
    assert errors(api.get("projects/mill/"), 410) == {"detail": [{"code": "withdrawn", "message": "Never built."}]}
    assert slugs(api.get("projects/")) == []
    assert Project.objects.get().withdrawal == "Never built."


def test_an_editor_does_not_withdraw(editor):
    ProjectFactory(slug="mill")

    assert codes(editor.write("delete", "projects/mill/"), 403) == {"detail": "permission_denied"}


def test_a_draft_that_was_never_public_is_not_there_rather_than_gone(reviewer, api):
    draft = ProjectFactory(slug="mill", publication="draft")
    withdraw_project(draft, user=None, why="A slip.")

    assert codes(api.get("projects/mill/"), 404) == {"detail": "not_found"}


def test_a_merged_project_leads_to_the_one_it_became(api):
    port = ProjectFactory(slug="port")
    withdraw_project(ProjectFactory(slug="mill"), user=None, into=port)

    response = api.get("projects/mill/")

    assert (response.status_code, response["Location"]) == (301, "http://testserver/api/v1/projects/port/")


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_a_project_that_is_not_there_can_not_be_changed(reviewer, method):
    document = None if method == "delete" else {}

    assert codes(reviewer.send(method, "projects/nothing/", document, If_Match="*"), 404) == {"detail": "not_found"}


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("post", "projects/mill/"),
        ("put", "projects/"),
        ("delete", "projects/"),
        ("post", "claims/"),
        ("post", "events/"),
    ],
)
def test_methods_that_an_address_has_not_are_refused(reviewer, method, path):
    ProjectFactory(slug="mill")

    assert codes(reviewer.send(method, path, {}, If_Match="*"), 405) == {"detail": "method_not_allowed"}


@pytest.mark.parametrize(("method", "path"), [("post", "projects/"), ("patch", "projects/mill/")])
def test_a_write_knows_no_parameters(editor, method, path):
    ProjectFactory(slug="mill")

    response = editor.send(method, f"{path}?publish=yes", {"title": "X"}, If_Match="*")

    assert codes(response, 400) == {"publish": "unknown"}


def test_rows_of_others_are_written_through_their_project(editor):
    event = EventFactory()
    FacilityFactory(project=event.project)

    assert editor.send("patch", f"events/{event.uid}/", {}, If_Match="*").status_code == 405
