"""What comes back where a record, a claim or a list is to be cited."""

import re
from datetime import UTC, datetime

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from exchange.citing.formats import tex
from history.models import Revision
from projects.models import Claim
from projects.services import correct_claim
from tests.api import codes, slugs
from tests.elements import read
from tests.factories.investors import InvestorFactory
from tests.factories.projects import AgreementFactory, ClaimFactory, EventFactory, ProductFactory, ProjectFactory
from tests.factories.sources import SourceFactory

pytestmark = pytest.mark.django_db

LISTS = ["projects", "investors", "regions", "sectors", "products", "sources", "claims", "agreements", "events"]


def cite(api, path, **headers):
    """The one item of CSL-JSON that is answered."""
    answer = api.get(f"{path}{'&' if '?' in path else '?'}format=csl", **headers)
    assert answer.status_code == 200, answer.content
    [item] = answer.json()
    return item


def local(address):
    """An address of this site without its host."""
    return address.removeprefix("http://testserver")


def port():
    source = SourceFactory(
        title_en="Old news", publisher="Qazinform", published="2025-06-16", url="https://a.example/1"
    )
    project = ProjectFactory(title="Port", slug="port", region="KZ-31", source=source)
    return ClaimFactory(project=project, attribute="jobs", value="> 4000", modality="planned", source=source)


def test_a_claim_is_cited_with_its_bound_its_sense_and_its_source(api):
    claim = port()

    item = cite(api, f"claims/{claim.uid}/")

    assert item["title"] == "Port: Jobs: more than 4,000 (planned)"
    assert item["note"].startswith("According to “Old news”, Qazinform, June 16, 2025, https://a.example/1.")
    assert item["issued"]["date-parts"] == [[claim.recorded_at.year, claim.recorded_at.month, claim.recorded_at.day]]
    assert (item["type"], item["author"]) == ("webpage", [{"literal": "Investment project registry"}])


def test_the_page_shows_the_same_citation_to_copy_and_to_take_along(api, client):
    claim = port()

    box = read(client.get(f"/claims/{claim.uid}/")).one("section", class_="cite")
    item = client.get(box.links()["CSL-JSON"]).json()[0]

    assert box.all("p")[0].text == f"Investment project registry: “{item['title']}”. {item['note']} {item['URL']}"
    assert f"url = {{{item['URL']}}}" in client.get(box.links()["BibTeX"]).content.decode()


@pytest.mark.parametrize(
    "path",
    ["projects/port/", "sources/gazette/", "investors/tbea/", "agreements/pact/", "regions/KZ/", "products/tea/"],
)
def test_every_record_can_be_cited_by_an_address_that_answers(api, path):
    port()
    SourceFactory(slug="gazette")
    InvestorFactory(slug="tbea")
    AgreementFactory(slug="pact")
    ProductFactory(slug="tea")
    ClaimFactory(attribute="region", value="KZ")

    address = local(cite(api, path)["URL"])

    assert "known_on=" in address
    assert api.get(address).status_code == 200


@pytest.mark.parametrize("name", LISTS)
def test_every_list_can_be_cited_by_an_address_that_answers(api, name):
    EventFactory(project=port().project)

    item = cite(api, f"{name}/")

    assert item["type"] == "dataset"
    assert api.get(local(item["URL"])).status_code == 200


def test_a_selection_is_named_by_its_filters_and_its_address_keeps_them_and_the_order(api):
    port()

    item = cite(api, "projects/?region=KZ-31&jobs_min=1000&announced_after=2025-01-02&ordering=title&match=certain")

    said = "jobs, at least: 1,000; announced on or after: January 2, 2025"
    assert item["title"] == f"Investment projects (region: Region KZ-31; {said})"
    assert "/projects/?region=KZ-31&jobs_min=1000&announced_after=2025-01-02&ordering=title&match" in item["URL"]


def test_the_disagreements_can_be_cited(api):
    assert cite(api, "disagreements/?attribute=jobs")["title"] == "Where sources disagree (attribute: jobs)"


def test_a_cited_selection_shows_the_same_after_others_were_recorded(api, client):
    port()
    address = local(cite(api, "projects/?region=KZ-31")["URL"])

    ProjectFactory(title="Later", region="KZ-31")

    page = read(client.get(address))
    assert [link.text for link in page.all("a", class_="project-name")] == ["Port"]
    assert len(slugs(api.get("projects/?region=KZ-31"))) == 2


def test_a_cited_claim_shows_the_same_after_its_correction_and_the_claim_itself_what_replaced_it(api, client):
    claim = port()
    address = local(cite(api, f"claims/{claim.uid}/")["URL"])

    after = correct_claim(claim=claim, values={"quantity": 5000}, user=None)

    cited = read(client.get(address))
    assert (cited.one("h1").text, "Replaced by" in cited.text) == ("Jobs: more than 4,000", False)
    own = read(client.get(f"/claims/{claim.uid}/"))
    assert own.one("dl", class_="facts").facts()["Replaced by"].links() == {"more than 5,000": f"/claims/{after.uid}/"}


