import pytest
from django.core.exceptions import ValidationError

from lib.geometry import box_of, polygons


def square(west, south, size=1):
    east, north = west + size, south + size
    return [[[west, south], [east, south], [east, north], [west, north], [west, south]]]


def test_the_box_of_one_polygon():
    assert box_of({"type": "Polygon", "coordinates": square(70, 45, 2)}) == (70, 45, 72, 47)


@pytest.mark.parametrize(
    ("wests", "box"),
    [
        ([10, 20, 15], (10, 21)),
        ([179, -180], (179, -179)),
        ([178, -180, 170], (170, -179)),
        ([-179, 100], (100, -178)),
        ([-100, 50], (-100, 51)),
    ],
)
def test_the_box_of_several_polygons_is_the_narrowest(wests, box):
    shape = {"type": "MultiPolygon", "coordinates": [square(west, 0) for west in wests]}

    assert (box_of(shape).west, box_of(shape).east) == box


def test_heights_are_left_out():
    ring = [[0, 0, 5], [1, 0, 5], [1, 1, 5], [0, 0, 5]]

    assert polygons({"type": "Polygon", "coordinates": [ring]}) == [[[(0, 0), (1, 0), (1, 1), (0, 0)]]]


@pytest.mark.parametrize(
    "shape",
    [
        None,
        "Polygon",
        {"type": "Polygon"},
        {"type": "Polygon", "coordinates": []},
        {"type": "MultiPolygon", "coordinates": []},
        {"type": "MultiPolygon", "coordinates": [[]]},
        {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1]]]},
        {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 1]]]},
        {"type": "Polygon", "coordinates": [[[0, 0], ["a", 0], [1, 1], [0, 0]]]},
        {"type": "Polygon", "coordinates": [[[0, 0], [0], [1, 1], [0, 0]]]},
        {"type": "Polygon", "coordinates": [[[0, 89], [1, 89], [1, 91], [0, 89]]]},
        {"type": "LineString", "coordinates": [[0, 0], [1, 1]]},
    ],
)
def test_what_is_no_polygon_is_refused(shape):
    with pytest.raises(ValidationError) as refused:
        polygons(shape)

    assert refused.value.code == "geojson"
