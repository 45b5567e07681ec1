"""The map view of a selection: which place has which colour, what is hatched, what lies on no map, what leads where."""

import csv
import io
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.models import Project
from projects.showing.place_map import PlaceMap, Ways
from projects.showing.steps import MOST, Steps
from regions import map as maps
from tests.elements import read
from tests.factories.accounts import UserFactory
from tests.factories.investors import InvestorFactory
from tests.factories.projects import ProjectFactory, ProjectRelationFactory
from tests.factories.regions import BoundaryFactory, CountryFactory, RegionFactory, square
from tests.pages import queries_of

QUERIES = 70

figures = st.none() | st.integers(0, 10**15)


@pytest.fixture(autouse=True)
def _nothing_drawn(monkeypatch):
    monkeypatch.setattr(maps, "_drawings", {})


@pytest.fixture
def outlined(db):
    """Kazakhstan with two parts that have an outline, China and Uzbekistan with one of their own."""
    BoundaryFactory(region=RegionFactory(code="KZ-31", name_en="West"), geojson=square(70, 45))
    BoundaryFactory(region=RegionFactory(code="KZ-61", name_en="East"), geojson=square(71, 45))
    for code, west in (("KZ", 60), ("CN", 100), ("UZ", 50)):
        BoundaryFactory(region=CountryFactory(code=code), geojson=square(west, 40, 8))


def section_of(client, name, query=""):
    page = read(client.get(f"/projects/?view=map{query}"))
    return next(one for one in page.all("section", class_="place-map") if one["aria-labelledby"] == name)


def names_of_maps(client, query=""):
    page = read(client.get(f"/projects/?view=map{query}"))
    return [one["aria-labelledby"] for one in page.all("section", class_="place-map")]


def shapes_of(client, name, query=""):
    """The places of a map that lead somewhere, by title: the address, the level and whether it is hatched."""
    found = {}
    for link in section_of(client, name, query).one("svg").all("a"):
        shape = (link.all("path") + link.all("circle"))[0]
        level = next(one for one in shape.classes if one.startswith("level-"))
        found[link.one("title").text] = (link["href"], level, (shape.get("fill") or "").startswith("url(#more"))
    return found


def group(key, low, high, *, projects=1, stated=1):
    figure = {"low": low, "high": high, "value": low, "bound": "range" if low and high else "", "about": False}
    figure |= {"stated_by": stated, "of": projects}
    return {"key": key, "label": key, "projects": projects, "investment_usd": figure, "jobs": figure}


def map_of(groups, measure="investment"):
    ways = Ways(lambda key: f"/{key}", lambda _key: lambda _figure: "")
    return PlaceMap("map-regions", "KZ", "Title", "Region", groups, measure, ways)


@given(st.lists(figures, max_size=30))
def test_levels_rise_with_the_figures_and_are_as_many_as_there_are_colours(found):
    steps = Steps.of(found)

    levels = [steps.level(figure) for figure in sorted(figure for figure in found if figure is not None)]
    assert levels == sorted(levels)
    assert sorted({*map(steps.colour, levels)}) == [steps.colour(level) for level in sorted({*levels})]
    assert all(1 <= level <= MOST for level in levels)


@given(st.lists(figures, max_size=30), st.integers(0, 10**15))
def test_a_level_is_said_by_its_own_ends(found, figure):
    steps = Steps.of(found)

    low, below = steps.ends()[steps.level(figure) - 1]
    assert low is None or low <= figure
    assert below is None or figure < below


@pytest.mark.parametrize(
    ("low", "high", "level", "is_more"),
    [
        (100, 100, 1, False),
        (100, 105, 1, False),  # within the level: nothing that the colour does not say
        (100, 900, 1, True),
        (100, None, 1, True),
        (None, 900, 0, True),
        (None, None, "unknown", False),
    ],
)
def test_a_place_has_the_colour_of_what_is_certain_and_is_hatched_where_more_is_possible(low, high, level, is_more):
    groups = [group("KZ-31", low, high), group("KZ-61", 1000, 1000), group("KZ-10", 100, 100)]

    value = map_of(groups).values["KZ-31"]
    assert (value.level, value.is_more) == (level, is_more)


