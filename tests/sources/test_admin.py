import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from history.models import Change
from sources.models import Source
from tests.admin_forms import address, opened, problems, save, values_of
from tests.factories.accounts import UserFactory
from tests.factories.sources import CitationFactory, SourceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(client):
    user = UserFactory(username="clerk", role="editor")
    client.force_login(user)
    return user


def listed(client, **query):
    answer = client.get(reverse("admin:sources_source_changelist"), query)
    return [source.slug for source in answer.context["cl"].result_list]


def test_a_source_is_entered_with_a_slug_of_its_title_and_a_revision(client, clerk):
    answer = save(client, Source, {"title_en": "A plant opens", "title_ru": "Завод", "why": "from the press"})

    assert problems(answer) == {}
    change = Change.objects.of("source", "a-plant-opens").get()
    assert (change.revision.user, change.revision.why) == (clerk, "from the press")
    assert (change.before, change.after["titles"]) == (None, {"en": "A plant opens", "ru": "Завод"})


@pytest.mark.usefixtures("clerk")
def test_a_form_that_was_only_opened_changes_nothing(client):
    source = SourceFactory(
        note="Two\nlines", title_zh_hans="标题", retrieved_on="2025-06-17", url="https://example.org/a"
    )

    assert problems(save(client, source, {})) == {}

    assert not Change.objects.exists()
    assert Source.objects.get().note == "Two\nlines"


@pytest.mark.usefixtures("clerk")
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title_en": ""}, "title_en"),
        ({"published": "June 2025"}, "published"),
        ({"url": "nowhere"}, "url"),
        ({"slug": "Two words"}, "slug"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(client, changes, field):
    answer = save(client, Source, {"title_en": "A plant opens"} | changes)

    assert list(problems(answer)) == [field]


@pytest.mark.usefixtures("clerk")
@pytest.mark.parametrize("words", ["ЗАВОД", "завод открыт", "工厂", "qazinform"])
def test_sources_are_found_in_every_language(client, words):
    SourceFactory(slug="plant", title_ru="Завод открыт", title_zh_hans="工厂", publisher="Qazinform")
    SourceFactory(slug="other")

    assert listed(client, q=words) == ["plant"]


@pytest.mark.usefixtures("clerk")
def test_the_list_says_what_is_not_stated(client):
    SourceFactory(published="")

    page = client.get(reverse("admin:sources_source_changelist")).content.decode()

    assert "not stated" in page


@pytest.mark.usefixtures("clerk")
def test_the_list_takes_as_many_queries_for_many_as_for_one(client, django_assert_max_num_queries):
    for _each in range(8):
        SourceFactory(text="words")

    with django_assert_max_num_queries(8):
        client.get(reverse("admin:sources_source_changelist"))


@pytest.mark.usefixtures("clerk")
@pytest.mark.parametrize(
    "changes",
    [
        {"title_en": "Plants opens"},
        {"title_en": "Something else", "url": "http://example.org/news/1/?utm_source=x"},
    ],
)
def test_a_source_that_seems_to_exist_is_added_only_on_purpose(client, changes):
    SourceFactory(slug="first", title_en="A plant opens", url="https://www.example.org/news/1")

    asked = save(client, Source, changes)
    assert [twin.slug for twin in asked.context["held"].twins] == ["first"]
    assert Source.objects.count() == 1

    save(client, Source, {"anyway": "on"}, form=values_of(asked))
    assert Source.objects.count() == 2


@pytest.mark.usefixtures("clerk")
def test_a_text_that_is_cited_is_only_shown(client):
    source = SourceFactory()
    CitationFactory(source=source, exact="4,000 jobs")

    refused = save(client, source, {"body": "Nothing of the kind."})
    assert list(problems(refused)) == ["body"]

    save(client, source, {"body": "It brings\r\n4,000 jobs.", "why": "from the web"})
    text = Source.objects.get().text
    assert text.body == "It brings\n4,000 jobs."
    assert not {"body", "text_file", "without_text"} & set(opened(client, source))
    page = client.get(address(source)).content.decode()
    assert all(said in page for said in ("It brings", text.sha256, "1 citation", "never changes"))
    assert Change.objects.get().revision.why == "from the web"


@pytest.mark.usefixtures("clerk")
def test_a_text_from_which_nothing_is_cited_is_replaced_and_taken_away(client):
    source = SourceFactory(text="Mistyped.")

    save(client, source, {})
    assert Source.objects.get().text.body == "Mistyped."
    save(client, source, {"body": "Put right."})
    assert Source.objects.get().text.body == "Put right."
    save(client, source, {"without_text": "on"})
    assert not hasattr(Source.objects.get(), "text")


@pytest.mark.usefixtures("clerk")
@pytest.mark.parametrize("content", [b"It brings\r\n4,000 jobs.", "\ufeffIt brings\n4,000 jobs.".encode()])
def test_a_text_is_uploaded(client, content):
    answer = save(client, Source, {"title_en": "A plant opens", "text_file": SimpleUploadedFile("a.txt", content)})

    assert problems(answer) == {}
    assert Source.objects.get().text.body == "It brings\n4,000 jobs."


@pytest.mark.usefixtures("clerk")
@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"text_file": SimpleUploadedFile("a.txt", "Жаңа".encode("utf-16"))}, "text_file"),
        ({"text_file": SimpleUploadedFile("a.txt", b"a"), "body": "b"}, "text_file"),
        ({"text_file": SimpleUploadedFile("a.txt", b"%PDF\x00")}, "body"),
        ({"body": "a\x01"}, "body"),
    ],
)
def test_what_is_wrong_with_a_text_is_said_at_its_field(client, sent, field):
    answer = save(client, Source, {"title_en": "A plant opens"} | sent)

    assert list(problems(answer)) == [field]
    assert not Source.objects.exists()


