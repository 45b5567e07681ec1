"""Storing, replacing and taking away the text of a source: by service, command and API."""

import io
import sys
from hashlib import sha256

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from history.exceptions import Stale
from history.models import Change
from lib.texts import MAX_CHARACTERS
from sources.models import Citation, Source, Text
from sources.services import remove_text, store_text
from tests.api import Api, codes
from tests.factories.accounts import UserFactory
from tests.factories.sources import CitationFactory, SourceFactory

pytestmark = pytest.mark.django_db

BODY = "A plant in “Alatau”.\nIt is to bring 4,000 jobs."
SHA = sha256(BODY.encode()).hexdigest()


@pytest.fixture
def source():
    return SourceFactory(slug="news")


@pytest.fixture
def editor(source):
    return Api("editor")


def told():
    """What the history has of the source's text, the newest first."""
    changes = Change.objects.of("source", "news")
    return [
        (one.revision.why, one.before["text"], one.after["text"] and one.after["text"]["sha256"]) for one in changes
    ]


# The service


def test_a_text_is_one_revision_and_one_version_of_its_source(source):
    user = UserFactory()

    store_text(source=source, body=BODY.replace("\n", "\r\n"), user=user, why="from the web")

    source.refresh_from_db()
    assert (source.text.body, source.text.sha256, source.text.characters) == (BODY, SHA, len(BODY))
    assert (source.version, told()) == (2, [("from the web", None, SHA)])
    assert Change.objects.get().revision.user == user


def test_the_same_text_again_changes_nothing(source):
    first = store_text(source=source, body=BODY, user=None)
    CitationFactory(source=source, exact="4,000 jobs")

    again = store_text(source=source, body=BODY, user=None)

    assert (again, again.retrieved_at) == (first, first.retrieved_at)
    assert (Source.objects.get().version, len(told())) == (2, 1)


def test_a_text_is_replaced_or_taken_away_only_while_nothing_is_cited(source):
    store_text(source=source, body="Mistyped.", user=None)
    store_text(source=source, body=BODY, user=None, why="put right")
    assert Text.objects.get().sha256 == SHA

    remove_text(source=source, user=None, why="not ours")
    assert not Text.objects.exists()
    assert [why for why, _before, _after in told()] == ["not ours", "put right", ""]

    store_text(source=source, body=BODY, user=None)
    CitationFactory(source=source, locator="par. 1")
    for act in (
        lambda: store_text(source=source, body="Other.", user=None),
        lambda: remove_text(source=source, user=None),
    ):
        with pytest.raises(ValidationError) as error:
            act()
        assert error.value.error_dict["body"][0].code == "immutable"
    assert Text.objects.get().body == BODY


def test_a_text_without_cited_words_names_all_of_them(source):
    for words in ("4,000 jobs", "5,000 jobs", "six"):
        CitationFactory(source=source, exact=words, locator="par. 2")

    with pytest.raises(ValidationError) as error:
        store_text(source=source, body=BODY, user=None)

    assert [("5,000 jobs" in one, "six" in one) for one in error.value.messages] == [(True, False), (False, True)]
    assert not Citation.objects.exclude(start=None).exists()
    assert not Change.objects.exists()


def test_a_stale_version_stores_nothing(source):
    with pytest.raises(Stale):
        store_text(source=source, body=BODY, user=None, version=7)

    assert not Text.objects.exists()


# The command


def add_text(*args, **options):
    out = io.StringIO()
    call_command("add_text", *args, stdout=out, **options)
    return out.getvalue()


def stored(path, content):
    path = path / "text.txt"
    path.write_bytes(content)
    return str(path)


@pytest.mark.parametrize("content", [BODY.encode(), BODY.encode("utf-8-sig"), BODY.replace("\n", "\r\n").encode()])
def test_the_command_stores_a_file_by_the_registry_itself(source, tmp_path, content):
    CitationFactory(source=source, exact="4,000 jobs")

    said = add_text("news", stored(tmp_path, content), why="for checking")

    assert (SHA in said, "stand in it: 1" in said) == (True, True)
    assert (Change.objects.get().revision.user, told()) == (None, [("for checking", None, SHA)])