def test_the_legend_explains_just_what_the_map_shows():
    groups = [group("KZ-31", 100, None), group("KZ-61", 1000, 1000), group("KZ-10", None, None, stated=0)]

    assert [entry.label for entry in map_of(groups).legend] == [
        "below $200",
        "$1,000 and more",
        "possibly more",
        "investment not stated",
        "no project",
    ]


def test_one_figure_is_its_own_level():
    assert [entry.label for entry in map_of([group("KZ-31", 500, 500)]).legend] == ["$500", "no project"]


@pytest.mark.django_db
class TestPlaces:
    def test_a_place_has_its_figure_in_words_and_leads_to_its_projects(self, client, outlined):
        ProjectFactory(region="KZ-31", investment="20")
        ProjectFactory(region="KZ-31")
        ProjectFactory(region="KZ-61", investment="> 700")

        shapes = shapes_of(client, "map-regions", "&stage=")
        assert shapes["West: $20, stated by 1 of 2"] == ("/projects/?view=map&stage=&region=KZ-31", "level-1", False)
        assert shapes["East: more than $700, stated by 1 of 1"][1:] == ("level-5", True)

    def test_a_place_stands_for_all_below_it(self, client, outlined):
        district = RegionFactory(code="KZ-31-1", kind="district", parent=RegionFactory(code="KZ-31"))
        ProjectFactory(region=district.code, investment="20")
        ProjectFactory(region="KZ-31", investment="4")

        assert "West: $24, stated by 2 of 2" in shapes_of(client, "map-regions")

    def test_a_part_of_another_project_is_not_counted_beside_it(self, client, outlined):
        ProjectRelationFactory(
            project=ProjectFactory(region="KZ-31", investment="2"), other=ProjectFactory(region="KZ-31", investment="5")
        )

        assert "West: $5, stated by 1 of 1" in shapes_of(client, "map-regions")

    @pytest.mark.parametrize(
        ("measure", "title"), [("jobs", "West: more than 30, stated by 1 of 2"), ("projects", "West: 2 projects")]
    )
    def test_another_measure_colours_the_same_places(self, client, outlined, measure, title):
        ProjectFactory(region="KZ-31", jobs="> 30")
        ProjectFactory(region="KZ-31", investment="4")

        assert title in shapes_of(client, "map-regions", f"&measure={measure}")

    def test_what_has_no_place_on_the_map_stands_beside_it(self, client, outlined):
        ProjectFactory(region="KZ-31")
        ProjectFactory(region="KZ")
        ProjectFactory()

        section = section_of(client, "map-regions")
        assert "Not on the map: Country KZ, part not stated (1 project), Region: not stated (1 project)" in section.text
        assert section.links()["Region: not stated"] == "/projects/?view=map&missing=region"
        assert [row.one("th").text for row in section.one("tbody").all("tr")] == [
            "West",
            "Country KZ, part not stated",
            "Region: not stated",
        ]

    def test_places_that_were_chosen_below_stay_chosen(self, client, outlined):
        for number in (1, 2):
            district = RegionFactory(code=f"KZ-31-{number}", kind="district", parent=RegionFactory(code="KZ-31"))
            ProjectFactory(region=district.code, investment="20")

        shapes = shapes_of(client, "map-regions", "&region=KZ-31-1")
        assert shapes["West: $20, stated by 1 of 1"][0] == "/projects/?view=map&region=KZ-31-1"

    def test_each_place_leads_to_as_many_projects_as_it_says(self, client, outlined):
        for region in ("KZ-31", "KZ-31", "KZ-61", "KZ", None, "UZ"):
            ProjectFactory(region=region, investors=[InvestorFactory()])

        for name in ("map-regions", "map-countries", "map-origins"):
            for title, (address, *_rest) in shapes_of(client, name, "&measure=projects").items():
                if "project" in title:
                    assert f"{client.get(address).context['page'].count} project" in title, (name, title)

    def test_the_world_is_drawn_where_projects_lie_in_other_countries(self, client, outlined):
        ProjectFactory(region="KZ-31")
        assert names_of_maps(client) == ["map-regions"]

        ProjectFactory(region="UZ")
        ProjectFactory(region="UZ")
        assert names_of_maps(client) == ["map-countries", "map-regions"]
        assert names_of_maps(client, "&region=UZ") == ["map-countries"]

    def test_countries_without_a_project_are_land_without_a_link(self, client, outlined):
        ProjectFactory(region="UZ")

        assert list(shapes_of(client, "map-countries", "&measure=projects")) == ["Country UZ: 1 project"]
        assert section_of(client, "map-countries").one("svg").one("path", class_="map-land")

    def test_origins_are_the_countries_of_investors(self, client, outlined):
        ProjectFactory(investors=[InvestorFactory(country="CN"), InvestorFactory(country="SG")], investment="7")
        CountryFactory(code="SG")

        shapes = shapes_of(client, "map-origins")
        assert shapes["Country CN: $7, stated by 1 of 1"][0] == "/projects/?view=map&country=CN"
        assert shapes["Country SG: $7, stated by 1 of 1"][0] == "/projects/?view=map&country=SG"
        assert (
            "A project that belongs to several rows counts in each of them." in section_of(client, "map-origins").text
        )

    def test_a_country_that_no_map_shows_is_named(self, client, outlined):
        ProjectFactory(investors=[InvestorFactory(country="TV")], region="KZ-31")

        text = section_of(client, "map-origins").text
        assert "Not on the map: Tuvalu (1 project), Country: not stated (0 projects)" in text

    def test_the_clocks_go_along(self, client, outlined):
        ProjectFactory(region="KZ-31", investment="20")

        shapes = shapes_of(client, "map-regions", "&as_of=2100-01-01")
        assert "as_of=2100-01-01" in shapes["West: $20, stated by 1 of 1"][0]

    def test_the_past_is_drawn_as_it_was(self, client, outlined):
        ProjectFactory(region="KZ-31", investment="20")

        assert names_of_maps(client, "&as_of=1990-01-01") == []

    def test_credits_stand_under_every_map(self, client, outlined):
        ProjectFactory(region="KZ-31", investors=[InvestorFactory()])
        ProjectFactory(region="UZ")

        for name in ("map-regions", "map-countries", "map-origins"):
            assert section_of(client, name).one(class_="map-credit").text == "A surveyor"

    def test_a_selection_without_a_place_says_so(self, client, db):
        ProjectFactory()

        assert "No project of this selection says where it lies." in read(client.get("/projects/?view=map")).text

    def test_a_wrong_parameter_is_named_and_nothing_is_drawn(self, client, outlined):
        ProjectFactory(region="KZ-31")

        page = read(client.get("/projects/?view=map&regoin=KZ"), status=400)
        assert "regoin" in page.text
        assert not page.all("figure", class_="region-map")

    def test_it_needs_as_many_queries_for_many_projects_as_for_few(self, client, outlined):
        def make():
            district = RegionFactory(kind="district", code=f"KZ-31-{Project.objects.count()}")
            ProjectFactory(
                region=district.code,
                investment="20",
                investors=[InvestorFactory(country="CN")],
                location={"lat": 45.5, "lon": 70.0 + Project.objects.count(), "precision": "exact"},
            )
            ProjectFactory(region="UZ")

        make()
        queries_of(client, "/projects/?view=map")
        few = queries_of(client, "/projects/?view=map")
        for _ in range(3):
            make()

        assert queries_of(client, "/projects/?view=map") == few <= QUERIES


