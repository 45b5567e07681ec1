import pytest

from tests.elements import read

pytestmark = pytest.mark.django_db


def totals_of(page):
    return {label: value.text for label, value in page.one("dl", class_="totals").facts().items()}


def test_the_article_gives_its_honest_totals(article, client):
    totals = totals_of(read(client.get("/")))

    assert totals["Projects"] == "5"
    assert totals["Investment"] == "$5.659 billion stated by 5 of 5"
    assert totals["Jobs"] == "more than about 5,800 at least 5,770, no upper limit stated by 3 of 5"
    assert totals["Capacity"] == "1,320 MW stated by 1 of 5 without Energy project of TBEA in Almaty Region : unclear"


def test_the_map_has_the_same_as_the_table_beside_it(article, client):
    page = read(client.get("/"))

    table = page.one("table", class_="count-table")
    names = {row.one("th").text: row for row in table.one("tbody").all("tr")}
    assert set(names) == {"Akmola Region", "Almaty Region", "Turkistan Region", "Zhambyl Region", "not stated"}
    shapes = {shape.one("title").text: shape["href"] for shape in page.one("svg").all("a")}
    assert len(shapes) == 20
    for name, row in names.items():
        if name != "not stated":
            assert shapes[f"{name}: {row.all('td')[1].text}"] == row.one("th").one("a")["href"]
    assert names["not stated"].one("th").one("a")["href"] == "/projects/?missing=region"
    assert "OpenStreetMap" in page.one("figure").text
