"""Writing organizations, sources, agreements and products over the API."""

import pytest

from history.models import Change
from investors.models import Ownership
from tests.api import Api, codes
from tests.factories.investors import InvestorFactory
from tests.factories.projects import AgreementFactory, ProductFactory, SectorFactory
from tests.factories.regions import CountryFactory
from tests.factories.sources import SourceFactory

pytestmark = pytest.mark.django_db

CITED = {"citation": {"source": "gazette", "exact": "words"}}
DOCUMENTS = {
    "investors": {
        "slug": "made",
        "names": {"en": "TBEA", "zh-hans": "特变电工"},
        "kind": "company",
        "country": "CN",
        "country_basis": "stated",
        "website": "https://example.org/",
        "further_names": [{"text": "TBEA Co., Ltd.", "language": "en", "kind": "legal"}],
        "identifiers": [{"scheme": "LEI", "value": "X" * 20}],
        "owners": [{"owner": {"slug": "owner"}, "share_low": 51.5, "share_high": 60, **CITED}],
    },
    "sources": {
        "slug": "made",
        "titles": {"en": "Report", "ru": "Отчёт"},
        "kind": "official",
        "authority": "official",
        "publisher": "Ministry",
        "url": "https://example.org/report",
        "language": "ru",
        "published": "2025-06",
        "retrieved_on": "2025-07-01",
    },
    "agreements": {
        "slug": "made",
        "titles": {"en": "Pact"},
        "kind": "framework",
        "date": "2025-06",
        "open_ended": True,
        "citation": {"source": "gazette", "exact": "a pact"},
        "parties": [{"code": "KZ", "basis": "stated", **CITED}],
        "participants": [{"investor": {"slug": "owner"}, "basis": "inferred", **CITED}],
        "sectors": [{"code": "agro", **CITED}],
        "areas": [{"code": "agro", **CITED}],
    },
    "products": {"slug": "made", "names": {"en": "Tea", "kk": "Шай"}, "hs": "0902"},
}


@pytest.fixture
def editor(db):
    SourceFactory(slug="gazette")
    InvestorFactory(slug="owner")
    CountryFactory(code="KZ")
    SectorFactory(code="agro")
    return Api("editor")


def holds(shown, sent):
    """Whether an answer has all that was sent, at any depth."""
    if isinstance(sent, dict):
        return isinstance(shown, dict) and all(holds(shown.get(name), value) for name, value in sent.items())
    if isinstance(sent, list):
        return len(shown) == len(sent) and all(map(holds, shown, sent))
    return shown == sent


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_record_is_made_read_and_sent_back_without_a_change(editor, name):
    made = editor.post(f"{name}/", DOCUMENTS[name], Change_Reason="New")

    assert made.status_code == 201, made.text
    assert holds(made.json(), DOCUMENTS[name])
    assert made["Location"] == f"http://testserver/api/v1/{name}/made/"
    read = editor.get(f"{name}/made/")
    assert (read.json(), read["ETag"]) == (made.json(), made["ETag"])
    again = editor.send("put", f"{name}/made/", read.json(), If_Match=read["ETag"])
    assert (again.status_code, again["ETag"]) == (200, read["ETag"])
    assert Change.objects.filter(slug="made").count() == 1


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("investors", {"website": "https://example.org/new"}),
        ("investors", {"identifiers": []}),
        ("investors", {"owners": []}),
        ("sources", {"published": "2025-06-16"}),
        ("agreements", {"parties": []}),
        ("agreements", {"note": "Two copies."}),
        ("products", {"hs": "090210"}),
    ],
)
def test_a_change_touches_what_is_sent_and_is_kept_with_its_reason(editor, name, change):
    before = editor.post(f"{name}/", DOCUMENTS[name]).json()

    response = editor.write("patch", f"{name}/made/", change, Change_Reason="Better known")

    assert response.status_code == 200, response.text
    after = response.json()
    assert {member for member in after if after[member] != before[member]} - {"updated_at"} == set(change)
    kept = Change.objects.filter(slug="made").order_by("pk").last()
    assert (kept.revision.why, kept.revision.user) == ("Better known", editor.user)