def test_a_retired_claim_is_cited_as_such_by_an_address_that_answers(api):
    claim = port()
    correct_claim(claim=claim, values={"quantity": 5000}, user=None)

    item = cite(api, f"claims/{claim.uid}/")

    assert re.search(r"Retired on \w+ \d+, \d{4}\.$", item["note"])
    assert local(item["URL"]) == f"/claims/{claim.uid}/"


def test_the_pin_stays_until_somebody_writes(api):
    Revision.objects.create(at=datetime(2026, 1, 1, 12, 0, 0, 300_000, tzinfo=UTC))

    assert cite(api, "projects/")["URL"].endswith("?known_on=2026-01-01T12:00:01Z")
    assert cite(api, "projects/?known_on=2026-02-01")["URL"].endswith("?known_on=2026-01-01T12:00:01Z")
    assert cite(api, "projects/?known_on=2025-02-01")["URL"].endswith("?known_on=2025-02-01T23:59:59.999999Z")
    port()
    assert not cite(api, "projects/")["URL"].endswith("?known_on=2026-01-01T12:00:01Z")


def test_a_view_of_the_past_is_cited_as_that_view(api):
    port()
    before = timezone.now()
    ProjectFactory()

    day = before.date().isoformat()
    item = cite(api, f"projects/?as_of={day}&known_on={before.isoformat().replace('+00:00', 'Z')}")

    assert "what was said by" in item["title"]
    pinned = re.search(r"as_of=([0-9-]+)&known_on=([^&]+)$", item["URL"])
    assert pinned[1] == day
    assert datetime.fromisoformat(pinned[2]) <= before


@pytest.mark.parametrize("parameter", ["page", "page_size", "cursor", "fields", "omit"])
def test_what_makes_no_other_selection_is_refused(api, parameter):
    assert codes(api.get(f"projects/?format=csl&{parameter}=1"), 400)[parameter] in ("invalid", "unknown")


def test_a_wrong_filter_is_an_error_in_the_one_shape(api):
    assert codes(api.get("projects/?format=bibtex&regoin=KZ"), 400) == {"regoin": "unknown"}


@pytest.mark.parametrize("path", ["projects/facets/", "projects/stats/", "codes/"])
def test_sums_and_code_lists_are_no_works(api, path):
    assert codes(api.get(f"{path}?format=csl"), 400) == {"format": "unknown"}


def test_a_draft_is_cited_for_nobody_else_than_editors(api):
    ProjectFactory(slug="secret", publication="draft")

    assert api.get("projects/secret/?format=csl").status_code == 404


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("application/vnd.citationstyles.csl+json", "application/vnd.citationstyles.csl+json"),
        ("application/x-bibtex", "application/x-bibtex; charset=utf-8"),
        ("*/*", "application/json"),
    ],
)
def test_the_accept_header_chooses_the_format(api, accept, kind):
    ProjectFactory(slug="port")

    assert api.get("projects/port/", Accept=accept)["Content-Type"] == kind


# One entry as BibTeX reads it: braces balance, and nothing but an escape has a sign of TeX.
ENTRY = re.compile(r"@misc\{([^,\s]+),\n((?:  \w+ = .+,\n)+)\}\n")


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("50% of {A} & B_1 #2 $3 ~ ^ \\x", None),
        ("Хлопковый кластер", "{{Хлопковый кластер}}"),
        ("Мақта-тоқыма кластері", "{{Мақта-тоқыма кластері}}"),
        ("突厥斯坦州棉纺织产业集群", "{{突厥斯坦州棉纺织产业集群}}"),
    ],
)
def test_bibtex_takes_any_title(api, title, written):
    ProjectFactory(slug="port", title=title)

    text = api.get("projects/port/?format=bibtex").content.decode()

    key, fields = ENTRY.fullmatch(text).groups()
    assert key == "project-port"
    assert f"title = {written or '{{' + tex(title) + '}}'}," in fields
    assert text.count("{") == text.count("}")


PLAIN = {
    r"\textbackslash{}": "\\",
    r"\textbraceleft{}": "{",
    r"\textbraceright{}": "}",
    r"\textasciitilde{}": "~",
    r"\textasciicircum{}": "^",
    **{f"\\{sign}": sign for sign in "$&#%_"},
}


@given(st.text())
def test_what_is_escaped_for_tex_reads_as_it_was(text):
    written = tex(text)

    read_back = re.sub("|".join(map(re.escape, PLAIN)), lambda found: PLAIN[found[0]], written)
    assert read_back == re.sub(r"[\s\x00-\x1f\x7f]+", " ", text).strip()
    bare = re.sub("|".join(map(re.escape, PLAIN)), "", written)
    assert not set("\\{}~^$&#%_") & set(bare)


def test_citing_a_list_takes_as_many_queries_for_many_rows_as_for_one(api, django_assert_num_queries):
    port()
    api.get("projects/?format=csl")
    with django_assert_num_queries(1):
        api.get("projects/?format=csl")

    ProjectFactory.create_batch(5, jobs="3")

    with django_assert_num_queries(1):
        api.get("projects/?format=csl")
    assert Claim.objects.count() == 7
