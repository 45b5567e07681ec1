"""Columns follow from the declaration of the record form."""

import pytest
from rest_framework import serializers

from exchange.columns import columns
from investors.serializers import InvestorSerializer
from lib.spreadsheets import harmless
from projects.serializers import ClaimSerializer, ProjectSerializer


def headings(form):
    return [column.heading for column in columns(form)]


def test_nested_members_become_dotted_headings_in_the_order_of_the_form():
    found = headings(ProjectSerializer(context={"brief": True}))

    assert found[:6] == ["slug", "title", "titles.en", "titles.kk", "titles.ru", "titles.zh-hans"]
    assert {"region.code", "location.lat", "sectors.code", "participations.investor.slug"} <= set(found)
    assert {"investment.value", "investment.low", "investment.claim", "jobs.bound"} <= set(found)
    assert "claims.value" not in found


def test_a_new_member_of_a_form_is_a_new_column():
    class LongerSerializer(InvestorSerializer):
        founded = serializers.IntegerField(source="pk")

        class Meta(InvestorSerializer.Meta):
            fields = [*InvestorSerializer.Meta.fields, "founded"]

    added = set(headings(LongerSerializer())) - set(headings(InvestorSerializer()))

    assert added == {"founded"}


def test_every_member_of_a_form_is_in_a_column():
    form = ClaimSerializer()

    assert list(dict.fromkeys(heading.partition(".")[0] for heading in headings(form))) == list(form.fields)


def test_a_list_is_joined_and_keeps_its_places():
    table = {column.heading: column for column in columns(ProjectSerializer(context={"only": {"claims", "sectors"}}))}
    claims = [
        {"unit": "", "doubts": [{"code": "unit_suspect"}, {"code": "other"}]},
        {"unit": "MAW", "doubts": []},
    ]

    assert table["claims.unit"].cell({"claims": claims}) == "; MAW"
    assert table["claims.doubts.code"].cell({"claims": claims}) == "unit_suspect, other; "
    assert table["claims.value"].cell({"claims": []}) == ""
    assert table["sectors.primary"].cell({"sectors": [{"primary": True}, {"primary": False}]}) == "true; false"


def test_numbers_stay_numbers_and_what_is_not_stated_is_empty():
    table = {column.heading: column for column in columns(ProjectSerializer(context={"brief": True}))}

    assert table["investment.high"].cell({"investment": {"high": 420}}) == 420
    assert table["location.lat"].cell({"location": {"lat": -33.5}}) == -33.5
    assert table["investment.high"].cell({"investment": {"high": None}}) == ""
    assert table["investment.high"].cell({"investment": None}) == ""
    assert table["titles.kk"].cell({"titles": {"en": "Port"}}) == ""


@pytest.mark.parametrize(
    "text", ["=1+1", "+7 727", "-x", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1+1", "＝1", "＋1", "－1", "＠x"]
)
def test_a_text_that_a_spreadsheet_would_run_is_made_harmless(text):
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Port", "3-4", "a=b", "№1"])
def test_other_texts_stay_as_they_are(text):
    assert harmless(text) == text


def test_each_text_of_a_joined_list_is_made_harmless():
    names = [column for column in columns(InvestorSerializer()) if column.heading == "further_names.text"]

    assert names[0].cell({"further_names": [{"text": "Port"}, {"text": "=1+1"}]}) == "Port; '=1+1"