def test_the_command_reads_standard_input(source, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(BODY.encode())))

    add_text("news", "-", verbosity=0)

    assert Text.objects.get().sha256 == SHA


@pytest.mark.parametrize(
    ("slug", "content", "said"),
    [
        ("newz", BODY.encode(), "Did you mean news?"),
        ("other", BODY.encode(), "There is no source “other”."),
        ("news", BODY.encode("cp1251", "replace"), "not in UTF-8"),
        ("news", b" \n", "no text"),
        ("news", b"%PDF\x00\x01", "no plain text"),
        ("news", b"x" * (MAX_CHARACTERS + 1), "at most 1000000 characters"),
        ("news", b"Nothing of the kind.", "“4,000 jobs” (place not noted) is cited"),
        ("news", None, "No such file"),
    ],
)
def test_the_command_says_what_is_wrong_and_stores_nothing(source, tmp_path, slug, content, said):
    CitationFactory(source=source, exact="4,000 jobs")
    file = str(tmp_path / "nothing") if content is None else stored(tmp_path, content)

    with pytest.raises(CommandError, match=f"(?s).*{said.replace('(', '.').replace(')', '.').replace('?', '.')}"):
        add_text(slug, file)

    assert not Text.objects.exists()
    assert not Change.objects.exists()


def test_the_command_replaces_a_text_only_when_told_and_never_a_cited_one(source, tmp_path):
    add_text("news", stored(tmp_path, b"Mistyped."))
    file = stored(tmp_path, BODY.encode())

    with pytest.raises(CommandError, match="--replace"):
        add_text("news", file)
    add_text("news", file, replace=True)
    add_text("news", file)
    CitationFactory(source=source, exact="4,000 jobs")
    with pytest.raises(CommandError, match="never changed"):
        add_text("news", stored(tmp_path, b"Other."), replace=True)

    assert Text.objects.get().sha256 == SHA


# The API


def put(api, content, content_type="text/plain", **headers):
    headers = api.headers | {"If-Match": "*"} | headers
    return api.client.put("/api/v1/sources/news/text/", content, content_type=content_type, headers=headers)


def test_a_text_is_stored_and_read_as_json_and_as_text(editor, api):
    sent = {"body": BODY, "retrieved_at": "2025-06-17T08:00:00Z"}

    made = editor.send(
        "put", "sources/news/text/", sent, If_Match=api.get("sources/news/")["ETag"], Change_Reason="web"
    )

    assert made.status_code == 201, made.text
    assert made.json() == sent | {"sha256": SHA, "characters": len(BODY)}
    assert made["ETag"] == api.get("sources/news/text/")["ETag"]
    assert api.get("sources/news/").json()["text"] == {
        name: made.json()[name] for name in ("sha256", "characters", "retrieved_at")
    }
    plain = api.get("sources/news/text/?format=txt")
    assert (plain.text, plain["Content-Type"]) == (BODY, "text/plain; charset=utf-8")
    assert plain["ETag"] != made["ETag"]
    assert told() == [("web", None, SHA)]


def test_a_text_is_stored_from_plain_text(editor):
    assert put(editor, "\ufeff" + BODY.replace("\n", "\r\n"), "text/plain; charset=utf-8").status_code == 201

    assert Text.objects.get().sha256 == SHA


def test_the_licence_of_the_data_is_not_said_of_a_text(editor, api):
    put(editor, BODY)

    assert "Link" in api.get("sources/news/")
    assert "Link" not in api.get("sources/news/text/")


def test_an_unchanged_text_is_not_sent_again(editor, api):
    tag = put(editor, BODY)["ETag"]

    assert api.get("sources/news/text/", If_None_Match=tag).status_code == 304


