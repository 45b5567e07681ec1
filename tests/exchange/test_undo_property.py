"""Undo of undo is the identity on documents, but for what names the rows and the order they stand in."""

from copy import deepcopy

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exchange.undo import undo
from history.models import Revision
from history.services import revision
from lib.essence import as_text
from projects.models import Claim, Facility, Project
from projects.serializers import ProjectSerializer
from projects.services import (
    correct_claim,
    prefer_claim,
    project_document,
    retire_claim,
    save_project,
    withdraw_project,
)
from sources.models import Source
from tests.factories.projects import ClaimFactory, claim_form
from tests.factories.sources import SourceFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("article")]

FUFENG, TBEA = "fufeng-corn-processing", "tbea-energy-almaty"
FIGURES = {"jobs": ["5", "> 5", "5..7"], "investment": ["20", "~ 20 KZT"], "stage": ["announced", "operating"]}


def save(project, **members):
    form = ProjectSerializer(project, data=members, partial=True)
    form.is_valid(raise_exception=True)
    save_project(project, form.validated_data, user=None)


def source(number):
    """One of two sources that weigh the same, so that the moment of recording decides."""
    slug = f"tied-{number}"
    return Source.objects.filter(slug=slug).first() or SourceFactory(slug=slug)


def add(project, number):
    attribute = list(FIGURES)[number % 3]
    value = FIGURES[attribute][number % len(FIGURES[attribute])]
    ClaimFactory(project=project, attribute=attribute, value=value, source=source(number % 2), basis="")


def claim_of(project, number):
    claims = Claim.objects.current().filter(project=project)
    return claims[number % len(claims)] if claims else None


def retire(project, number):
    if claim := claim_of(project, number):
        retire_claim(claim=claim, user=None)


def correct(project, number):
    if claim := claim_of(project, number):
        correct_claim(claim=claim, values={"reason": f"because of {number}"}, user=None)


def prefer(project, number):
    if (claim := claim_of(project, number)) and claim.rank != "deprecated":
        prefer_claim(claim=claim, reason=f"better than {number}", user=None)


def replace_claims(project, number):
    cited = {"citation": {"source": source(number % 2).slug}}
    save(project, claims=[claim_form("jobs", value) | cited for value in FIGURES["jobs"][: number % 4]])


def replace_rows(project, number):
    cited = {"citation": {"source": source(0).slug}}
    codes = [{"code": code} | cited for code in ("KZ", "CN", "US")[: number % 4]]
    save(project, markets=codes, identifiers=[{"scheme": "X", "value": str(number)}] * (number % 2))


def rename_facilities(project, number):
    rows = Facility.objects.current().filter(project=project)
    save(project, facilities=[{"slug": row.slug, "name": f"{row.slug} {number}"} for row in rows])


def describe(project, number):
    save(project, place=f"place {number}", titles={"en": f"Title {number}", "ru": "Имя"}, note="n" * (number % 3))


def withdraw(project, number):
    if project.is_public:
        withdraw_project(project, user=None, why=f"wrong {number}")


ACTS = (add, retire, correct, prefer, replace_claims, replace_rows, rename_facilities, describe, withdraw)
acts = st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 11)), min_size=1, max_size=4)


def nameless(document):
    """A document without what names its rows, and with the rows in an order of their own."""
    document = deepcopy(document)
    for headline in ("investment", "jobs"):
        (document[headline] or {}).pop("claim", None)
    for name, rows in document.items():
        if isinstance(rows, list):
            for row in rows:
                row.pop("uid", None)
            document[name] = sorted(rows, key=as_text)
    return document


def perform(slug, deeds):
    for act, number in deeds:
        act(Project.objects.get(slug=slug), number)


def document_of(slug):
    return nameless(project_document(Project.objects.get(slug=slug)))


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(slug=st.sampled_from([FUFENG, TBEA]), past=acts, deeds=acts)
def test_undo_leads_to_what_was_before_and_undo_of_undo_to_what_was_after(slug, past, deeds):
    with transaction.atomic():
        perform(slug, past)
        former = Revision.objects.latest("pk")
        before = document_of(slug)
        with revision(user=None, why="several deeds"):
            perform(slug, deeds)
        after, done = document_of(slug), Revision.objects.latest("pk")

        if done != former and before != after:
            undone = undo(revision=done, user=None)
            assert document_of(slug) == before
            undo(revision=undone, user=None)
        assert document_of(slug) == after
        transaction.set_rollback(True)
