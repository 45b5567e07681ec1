"""Known sites by the cells of a grid: who is a point, that nobody is lost between cells, what the map to zoom gets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from lib.geometry import Box
from projects.models import Project
from projects.points import NEAREST, cells, known_of, width_at
from tests.elements import read
from tests.factories.projects import ProjectFactory

degrees = st.tuples(st.floats(-180, 180), st.floats(-90, 90))


def at(longitude, latitude, precision="exact", **given):
    return ProjectFactory(location={"lat": latitude, "lon": longitude, "precision": precision}, **given)


def points_of(client, query=""):
    return client.get(f"/projects/charts/points.json?{query}").json()["points"]


class TestCells(TestCase):
    @given(st.lists(degrees, max_size=12), st.integers(0, NEAREST), degrees, degrees)
    def test_a_frame_has_each_site_in_it_in_a_cell_that_is_whole(self, sites, zoom, one, other):
        Project.objects.bulk_create(
            Project(
                slug=f"site-{number}",
                title_en="Site",
                publication="published",
                longitude=longitude,
                latitude=latitude,
                precision="exact",
            )
            for number, (longitude, latitude) in enumerate(sites)
        )
        (west, east), (south, north) = (sorted(pair) for pair in zip(one, other, strict=True))

        frame = Box(west, south, east, north)
        everywhere = {cell.box: cell.count for cell in cells(Project.objects.all(), width_at(zoom))}
        framed = {cell.box: cell.count for cell in cells(Project.objects.all(), width_at(zoom), frame)}
        inside = sum(west <= x <= east and south <= y <= north for x, y in sites)
        assert sum(everywhere.values()) == len(sites)
        assert framed.items() <= everywhere.items()
        assert sum(framed.values()) >= inside


@pytest.mark.django_db
class TestPoints:
    @pytest.mark.parametrize(("precision", "found"), [("exact", 1), ("settlement", 1), ("region", 0), ("country", 0)])
    def test_only_a_site_or_its_settlement_is_a_point(self, client, precision, found):
        at(76.9, 43.2, precision)

        assert len(points_of(client)) == found

    def test_one_project_is_shown_with_its_name_and_page(self, client):
        at(76.9, 43.2, "settlement", slug="wind", title="Wind park", stage="announced", place="Shelek")

        [point] = points_of(client)
        assert (point["count"], point["exact"], point["title"]) == (1, 0, "Wind park · Shelek")
        assert (point["at"], point["note"], point["url"]) == ([76.9, 43.2], "announced", "/projects/wind/")

    def test_a_title_that_is_not_translated_is_the_english_one(self, client):
        at(76.9, 43.2, titles={"en": "Wind park", "ru": "Ветропарк"})

        assert client.get("/ru/projects/charts/points.json").json()["points"][0]["title"] == "Ветропарк"
        assert client.get("/kk/projects/charts/points.json").json()["points"][0]["title"] == "Wind park"

    def test_near_ones_are_one_point_that_leads_to_just_them(self, client):
        at(76.9, 43.2), at(76.8, 43.1, "settlement"), at(60, 50)

        near = next(point for point in points_of(client, "zoom=3") if point["count"] == 2)
        assert (near["exact"], near["title"]) == (1, "2 projects")
        assert client.get(near["url"]).context["page"].count == 2

    def test_nearer_they_are_two(self, client):
        at(76.9, 43.2), at(76.8, 43.1)

        assert [point["count"] for point in points_of(client, "zoom=10")] == [1, 1]

    def test_the_filters_of_the_list_and_the_clocks_narrow_them(self, client):
        at(76.9, 43.2, stage="announced"), at(60, 50, stage="operating")

        assert len(points_of(client, "stage=announced")) == 1
        assert points_of(client, "as_of=1990-01-01") == []

    def test_a_draft_is_no_point(self, client):
        at(76.9, 43.2, publication="draft")

        assert points_of(client) == []

    @pytest.mark.parametrize("query", ["zoom=-1", "zoom=99", "frame=1,2,3", "frame=nan,0,1,1", "stage=x", "a=b"])
    def test_a_wrong_parameter_is_named(self, client, query):
        response = client.get(f"/projects/charts/points.json?{query}")

        assert response.status_code == 400
        assert list(response.json()["errors"]) == [query.partition("=")[0]]

    def test_however_many_they_are_one_query(self, client, django_assert_num_queries):
        at(76.9, 43.2), at(60, 50)

        with django_assert_num_queries(1):
            points_of(client, "zoom=5&frame=40,40,90,60")

    def test_how_well_places_are_known_is_counted(self):
        at(76.9, 43.2), at(60, 50, "settlement"), at(70, 50, "region"), ProjectFactory()

        known = known_of(Project.objects.all())
        assert (known.points, known.exact, known.all) == (2, 1, 4)

    def test_the_page_lists_them_without_scripts_and_brings_the_map_only_where_there_are_some(self, client):
        project = at(76.9, 43.2, "region", title="Wind park", region="KZ")
        assert "leaflet.js" not in client.get("/projects/?view=map").content.decode()

        at(76.9, 43.2, title="Solar park")
        page = read(client.get("/projects/?view=map&measure=jobs"))
        section = page.one("section", class_="points")
        assert "settlement are known of 1 of 2 projects, of the site itself of 1." in section.text
        assert [row.one("th").text for row in section.one("tbody").all("tr")] == ["Solar park"]
        assert "leaflet.js" in client.get("/projects/?view=map").content.decode()
        assert project.title not in section.text
