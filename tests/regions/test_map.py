from datetime import date
from xml.etree import ElementTree

import pytest
from django.template import Context, Template
from django.utils.translation import override

from regions import map as maps
from regions.map import WORLD, MapValue, Site, locator_map, region_map
from regions.models import Boundary
from tests.factories.regions import BoundaryFactory, CountryFactory, RegionFactory, square

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.regions.urls")]


@pytest.fixture(autouse=True)
def _nothing_drawn(monkeypatch):
    monkeypatch.setattr(maps, "_drawings", {})


def render(tag, **context):
    return Template("{% load region_map %}" + tag).render(Context(context))


def svg(html):
    """The parsed drawing; fails unless it is well-formed."""
    return ElementTree.fromstring(html[html.index("<svg") : html.index("</svg>") + 6])  # noqa: S314 - our own


def two_neighbours():
    """Two squares that share a border, in KZ."""
    BoundaryFactory(region=RegionFactory(code="KZ-31", name_en="West"), geojson=square(70, 45))
    BoundaryFactory(region=RegionFactory(code="KZ-61", name_en="East"), geojson=square(71, 45))


def test_the_map_of_kazakhstan_is_well_formed_with_twenty_links_and_titles(shipped):
    drawing = svg(render('{% region_map "KZ" values "Projects" %}', values={}))

    assert len(drawing.findall("a")) == len(drawing.findall("a/title")) == len(drawing.findall("a/path")) == 20
    assert drawing.get("viewBox") == "0 0 1000 562"


def test_the_paths_of_kazakhstan_are_small(shipped):
    assert sum(len(shape.outline.path) for shape in region_map("KZ", {}).shapes) < 20_000


def test_small_cities_have_a_spot_inside_the_country_and_are_drawn_last(shipped):
    shapes = region_map("KZ", {}).shapes

    assert {shape.code for shape in shapes if shape.outline.spot} == {"KZ-71", "KZ-75", "KZ-79"}
    assert {shape.code for shape in shapes[-3:]} == {"KZ-71", "KZ-75", "KZ-79"}


def test_a_value_gives_level_label_and_link():
    two_neighbours()

    values = {"KZ-31": MapValue(3, "2 projects", "/projects/?region=KZ-31")}
    shapes = {shape.code: shape for shape in region_map("KZ", values).shapes}

    assert shapes["KZ-31"][2:5] == (3, "West: 2 projects", "/projects/?region=KZ-31")
    assert shapes["KZ-61"][2:5] == (0, "East", "/regions/KZ-61/")


def test_neighbours_share_their_border():
    two_neighbours()

    paths = {shape.code: shape.outline.path for shape in region_map("KZ", {}).shapes}

    west, east = ({int(x) for x, _y in _corners(paths[code])} for code in ("KZ-31", "KZ-61"))
    assert max(west) == min(east)


def _corners(path):
    """Absolute corners of a path as `regions.map` writes it."""
    start, _, steps = path.removeprefix("M").removesuffix("z").partition("l")
    x, y = map(int, start.split())
    yield x, y
    numbers = iter(map(int, steps.replace("-", " -").split()))
    for right, down in zip(numbers, numbers, strict=True):
        x, y = x + right, y + down
        yield x, y


def test_names_are_in_the_language_in_use(shipped):
    with override("kk"):
        titles = {shape.code: shape.title for shape in region_map("KZ", {}).shapes}

    assert titles["KZ-31"] == "Жамбыл облысы"


def test_the_credit_stands_under_the_map_and_the_legend_beside_it(shipped):
    legend = [MapValue(0, "none"), MapValue("none", "not stated (1)", "/projects/?missing=region")]

    html = render('{% region_map "KZ" values "Projects" legend %}', values={}, legend=legend)

    assert "© OpenStreetMap contributors, ODbL 1.0" in html
    assert '<a href="/projects/?missing=region">not stated (1)</a>' in html
    assert "style=" not in html


def test_markup_in_names_is_text():
    BoundaryFactory(region=RegionFactory(code="KZ-31", name_en="<b>West</b>"))

    drawing = svg(render('{% region_map "KZ" values "Projects" %}', values={"KZ-31": MapValue(1, '"&', "/?a=1&b=2")}))

    assert drawing.find("a/title").text == '<b>West</b>: "&'
    assert drawing.find("a").get("href") == "/?a=1&b=2"


