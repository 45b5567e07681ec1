"""The page of the API's description, offline and under the site's own policy."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_description_can_be_read_and_tried_on_a_closed_network(page, live_server):
    page.goto(f"{live_server.url}/api/docs/")

    expect(page.locator(".info .title")).to_contain_text("Investment project registry", timeout=30_000)
    expect(page.locator("#operations-projects-projects_list")).to_be_visible()
    operation = page.locator("#operations-codes-codes_retrieve")
    operation.locator("button.opblock-summary-control").click()
    operation.locator("button.try-out__btn").click()
    operation.locator("button.execute").click()
    expect(operation.locator(".live-responses-table .response .response-col_status").first).to_contain_text("200")
    assert page.foreign == []
    assert page.complaints == []


def test_the_index_of_the_api_leads_to_it(page, live_server):
    page.goto(f"{live_server.url}/api/")

    page.locator("a[href='/api/docs/']").first.click()

    expect(page.locator("#swagger-ui .info")).to_be_visible(timeout=30_000)
    assert page.complaints == []
