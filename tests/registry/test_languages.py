import pytest
from django.conf import settings
from django.urls import reverse

pytestmark = pytest.mark.urls("tests.registry.language_urls")


def test_a_bare_address_answers_by_accept_language(client):
    response = client.get("/projects/port/", headers={"accept-language": "kk,en;q=0.5"})

    assert (response.json()["language"], response["Content-Language"]) == ("kk", "kk")


def test_chinese_as_browsers_ask_for_it_is_understood(client):
    response = client.get("/projects/port/", headers={"accept-language": "zh-CN,zh;q=0.9"})

    assert response.json()["language"] == "zh-hans"


def test_a_language_nobody_has_falls_back_to_english(client):
    response = client.get("/projects/port/", headers={"accept-language": "de"})

    assert response.json()["language"] == "en"


def test_the_cookie_goes_before_accept_language_and_caches_are_told_of_both(client):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "ru"

    response = client.get("/projects/port/", headers={"accept-language": "kk"})

    assert response.json()["language"] == "ru"
    assert {"Accept-Language", "Cookie"} <= set(response["Vary"].split(", "))


def test_a_pinned_address_has_its_language_whatever_the_browser_asks_for(client):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "kk"

    response = client.get("/ru/projects/port/", headers={"accept-language": "en"})

    assert response.json()["language"] == "ru"
    assert "Accept-Language" not in response.get("Vary", "")


def test_links_of_a_pinned_page_stay_in_its_language(client):
    assert client.get("/zh-hans/projects/port/").json()["link"] == "/zh-hans/projects/next/"


def test_links_of_a_bare_page_stay_bare_after_a_pinned_one(client):
    client.get("/ru/projects/port/")

    assert client.get("/projects/port/").json()["link"] == reverse("tell", args=["next"]) == "/projects/next/"


@pytest.mark.parametrize("address", ["/projects/port/?q=wind", "/ru/projects/port/?q=wind"])
def test_a_page_names_itself_in_each_language_with_its_query(client, address):
    told = client.get(address).json()

    assert told["bare_url"] == "/projects/port/?q=wind"
    assert [link["url"] for link in told["language_links"]] == [
        f"/{code}/projects/port/?q=wind" for code in ("en", "kk", "ru", "zh-hans")
    ]


@pytest.mark.parametrize("address", ["/de/projects/port/", "/ru/ru/projects/port/", "/RU/projects/port/"])
def test_what_is_no_language_is_no_address(client, address):
    assert client.get(address).status_code == 404


def test_a_site_mounted_below_a_path_keeps_it(client):
    told = client.get("/ru/projects/port/", SCRIPT_NAME="/registry").json()

    assert told["language_links"][1]["url"] == "/registry/kk/projects/port/"