@pytest.mark.parametrize("name", DOCUMENTS)
@pytest.mark.parametrize("method", ["put", "patch"])
def test_a_change_names_the_record_that_it_was_made_for(editor, name, method):
    read = editor.post(f"{name}/", DOCUMENTS[name])

    assert codes(editor.send(method, f"{name}/made/", {}), 428) == {"detail": "precondition_required"}
    editor.write(
        "patch", f"{name}/made/", {"slug": "made", ("names" if "names" in read.json() else "titles"): {"en": "X"}}
    )
    stale = editor.send(method, f"{name}/made/", {}, If_Match=read["ETag"])
    assert codes(stale, 412) == {"detail": "stale"}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_nothing_is_deleted(editor, name):
    editor.post(f"{name}/", DOCUMENTS[name])

    assert Api("administrator").send("delete", f"{name}/made/", If_Match="*").status_code == 405
    assert editor.get(f"{name}/made/").status_code == 200


@pytest.mark.parametrize(
    ("name", "document", "expected"),
    [
        ("investors", {}, {"names": "required"}),
        ("investors", {"name": "X", "country": "China"}, {"country": "country"}),
        ("investors", {"name": "X", "country": "XX"}, {"country": "country"}),
        ("investors", {"name": "X", "website": "no address"}, {"website": "invalid"}),
        ("investors", {"name": "X", "identifiers": [{"scheme": "LEI"}]}, {"identifiers.0.value": "required"}),
        ("investors", {"name": "X", "owners": [{"owner": "ownr"}]}, {"owners.0.owner.slug": "unknown"}),
        (
            "investors",
            {"name": "X", "owners": [{"owner": "owner", "share_low": 60, "share_high": 50}]},
            {"owners.0.share_high": "reversed"},
        ),
        ("investors", {"name": "X", "owners": [{"owner": "owner", "share_low": 101}]}, {"owners.0.share_low": None}),
        ("sources", {}, {"titles": "required"}),
        ("sources", {"title": "X", "published": "June"}, {"published": "edtf"}),
        ("sources", {"title": "X", "url": "javascript:alert(1)"}, {"url": "invalid"}),
        ("sources", {"title": "X", "authority": "high"}, {"authority": "invalid_choice"}),
        ("agreements", {"title": "X"}, {"kind": "required"}),
        ("agreements", {"title": "X", "kind": "framework", "parties": [{"code": "XX"}]}, {"parties.0.code": "unknown"}),
        (
            "agreements",
            {"title": "X", "kind": "framework", "citation": {"source": "x"}},
            {"citation.source": "unknown"},
        ),
        ("products", {"names": {"kk": "Шай"}}, {"names": "english"}),
        ("products", {"name": "Tea", "colour": "green"}, {"colour": "unknown"}),
    ],
)
def test_a_wrong_member_is_named_and_nothing_is_kept(editor, name, document, expected):
    before = editor.get(f"{name}/").json()["count"]

    found = codes(editor.post(f"{name}/", document), 400)

    assert set(found) == set(expected)
    assert all(code in (None, found[place]) for place, code in expected.items())
    assert editor.get(f"{name}/").json()["count"] == before


def test_an_owner_that_goes_is_retired_not_deleted(editor):
    editor.post("investors/", DOCUMENTS["investors"])

    editor.write("patch", "investors/made/", {"owners": []})

    assert Ownership.objects.get().retired_at is not None


def test_a_circle_of_owners_is_refused(editor):
    editor.post("investors/", DOCUMENTS["investors"])

    response = editor.write("patch", "investors/owner/", {"owners": [{"owner": "made", **CITED}]})

    assert list(codes(response, 400).values()) == ["circle"]


@pytest.mark.parametrize(("name", "make"), [("products", ProductFactory), ("agreements", AgreementFactory)])
def test_an_address_of_a_record_never_changes(editor, name, make):
    make(slug="made")

    assert codes(editor.write("patch", f"{name}/made/", {"slug": "new"}), 400) == {"slug": "immutable"}


@pytest.mark.parametrize("path", ["regions/KZ/", "sectors/agro/"])
def test_places_and_sectors_are_written_in_the_admin_alone(editor, path):
    response = Api("administrator").send("patch", path, {}, If_Match="*")

    assert codes(response, 405) == {"detail": "method_not_allowed"}