@pytest.mark.parametrize(
    ("content", "kind", "expected"),
    [
        ("", "text/plain", {"body": "required"}),
        (" ", "text/plain", {"body": "blank"}),
        ("a\0b", "text/plain", {"body": "null_characters_not_allowed"}),
        ("a\x01b", "text/plain", {"body": "not_text"}),
        ("Жаңа".encode("cp1251", "replace"), "text/plain", {"body": "not_utf8"}),
        ("Жаңа", "text/plain; charset=windows-1251", {"body": "not_utf8"}),
        ("x" * (MAX_CHARACTERS + 1), "text/plain", {"body": "max_length"}),
        ("{}", "application/json", {"body": "required"}),
        ('{"body": 5, "x": 1}', "application/json", {"x": "unknown"}),
        ('{"body": ["a"]}', "application/json", {"body": "invalid"}),
        ('{"body": "a\\ud800"}', "application/json", {"body": "surrogate_characters_not_allowed"}),
        ('{"body": "a", "retrieved_at": "June"}', "application/json", {"retrieved_at": "invalid"}),
        ("[]", "application/json", {"detail": "invalid"}),
    ],
)
def test_what_is_wrong_with_a_text_is_said_and_nothing_is_stored(editor, content, kind, expected):
    assert codes(put(editor, content, kind), 400) == expected

    assert not Text.objects.exists()


def test_another_kind_of_content_is_refused(editor):
    assert codes(put(editor, b"%PDF", "application/pdf"), 415) == {"detail": "unsupported_media_type"}


def test_words_that_are_cited_and_not_in_it_are_named(editor, source):
    CitationFactory(source=source, exact="5,000 jobs")

    assert codes(put(editor, BODY), 400) == {"body": "not_in_text"}


def test_a_write_names_the_version_that_it_was_made_for(editor, source):
    stale = editor.get("sources/news/")["ETag"]
    put(editor, BODY)

    for method, document in (("put", {"body": "Other."}), ("delete", None)):
        assert codes(editor.send(method, "sources/news/text/", document), 428) == {"detail": "precondition_required"}
        assert codes(editor.send(method, "sources/news/text/", document, If_Match=stale), 412) == {"detail": "stale"}
    assert editor.write("put", "sources/news/text/", {"body": "Other."}).status_code == 200


def test_a_text_is_taken_away_while_nothing_is_cited(editor, source):
    assert codes(editor.send("delete", "sources/news/text/", If_Match="*"), 404) == {"detail": "not_found"}
    put(editor, BODY)
    assert editor.write("delete", "sources/news/text/", Change_Reason="not ours").status_code == 204
    assert codes(editor.get("sources/news/text/"), 404) == {"detail": "not_found"}
    assert editor.get("sources/news/").json()["text"] is None

    put(editor, BODY)
    CitationFactory(source=source, exact="4,000 jobs")
    assert codes(editor.write("delete", "sources/news/text/"), 400) == {"body": "immutable"}
    assert codes(put(editor, "Other."), 400) == {"body": "immutable"}


@pytest.mark.parametrize("role", ["", "viewer", "editor", "reviewer", "administrator"])
def test_who_writes_sources_writes_their_texts(source, role):
    api, may = Api(role), role not in ("", "viewer")

    assert put(api, BODY).status_code == (201 if may else 403 if role else 401)
    store_text(source=source, body=BODY, user=None)
    assert api.get("sources/news/text/").status_code == 200
    assert api.send("delete", "sources/news/text/", If_Match="*").status_code == (204 if may else 403 if role else 401)


def test_a_source_itself_is_never_deleted(source):
    assert codes(Api("administrator").send("delete", "sources/news/", If_Match="*"), 405) == {
        "detail": "method_not_allowed"
    }


def test_an_unknown_source_or_parameter_is_said(editor):
    assert codes(editor.send("put", "sources/newz/text/", {"body": BODY}, If_Match="*"), 404) == {"detail": "not_found"}
    assert codes(editor.get("sources/news/text/?as=pdf"), 400) == {"as": "unknown"}
    assert codes(editor.get("sources/news/text/?format=csv"), 400) == {"format": "unknown"}


def test_a_list_of_sources_fetches_no_text(api, django_assert_max_num_queries):
    for number in range(5):
        SourceFactory(text=f"text {number}")

    with django_assert_max_num_queries(3) as captured:
        assert api.get("sources/").json()["results"][0]["text"]["characters"] == 6
    assert not any('"body"' in query["sql"] for query in captured)