def test_a_country_without_boundaries_has_no_map():
    RegionFactory(code="KZ-31")

    assert region_map("KZ", {}) is None
    assert render('{% region_map "KZ" values %}', values={}).strip() == ""


def test_places_of_the_past_are_not_drawn():
    two_neighbours()
    BoundaryFactory(region=RegionFactory(code="KZ-81", valid_to=date(2018, 6, 19)))

    assert {shape.code for shape in region_map("KZ", {}).shapes} == {"KZ-31", "KZ-61"}


def test_a_map_is_one_query_once_it_is_drawn(shipped, django_assert_num_queries):
    with django_assert_num_queries(2):
        region_map("KZ", {})
    with django_assert_num_queries(1):
        region_map("KZ", {})


def test_a_changed_boundary_is_drawn_anew(shipped):
    before = region_map("KZ", {})
    boundary = Boundary.objects.get(region__code="KZ-31")
    boundary.geojson = square(70, 45)
    boundary.save()

    after = region_map("KZ", {})

    changed = {
        s.code for s, t in zip(sorted(before.shapes), sorted(after.shapes), strict=True) if s.outline != t.outline
    }
    assert changed == {"KZ-31"}


def test_a_locator_points_out_one_place_without_links(shipped, place):
    drawing = svg(render("{% locator_map place %}", place=place("KZ-31")))

    assert drawing.get("role") == "img"
    assert not drawing.findall("a")
    current = [group for group in drawing.findall("g") if "is-current" in group.find("path").get("class")]
    assert [group.find("title").text for group in current] == ["Zhambyl Region"]


def test_a_locator_points_out_the_region_of_a_district(shipped, place):
    district = RegionFactory(code="KZ-31-1", kind="district", parent=place("KZ-31"))

    assert [shape.code for shape in locator_map(district).shapes if shape.is_current] == ["KZ-31"]


def test_an_area_has_no_locator(shipped, place):
    assert locator_map(place("143")) is None


@pytest.mark.parametrize("country", ["EC", "NZ", "RU"])
def test_maps_around_the_equator_in_the_south_and_across_the_180th_meridian(country):
    corners = {"EC": [(-79, -1), (-78, -1)], "NZ": [(170, -44), (171, -44)], "RU": [(178, 65), (-180, 65)]}[country]
    CountryFactory(code=country)
    for number, corner in enumerate(corners):
        BoundaryFactory(region=RegionFactory(code=f"{country}-{number}"), geojson=square(*corner))

    drawing = region_map(country, {})

    across = [[x for x, _y in _corners(shape.outline.path)] for shape in sorted(drawing.shapes)]
    assert min(across[0]) < min(across[1])
    assert (min(map(min, across)), max(map(max, across))) == (0, 1000)


def test_a_country_is_pointed_out_in_the_world(shipped, place):
    drawn = locator_map(place("UZ"))

    assert [(shape.code, shape.is_current) for shape in drawn.shapes] == [("UZ", True)]
    assert drawn.land


def test_a_region_without_an_outline_is_pointed_out_by_its_country(shipped):
    assert [shape.code for shape in locator_map(RegionFactory(code="UZ-TK")).shapes] == ["UZ"]


def test_a_country_without_an_outline_is_a_spot_where_it_lies(shipped):
    drawn = region_map(WORLD, {"SG": MapValue(1, "2 projects", "/projects/?country=SG")})

    assert [(shape.code, shape.outline.path) for shape in drawn.shapes] == [("SG", "")]
    assert drawn.shapes[0].outline.spot


def test_all_other_countries_are_one_light_path(shipped):
    drawn = region_map(WORLD, {"CN": MapValue(1)})

    assert [shape.code for shape in drawn.shapes] == ["CN"]
    assert len(drawn.land) < 40_000


def test_a_site_is_drawn_where_it_lies(shipped):
    elsewhere = [Site(point, 7, "elsewhere") for point in ((44, 47), (90, 47), (66, 38), (66, 58))]
    almaty = region_map("KZ", {}, sites=[Site((76.9, 43.25), 7, "Almaty"), *elsewhere])

    [site] = almaty.sites
    spot = next(shape.outline.spot for shape in almaty.shapes if shape.code == "KZ-75")
    assert abs(site.x - spot[0]) < 10
    assert abs(site.y - spot[1]) < 10