@pytest.mark.django_db
class TestFiles:
    @pytest.mark.parametrize("name", ["map-regions", "map-countries", "map-origins"])
    def test_a_drawing_is_an_svg_of_its_own_with_selection_credit_and_licence(self, client, outlined, name):
        ProjectFactory(region="KZ-31", stage="announced", investment="> 5", investors=[InvestorFactory()])
        ProjectFactory(region="UZ", stage="announced")

        response = client.get(f"/projects/charts/{name}.svg?stage=announced")
        drawing = ElementTree.fromstring(response.content)  # noqa: S314 - our own
        texts = " ".join(text.text or "" for text in drawing.iter("{http://www.w3.org/2000/svg}text"))
        assert response["Content-Type"] == "image/svg+xml; charset=utf-8"
        for said in ("stage: announced", "A surveyor", "CC BY 4.0", "possibly more"):
            assert said in texts
        assert b"style=" not in response.content
        assert b"class=" not in response.content

    def test_a_table_has_both_ends_of_each_place(self, client, outlined):
        ProjectFactory(region="KZ-31", investment="> 5")
        ProjectFactory(region="KZ")

        text = client.get("/projects/charts/map-regions.csv").content.decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(text)))
        assert [(row["key"], row["low"], row["open"], row["stated_by"]) for row in rows] == [
            ("KZ-31", "5", "true", "1"),
            ("KZ", "", "false", "0"),
        ]

    def test_a_map_with_nothing_on_it_is_not_found(self, client, outlined):
        ProjectFactory(region="KZ-31")

        assert client.get("/projects/charts/map-origins.svg").status_code == 404


