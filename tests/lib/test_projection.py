from math import cos, isclose, radians

from hypothesis import given
from hypothesis import strategies as st

from lib.projection import equal_earth

STEP = 1e-4


@given(st.floats(-167, 170), st.floats(-85, 85))
def test_the_world_is_drawn_with_true_areas(longitude, latitude):
    x, y = equal_earth((longitude, latitude))
    right, _same = equal_earth((longitude + STEP, latitude))
    _slanted, up = equal_earth((longitude, latitude + STEP))

    on_globe = radians(STEP) ** 2 * cos(radians(latitude + STEP / 2))
    assert isclose((right - x) * (y - up), on_globe, rel_tol=1e-3)


def test_the_bering_strait_is_the_edge_of_the_world():
    assert equal_earth((-169.9, 66))[0] > 1.8
    assert equal_earth((-168.1, 66))[0] < -1.8
