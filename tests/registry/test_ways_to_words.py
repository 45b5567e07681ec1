"""From every figure on every page and in every answer one link leads to the words of the source, or to the source."""

import re
from functools import cache
from urllib.parse import urlsplit

import pytest
from django.test import Client

from investors.models import Investor
from projects.attributes import ATTRIBUTES
from projects.models import Agreement, Claim, Project
from projects.services import ROWS
from sources.models import Source
from tests.elements import read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("further")]

MEMBERS = {"investment", "jobs"}
# What a page says where there is no claim at all.
NO_CLAIM = ("not stated", "none known")


def addresses():
    """All pages that show claims or what rests on words."""
    yield from ("/", "/projects/", "/projects/?page_size=500", "/disagreements/", "/agreements/")
    for project in Project.objects.all():
        yield project.get_absolute_url()
        yield from (f"{project.get_absolute_url()}evidence/{attribute}/" for attribute in ATTRIBUTES)
    for model in (Claim, Source, Investor, Agreement):
        yield from (record.get_absolute_url() for record in model.objects.all())


@cache
def ids_of(path):
    answer = Client().get(path)
    return set(re.findall(r'\bid="([^"]+)"', answer.content.decode())) if answer.status_code == 200 else None


def leads_to_words(address):
    """Whether an address is that of words that are shown on the page of their source."""
    parts = urlsplit(address)
    found = ids_of(f"{parts.path}?{parts.query}")
    return parts.path.startswith("/sources/") and found is not None and parts.fragment in found


def words_near(figure):
    """The links to words beside a figure, in the nearest element around it that has any."""
    around = figure.parent
    while around is not None and around.tag not in ("table", "dl", "main", ""):
        links = [link["href"] for link in around.all("a") if "#citation-" in (link.get("href") or "")]
        if links:
            return links
        around = around.parent
    return []


def test_each_figure_of_each_page_has_a_link_to_its_words():
    seen, lost = 0, []

    for address in addresses():
        page = read(Client().get(address)).one("main")
        for figure in page.all(class_="figure"):
            if figure.text in NO_CLAIM and not words_near(figure):
                continue
            seen += 1
            if len(links := words_near(figure)) != 1 or not leads_to_words(links[0]):
                lost.append((address, figure.text, links))

    assert lost == []
    assert seen > 300


def test_each_link_to_words_on_any_page_works():
    links = {
        link["href"] for address in addresses() for link in read(Client().get(address)).all("a") if link.get("href")
    }
    words = {link for link in links if "#citation-" in link and link.startswith("/")}

    assert len(words) > 50
    assert [link for link in words if not leads_to_words(link)] == []


def test_each_claim_has_its_words_or_its_source_on_its_page():
    for claim in Claim.objects.select_related("citation__source"):
        page = read(Client().get(claim.get_absolute_url())).one("main")
        assert claim.citation.get_absolute_url() in [link.get("href") for link in page.all("a")]


ANSWERS = [
    *("projects/?page_size=500", "projects/?page_size=500&fields=slug,claims", "claims/?page_size=500&retired=true"),
    *("events/", "agreements/?fields=parties,participants,sectors,areas,citation", "disagreements/", "investors/"),
]


def parts_of(found):
    """All objects within an answer, each with the member that holds it."""
    if isinstance(found, list):
        for one in found:
            yield from parts_of(one)
    elif isinstance(found, dict):
        for name, inner in found.items():
            if isinstance(inner, dict):
                yield name, inner
            yield from parts_of(inner)


def figures_of(answer):
    """The citations and the headline's figures within an answer."""
    return [
        (name, part) for name, part in parts_of(answer) if name == "citation" or name in MEMBERS and "claim" in part
    ]


def test_each_figure_of_each_answer_names_the_address_of_its_words():
    addressed = [f"/api/v1/{path}" for path in ANSWERS]
    addressed += [f"/api/v1/projects/{slug}/" for slug in Project.objects.values_list("slug", flat=True)]
    addressed += [f"/api/v1/projects/{slug}/evidence/" for slug in Project.objects.values_list("slug", flat=True)]
    found = [figure for path in addressed for figure in figures_of(Client().get(path).json())]

    assert len(found) > 400
    assert {name for name, _part in found} == {"citation", "investment", "jobs"}
    assert [part for _name, part in found if not leads_to_words(part["url"].removeprefix("http://testserver"))] == []


def test_all_rows_with_evidence_show_where_their_words_stand():
    for slug in Project.objects.values_list("slug", flat=True):
        project = Client().get(f"/api/v1/projects/{slug}/").json()
        rows = [row for kind in ROWS.values() for row in project[kind.name]]
        assert all(row["citation"]["url"] for row in rows)