@pytest.mark.django_db
class TestFrames:
    @pytest.mark.parametrize("name", ["table", "map-regions", "map-origins", "stage", "announcements"])
    def test_a_frame_may_stand_on_any_site_and_sets_no_cookie(self, client, outlined, name):
        ProjectFactory(region="KZ-31", stage="announced", investors=[InvestorFactory()])

        response = client.get(f"/embed/{name}/?stage=announced")
        assert response.status_code == 200
        assert "frame-ancestors *;" in f"{response['Content-Security-Policy']};"
        assert "X-Frame-Options" not in response
        assert not response.cookies

    def test_no_other_page_may(self, client, db):
        response = client.get("/projects/?view=map")

        assert response["X-Frame-Options"] == "DENY"
        assert "frame-ancestors 'none'" in response["Content-Security-Policy"]

    def test_a_frame_has_no_navigation_and_leads_to_the_whole_selection(self, client, outlined):
        ProjectFactory(region="KZ-31", stage="announced")

        page = read(client.get("/embed/map-regions/?stage=announced&as_of=2100-01-01"))
        assert not page.all("nav")
        assert not page.all("form")
        assert page.links()["The whole selection: 1 project"] == "/projects/?stage=announced&as_of=2100-01-01&view=map"
        assert "CC BY 4.0" in page.text
        assert "A surveyor" in page.text

    def test_places_of_a_frame_lead_to_the_list(self, client, outlined):
        ProjectFactory(region="KZ-31", investment="5")

        assert read(client.get("/embed/map-regions/")).links()["West"] == "/projects/?view=map&region=KZ-31"

    def test_a_frame_is_the_same_for_those_who_work_on_the_registry(self, client, outlined):
        ProjectFactory(title="Secret", publication="draft", region="KZ-31")
        client.force_login(UserFactory(role="editor"))

        response = client.get("/embed/table/?publication=draft")
        assert response.status_code == 400
        assert "Secret" not in response.content.decode()

    def test_a_wrong_parameter_is_named(self, client, db):
        response = client.get("/embed/table/?regoin=KZ")

        assert "regoin" in read(response, status=400).text

    def test_what_is_no_chart_is_not_found(self, client, db):
        assert client.get("/embed/pie/").status_code == 404

    @pytest.mark.parametrize(
        ("address", "frames"),
        [("/projects/?q=wind", 1), ("/projects/?view=charts&q=wind", 9), ("/projects/?view=map&q=wind", 2)],
    )
    def test_each_view_offers_the_frames_of_its_selection(self, client, outlined, address, frames):
        ProjectFactory(title="Wind", region="KZ-31", investors=[InvestorFactory()])

        codes = [one.text for one in read(client.get(address)).all("pre") if one.text.startswith("<iframe")]
        assert len(codes) == frames
        assert all('src="http://testserver/en/embed/' in code and "?q=wind" in code for code in codes)