@pytest.mark.usefixtures("clerk")
def test_a_stale_form_is_refused_and_nothing_typed_is_lost(client):
    source = SourceFactory(title_en="As it was", publisher="As it was", note="As it was")
    mine, theirs = opened(client, source), opened(client, source)
    save(client, source, {"title_en": "Theirs", "publisher": "Theirs", "why": "quicker"}, form=theirs)

    answer = save(client, source, {"title_en": "Mine", "note": "Mine"}, form=mine)

    assert Source.objects.get().title_en == "Theirs"
    stale = answer.context["held"].stale
    assert (stale["last"].user, stale["last"].change.revision.why) == ("Clerk", "quicker")
    assert [(line.before, line.after) for line in stale["lines"]] == [("Theirs", "Mine"), ("As it was", "Mine")]
    form = values_of(answer)
    assert (form["title_en"], form["publisher"], form["note"]) == ("Mine", "Theirs", "Mine")

    save(client, source, {}, form=form)
    stored = Source.objects.get()
    assert (stored.title_en, stored.publisher, stored.note) == ("Mine", "Theirs", "Mine")


@pytest.mark.usefixtures("clerk")
def test_a_form_without_its_version_is_stale(client):
    source = SourceFactory(title_en="As it was")

    save(client, source, {"title_en": "Mine", "version_read": ""})

    assert Source.objects.get().title_en == "As it was"


@pytest.mark.usefixtures("clerk")
def test_history_tells_who_changed_what_and_why(client):
    source = SourceFactory(title_en="As it was")
    save(client, source, {"title_en": "As it is", "why": "a slip"})

    page = client.get(reverse("admin:sources_source_history", args=[source.pk])).content.decode()

    assert all(words in page for words in ("Clerk", "a slip", "As it was", "As it is"))


def test_a_source_is_never_deleted(admin_client):
    source = SourceFactory()

    assert admin_client.post(reverse("admin:sources_source_delete", args=[source.pk])).status_code == 403
    assert "delete_selected" not in admin_client.get(reverse("admin:sources_source_changelist")).content.decode()


@pytest.mark.parametrize("role", [None, "viewer"])
def test_who_does_not_work_on_records_has_no_admin(client, role):
    client.force_login(UserFactory(role=role))

    assert client.get(address(Source)).status_code in (302, 403)
