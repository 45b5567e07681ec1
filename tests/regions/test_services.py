from threading import Barrier, Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from history.exceptions import Stale
from history.models import Change
from regions.models import Region
from regions.services import save_boundary, save_region
from tests.factories.accounts import UserFactory
from tests.factories.regions import AreaFactory, CountryFactory, RegionFactory, square, world

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.regions.urls")]


def test_a_saved_place_leaves_a_revision_with_before_and_after(place):
    RegionFactory(code="KZ-31", name_en="Zhambyl Region")
    user = UserFactory()

    save_region(region=place("KZ-31"), values={"name_kk": "Жамбыл облысы"}, user=user, why="Kazakh name")

    change = Change.objects.of("region", "KZ-31").get()
    assert change.before["names"] == {"en": "Zhambyl Region"}
    assert change.after["names"] == {"en": "Zhambyl Region", "kk": "Жамбыл облысы"}
    assert (change.revision.user, change.revision.why) == (user, "Kazakh name")


def test_a_new_place_leaves_a_revision_without_before(place):
    world()

    save_region(
        region=Region(),
        values={"code": "KZ", "kind": "country", "parent": place("001"), "name_en": "Kazakhstan"},
        user=None,
    )

    assert place("KZ").path == "/001/KZ/"
    assert Change.objects.of("region", "KZ").get().before is None


def test_a_place_needs_a_code(place):
    with pytest.raises(ValidationError) as refused:
        save_region(region=Region(), values={"kind": "country", "parent": world(), "name_en": "Somewhere"}, user=None)

    assert "code" in refused.value.error_dict


def test_a_refused_place_is_not_saved_and_leaves_no_revision(place):
    RegionFactory(code="KZ-31")

    with pytest.raises(ValidationError) as refused:
        save_region(region=place("KZ-31"), values={"latitude": 91.0, "longitude": 70.0}, user=None)

    assert "latitude" in refused.value.error_dict
    assert place("KZ-31").latitude is None
    assert not Change.objects.exists()


def test_a_second_editor_is_refused(place):
    RegionFactory(code="KZ-31")
    save_region(region=place("KZ-31"), values={"name_ru": "Жамбылская область"}, user=None, version=1)

    with pytest.raises(Stale):
        save_region(region=place("KZ-31"), values={"name_ru": "Джамбульская область"}, user=None, version=1)

    assert place("KZ-31").name_ru == "Жамбылская область"


def test_a_saved_boundary_leaves_a_revision_with_the_box(place):
    RegionFactory(code="KZ-31")

    save_boundary(region=place("KZ-31"), geojson=square(70, 45), credit="A surveyor", user=None)

    change = Change.objects.of("region", "KZ-31").get()
    assert (change.before["box"], change.after["box"]) == (None, [70, 45, 71, 46])
    assert place("KZ-31").boundary.credit == "A surveyor"


@pytest.mark.parametrize(
    ("geojson", "credit", "field"), [({}, "A surveyor", "geojson"), (square(70, 45), "", "credit")]
)
def test_a_wrong_boundary_is_refused(geojson, credit, field, place):
    RegionFactory(code="KZ-31")

    with pytest.raises(ValidationError) as refused:
        save_boundary(region=place("KZ-31"), geojson=geojson, credit=credit, user=None)

    assert field in refused.value.error_dict


@pytest.mark.django_db(transaction=True)
def test_two_writers_cannot_make_a_cycle(place):
    AreaFactory(code="202")
    AreaFactory(code="203")
    start, outcomes = Barrier(2), []

    def move(code, above):
        region, values = place(code), {"parent": place(above)}
        start.wait()
        try:
            save_region(region=region, values=values, user=None)
            outcomes.append("saved")
        except ValidationError as refused:
            outcomes.append(refused.error_dict["parent"][0].code)
        finally:
            connection.close()

    writers = [Thread(target=move, args=pair) for pair in (("202", "203"), ("203", "202"))]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    assert sorted(outcomes) == ["cycle", "saved"]
    assert sorted(place(code).path.count("/") for code in ("202", "203")) == [3, 4]


@pytest.mark.django_db(transaction=True)
def test_two_writers_who_move_one_above_the_other_both_finish(place):
    country = CountryFactory(code="KZ", parent=AreaFactory(code="143"))
    AreaFactory(code="142")
    start, outcomes = Barrier(2), []

    def write(code, **values):
        region = place(code)
        start.wait()
        save_region(region=region, values=values, user=None)
        outcomes.append(code)
        connection.close()

    writers = [
        Thread(target=write, args=["143"], kwargs={"parent": place("142")}),
        Thread(target=write, args=["KZ"], kwargs={"name_kk": "Қазақстан"}),
    ]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    assert sorted(outcomes) == ["143", "KZ"]
    country.refresh_from_db()
    assert (country.path, country.name_kk) == ("/001/142/143/KZ/", "Қазақстан")
