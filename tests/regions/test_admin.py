import pytest
from django.urls import reverse

from history.models import Change
from tests.admin_forms import opened, problems, save, values_of
from tests.factories.accounts import UserFactory
from tests.factories.regions import CountryFactory, RegionFactory, square

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(client):
    user = UserFactory(is_staff=True, is_superuser=True)
    client.force_login(user)
    return user


def form(**values):
    return {"kind": "region", "name_en": "Zhambyl Region", "aliases": ""} | values


@pytest.mark.usefixtures("clerk", "shipped")
@pytest.mark.parametrize("words", ["жамбыл", "ZHAMBYL", "江布尔", "Dzhambul", "kz-31"])
def test_places_are_found_in_every_language_and_by_other_names(client, words):
    answer = client.get(reverse("admin:regions_region_changelist"), {"q": words})

    assert [place.code for place in answer.context["cl"].result_list] == ["KZ-31"]


@pytest.mark.usefixtures("clerk", "shipped")
def test_the_list_takes_few_queries(client, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        client.get(reverse("admin:regions_region_changelist"))


@pytest.mark.usefixtures("clerk", "shipped")
def test_a_place_can_be_chosen_by_typing(client):
    query = {"term": "таразбай", "app_label": "regions", "model_name": "region", "field_name": "parent"}

    nothing = client.get(reverse("admin:autocomplete"), query).json()
    one = client.get(reverse("admin:autocomplete"), query | {"term": "тараз"}).json()

    assert nothing["results"] == []
    assert [result["text"] for result in one["results"]] == ["Zhambyl Region"]


def test_a_new_place_is_saved_with_its_history(client, clerk, place):
    country = CountryFactory(code="KZ")

    answer = client.post(
        reverse("admin:regions_region_add"),
        form(code="KZ-31", parent=country.pk, name_kk="Жамбыл облысы", aliases="en: Jambyl\nru: Джамбул"),
    )

    assert answer.status_code == 302, answer.context["errors"]
    assert place("KZ-31").path == "/001/KZ/KZ-31/"
    assert place("KZ-31").aliases == {"en": ["Jambyl"], "ru": ["Джамбул"]}
    assert Change.objects.of("region", "KZ-31").get().revision.user == clerk


def test_a_changed_place_is_saved_once_with_before_and_after(client, clerk, place):
    region = RegionFactory(code="KZ-31", name_en="Zhambyl Region")

    client.post(
        reverse("admin:regions_region_change", args=[region.pk]),
        form(parent=region.parent_id, name_en="Jambyl Region", code="KZ-99", version_read=1),
    )

    change = Change.objects.of("region", "KZ-31").get()
    assert (change.before["name"], change.after["name"]) == ("Zhambyl Region", "Jambyl Region")
    assert (place("KZ-31").version, place("KZ-31").name_en) == (2, "Jambyl Region")


@pytest.mark.usefixtures("clerk")
def test_a_form_that_was_only_opened_changes_nothing(client):
    region = RegionFactory(code="KZ-31", aliases={"en": ["Jambyl"], "ru": ["Джамбул", "Аулие-Ата"]})

    assert problems(save(client, region, {})) == {}

    assert not Change.objects.exists()


@pytest.mark.usefixtures("clerk")
def test_a_stale_form_is_refused_and_nothing_typed_is_lost(client, place):
    region = RegionFactory(code="KZ-31", name_en="As it was", aliases={"en": ["One"], "ru": ["Два"]})
    mine, theirs = opened(client, region), opened(client, region)
    save(client, region, {"name_en": "Theirs", "aliases": "en: Three"}, form=theirs)

    answer = save(client, region, {"name_en": "Mine"}, form=mine)

    assert [(line.before, line.after) for line in answer.context["held"].stale["lines"]] == [("Theirs", "Mine")]
    save(client, region, {}, form=values_of(answer))
    assert (place("KZ-31").name_en, place("KZ-31").aliases) == ("Mine", {"en": ["Three"]})


@pytest.mark.usefixtures("clerk")
@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"code": "kz-31"}, "code"),
        ({"code": "KZ-31", "parent": ""}, "parent"),
        ({"code": "KZ-31", "name_en": ""}, "name_en"),
        ({"code": "KZ-31", "aliases": "Jambyl"}, "aliases"),
        ({"code": "KZ-31", "aliases": "de: Schambyl"}, "aliases"),
        ({"code": "KZ-31", "latitude": "95", "longitude": "70"}, "latitude"),
        ({"code": "KZ-31", "latitude": "44"}, "__all__"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(client, values, field):
    country = CountryFactory(code="KZ")

    answer = client.post(reverse("admin:regions_region_add"), form(parent=country.pk) | values)

    assert list(answer.context["adminform"].form.errors) == [field]


def test_a_place_and_a_boundary_are_never_deleted(admin_client):
    region = RegionFactory()

    assert admin_client.post(reverse("admin:regions_region_delete", args=[region.pk])).status_code == 403


@pytest.mark.parametrize("view", ["region_changelist", "region_add", "boundary_changelist", "boundary_add"])
def test_the_admin_is_not_for_everybody(client, view):
    client.force_login(UserFactory())

    answer = client.get(reverse(f"admin:regions_{view}"))

    assert answer.status_code == 302
    assert "/login/" in answer.url


@pytest.mark.usefixtures("clerk")
def test_a_boundary_is_given_to_a_place(client, place):
    region = RegionFactory(code="KZ-31")
    values = {"region": region.pk, "credit": "A surveyor", "geojson": str(square(70, 45)).replace("'", '"')}

    refused = client.post(reverse("admin:regions_boundary_add"), values | {"geojson": '{"type": "Point"}'})
    client.post(reverse("admin:regions_boundary_add"), values)

    assert list(refused.context["adminform"].form.errors) == ["geojson"]
    assert place("KZ-31").boundary.credit == "A surveyor"
    assert place("KZ-31").east == 71


@pytest.mark.usefixtures("clerk", "shipped")
def test_the_list_of_boundaries_reads_no_outline(client, django_assert_max_num_queries):
    with django_assert_max_num_queries(8) as queries:
        client.get(reverse("admin:regions_boundary_changelist"))

    assert not any("geojson" in query["sql"] for query in queries.captured_queries)
