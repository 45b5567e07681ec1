"""What pages tell machines in JSON-LD."""

import json
import re

import pytest

from tests.factories.investors import InvestorFactory
from tests.factories.projects import AgreementFactory, ClaimFactory, ProjectFactory
from tests.factories.sources import SourceFactory

pytestmark = pytest.mark.django_db

SCRIPT = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.S)


def linked(client, address):
    """The one node of a page."""
    answer = client.get(address)
    [text] = SCRIPT.findall(answer.content.decode())
    node = json.loads(text)
    assert node.pop("@context") == "https://schema.org"
    return node


@pytest.mark.usefixtures("further")
@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("/", "DataCatalog"),
        ("/projects/", "Dataset"),
        ("/ru/projects/?region=KZ", "Dataset"),
        ("/projects/lihua-cotton-cluster/", "Project"),
        ("/investors/", "Dataset"),
        ("/investors/tbea/", "Organization"),
        ("/sources/", "Dataset"),
        ("/sources/kazakhstan-regions-2025-06-16/", "NewsArticle"),
        ("/agreements/", "Dataset"),
        ("/agreements/kazakhstan-china-2025-06/", "CreativeWork"),
        ("/regions/", "Dataset"),
        ("/regions/KZ/", "Country"),
        ("/regions/KZ-61/", "AdministrativeArea"),
        ("/sectors/", "Dataset"),
        ("/sectors/agro.cotton/", "DefinedTerm"),
        ("/disagreements/", "Dataset"),
        ("/projects/?known_on=2999-01-01", "Dataset"),
    ],
)
def test_every_kind_of_page_has_one_node_that_names_itself(client, address, kind):
    node = linked(client, address)

    assert (node["@type"], bool(node["name"])) == (kind, True)
    assert node["@id"].startswith("http://testserver/")
    assert '""' not in json.dumps(node)
    assert "null" not in json.dumps(node)


def test_a_list_with_a_wrong_parameter_tells_nothing(client):
    assert SCRIPT.findall(client.get("/projects/?regoin=KZ").content.decode()) == []


