import pytest

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("address", ["/admin/login/"])
def test_a_page_asks_no_foreign_host_and_obeys_its_own_policy(page, live_server, address):
    page.goto(f"{live_server.url}{address}")

    assert page.title()
    assert page.foreign == []
    assert page.complaints == []
