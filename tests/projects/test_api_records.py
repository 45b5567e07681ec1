"""The record form as the API answers it: design section 5 on the article's data."""

import pytest

from tests.api import results, slugs

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("article")]


def test_nested_claims_are_whole_whatever_members_are_asked_for(api):
    claims = api.get("projects/wanlin-vegetable-processing/?fields=slug,claims&omit=slug").json()["claims"]

    assert claims == api.get("projects/wanlin-vegetable-processing/").json()["claims"]
    assert {claim["attribute"] for claim in claims} == {"region", "stage", "investment", "jobs", "capacity"}


def test_a_list_of_events_names_each_with_its_evidence(api):
    (event,) = results(api.get("events/"))

    assert event["uid"]
    assert event["citation"]["exact"] == "already started signing contracts"


def test_fields_and_omit_choose_the_members_of_events(api):
    assert results(api.get("events/?fields=kind")) == [{"kind": "supply_contracts"}]
    assert set(results(api.get("events/?omit=citation,said_on,uid,note"))[0]) == {"project", "kind", "date"}


def test_a_cursor_brings_whole_rows(api):
    by_cursor = results(api.get("projects/?cursor="))

    assert by_cursor == results(api.get("projects/"))
    assert len(slugs(api.get("projects/?cursor=&fields=slug,claims"))) == 5