def test_a_list_says_what_it_covers_under_which_licence_and_where_its_files_are(client, article):
    for title, day in (("Harbour one", "2025-06-16"), ("Harbour two", "2024-03")):
        ProjectFactory(title=title, announced_on=day, region="KZ-31")

    node = linked(client, "/projects/?region=KZ&q=harbour&page_size=25")

    assert node["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert node["temporalCoverage"] == "2024-03-01/2025-06-16"
    assert node["spatialCoverage"] == [{"@type": "Place", "name": "Kazakhstan", "identifier": "KZ"}]
    assert 50 <= len(node["description"]) <= 5000
    files = {one["encodingFormat"]: one["contentUrl"] for one in node["distribution"]}
    assert set(files) == {"text/csv", "application/json"}
    assert client.get(files["application/json"]).json()["count"] == 2
    assert "investment" in [variable["propertyID"] for variable in node["variableMeasured"]]


def test_without_a_filter_the_places_are_the_countries_of_the_list(client, article):
    assert [place["identifier"] for place in linked(client, "/projects/")["spatialCoverage"]] == ["KZ"]


@pytest.mark.parametrize(
    ("value", "members"),
    [
        ("4000", {"value": 4000}),
        ("> 4000", {"minValue": 4000}),
        (">= 4000", {"minValue": 4000}),
        ("<= 4000", {"maxValue": 4000}),
        ("< 4000", {"maxValue": 4000}),
        ("~ 300", {"value": 300, "minValue": 270, "maxValue": 330}),
        ("300..350", {"minValue": 300, "maxValue": 350}),
    ],
)
def test_a_claim_is_a_value_with_the_ends_that_its_bound_has(client, value, members):
    claim = ClaimFactory(attribute="jobs", value=value, modality="planned")

    node = linked(client, f"/claims/{claim.uid}/")["mainEntity"]

    assert node["@type"] == "PropertyValue"
    assert {name: node[name] for name in ("value", "minValue", "maxValue") if name in node} == members
    assert (node["unitCode"], node["propertyID"]) == ("IE", "jobs")
    assert node["description"].endswith("(planned)")


@pytest.mark.parametrize(
    ("members", "told"),
    [
        ({"attribute": "investment", "value": "20 EUR"}, {"value": 20, "unitText": "EUR"}),
        ({"attribute": "stage", "value": "operating"}, {"value": "operating"}),
        ({"attribute": "commissioning_on", "value": "2027-06"}, {"value": "2027-06"}),
        ({"attribute": "jobs", "missing": "not_stated"}, {}),
        ({"attribute": "capacity", "value": "1.5 MAW"}, {"value": 1.5, "unitText": "megawatts", "unitCode": "MAW"}),
    ],
)
def test_a_value_keeps_its_unit_and_a_reason_for_none_has_no_value(client, members, told):
    claim = ClaimFactory(**members)

    node = linked(client, f"/claims/{claim.uid}/")["mainEntity"]

    known = ("value", "minValue", "maxValue", "unitText", "unitCode")
    assert {name: node[name] for name in known if name in node} == told


def test_a_unit_a_year_has_no_code(client):
    claim = ClaimFactory(attribute="capacity", value="500 TNE", per="ANN")

    node = linked(client, f"/claims/{claim.uid}/")["mainEntity"]

    assert (node["unitText"], "unitCode" in node) == ("tonnes per year", False)


def test_a_claim_names_its_source_its_words_and_its_project(client):
    source = SourceFactory(title_en="Old news", publisher="Qazinform", published="2025-06", url="https://a.example/")
    claim = ClaimFactory(project=ProjectFactory(title="Port"), source=source, exact="$20")

    node = linked(client, f"/claims/{claim.uid}/")

    assert (node["@type"], node["text"], node["about"]["name"]) == ("Claim", "$20", "Port")
    assert node["citation"]["publisher"] == {"@type": "Organization", "name": "Qazinform"}
    assert (node["citation"]["sameAs"], node["citation"]["datePublished"]) == ("https://a.example/", "2025-06")


@pytest.mark.parametrize("published", ["2025~", "2025-21", "202X", "2025/2026", ""])
def test_a_date_that_iso_8601_does_not_know_is_left_out(client, published):
    source = SourceFactory(published=published)

    assert "datePublished" not in linked(client, f"/sources/{source.slug}/")


def test_a_project_tells_the_figures_that_stand_and_no_inferred_country(client):
    investor = InvestorFactory(slug="maker", country="CN", country_basis="inferred")
    project = ProjectFactory(investment="20 USD", jobs="> 40", region="KZ-31", investors=[investor])

    node = linked(client, f"/projects/{project.slug}/")

    figures = {one["propertyID"]: one for one in node["subjectOf"]["variableMeasured"]}
    assert (figures["investment"]["value"], figures["jobs"]["minValue"]) == (20, 40)
    assert (node["location"]["identifier"], node["funder"][0]["url"]) == ("KZ-31", "http://testserver/investors/maker/")
    assert "address" not in linked(client, "/investors/maker/")


@pytest.mark.parametrize("title", ["</script><script>alert(1)</script>", "<!--", "A & B", "a\u2028b", '"quoted"'])
def test_no_title_ends_the_element(client, title):
    project = ProjectFactory(title=title)

    text = SCRIPT.findall(client.get(f"/projects/{project.slug}/").content.decode())

    assert len(text) == 1
    assert not set("<>&\u2028") & set(text[0])
    assert json.loads(text[0])["name"] == title


def test_an_agreement_names_whom_it_names(client):
    AgreementFactory(slug="pact", participants=[InvestorFactory(slug="maker")], parties=["KZ"], date="2025-06")

    node = linked(client, "/agreements/pact/")

    assert node["contributor"][0]["url"] == "http://testserver/investors/maker/"
    assert (node["dateCreated"], node["spatialCoverage"][0]["identifier"]) == ("2025-06", "KZ")
