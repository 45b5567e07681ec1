"""Drafts and withdrawn projects are on no page of those who do not work on the registry: role by surface."""

import pytest

from projects.models import Claim, Publication
from tests.factories.accounts import UserFactory
from tests.factories.investors import InvestorFactory
from tests.factories.projects import EventFactory, FacilityFactory, ProjectFactory, ProjectRelationFactory
from tests.factories.sources import SourceFactory

pytestmark = pytest.mark.django_db

# What only the hidden project says.
SECRETS = ("Hidden harbour", "987,654,321", "987654321", "hidden-harbour", "4,242", "hidden words", "Hidden pier")

# Addresses that could show it; {hidden} and {claim} are its own.
SURFACES = (
    *(
        "/",
        "/projects/",
        "/projects/?q=hidden",
        "/projects/?region=KZ-31",
        "/projects/?missing=stage",
        "/projects/{open}/",
    ),
    *("/projects/{hidden}/", "/claims/{claim}/", "/investors/", "/investors/tbea/", "/regions/", "/regions/KZ-31/"),
    *("/sectors/", "/sectors/energy/", "/sources/", "/sources/paper/", "/agreements/", "/about/", "/ru/projects/"),
    *("/projects/?match=possible&ordering=title", "/?as_of=2030-01-01", "/projects/?known_on=2030-01-01"),
    *("/api/v1/projects/", "/api/v1/projects/{hidden}/", "/api/v1/projects/{open}/", "/api/v1/claims/"),
    *("/api/v1/claims/?retired=true", "/api/v1/claims/{claim}/", "/api/v1/events/", "/api/v1/projects/stats/"),
    *("/api/v1/projects/facets/", "/api/v1/projects/stats/?group_by=region", "/api/v1/projects/?format=csv"),
    *("/projects/explain/?figure=jobs", "/projects/explain/?figure=investment_usd&region=KZ-31"),
    *("/api/v1/projects/explain/?figure=jobs", "/api/v1/projects/explain/?figure=capacity:MW"),
    *("/api/v1/investors/tbea/", "/api/v1/sources/paper/", "/api/v1/regions/KZ-31/", "/api/v1/claims/?format=csv"),
)


@pytest.fixture(params=[Publication.DRAFT, Publication.WITHDRAWN])
def hidden(request):
    """A project that is not public, as rich as can be, beside a public one that it is related to."""
    paper, tbea = SourceFactory(slug="paper"), InvestorFactory(slug="tbea")
    shown = ProjectFactory(slug="open", region="KZ-31", sectors=["energy"], investors=[tbea], source=paper)
    project = ProjectFactory(
        slug="hidden-harbour",
        title="Hidden harbour",
        investment="987654321",
        region="KZ-31",
        sectors=["energy"],
        investors=[tbea],
        source=paper,
        claims=[
            {
                "attribute": "jobs",
                "value": 4242,
                "as_printed": "hidden words",
                "citation": {"source": "paper", "exact": "hidden words"},
            }
        ],
    )
    FacilityFactory(project=project, name_en="Hidden pier")
    EventFactory(project=project, note="Hidden pier opened")
    ProjectRelationFactory(project=project, other=ProjectFactory())
    ProjectRelationFactory(project=shown, other=project, kind="same_as")
    type(project).objects.filter(pk=project.pk).update(publication=request.param, first_published_at=None)
    return project


def body_of(response):
    parts = response.streaming_content if response.streaming else [response.content]
    return b"".join(parts).decode()


@pytest.mark.parametrize("role", ["", "viewer"])
def test_a_hidden_project_is_on_no_surface(client, hidden, role):
    if role:
        client.force_login(UserFactory(role=role))
    claim = Claim.objects.filter(project=hidden).first()
    wrong = []

    for surface in SURFACES:
        address = surface.format(hidden=hidden.slug, open="open", claim=claim.uid)
        response = client.get(address)
        is_own = "{hidden}" in surface or "{claim}" in surface
        if response.status_code != (404 if is_own else 200):
            wrong.append((address, response.status_code))
        body = body_of(response).replace(address, "")  # a page names its own address, in each language
        wrong += [(address, secret) for secret in SECRETS if secret in body]

    assert wrong == []


def test_editors_find_a_hidden_project_at_its_own_addresses(client, hidden):
    client.force_login(UserFactory(role="editor"))

    for address in (f"/projects/{hidden.slug}/", f"/api/v1/projects/{hidden.slug}/"):
        assert "Hidden harbour" in body_of(client.get(address))
    assert "Hidden harbour" not in body_of(client.get("/projects/"))
