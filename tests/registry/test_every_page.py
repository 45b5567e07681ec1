import pytest

from tests.every_page import NO_PAGES, OWN, PAGES, addresses, patterns, prepare

# Addresses that are wrong on purpose, to see how the page says so.
WRONG = {
    "/projects/?regoin=KZ": 400,
    "/regions/?kind=citty": 400,
    "/projects/nothing/": 404,
    "/ru/projects/compare/?slug=fufeng-corn-processing": 400,
}


def test_no_page_is_left_out_of_what_is_walked():
    assert set(patterns()) == set(PAGES) | set(OWN) | NO_PAGES


@pytest.mark.django_db
def test_each_page_answers(client):
    named = prepare()

    for address in addresses(PAGES, named):
        assert (address, client.get(address).status_code) == (address, WRONG.get(address, 200))
    client.login(username="screens", password="only-for-screens")  # noqa: S106
    for address in addresses(OWN, named):
        assert (address, client.get(address).status_code) == (address, 200)
