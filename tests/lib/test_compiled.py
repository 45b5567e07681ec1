"""What the database assembles is what the serializer says, member by member."""

import json

import pytest
from django.db import transaction
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rest_framework.renderers import JSONRenderer
from rest_framework.test import APIRequestFactory

from investors.models import Investor
from investors.serializers import InvestorSerializer
from lib.compiled import Compiled, NotCompiled
from projects.models import Agreement, Claim, Event, Product, Project, Sector
from projects.reading import with_everything, with_headline
from projects.serializers import (
    AgreementSerializer,
    ClaimSerializer,
    EventSerializer,
    ProductSerializer,
    ProjectSerializer,
    SectorSerializer,
)
from regions.models import Region
from regions.serializers import RegionSerializer
from sources.models import Source
from sources.serializers import SourceSerializer
from tests.factories.projects import ClaimFactory, ProjectFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("further")]

FORMS = {
    "projects in lists": (ProjectSerializer, {"brief": True}, lambda: with_headline(Project.objects.all())),
    "projects": (ProjectSerializer, {}, lambda: with_everything(Project.objects.all())),
    "claims": (ClaimSerializer, {}, lambda: Claim.objects.for_record()),
    "events": (EventSerializer, {}, lambda: Event.objects.select_related("project", "citation__source")),
    "agreements": (AgreementSerializer, {}, lambda: Agreement.objects.for_record()),
    "investors": (InvestorSerializer, {}, lambda: Investor.objects.for_record()),
    "investors in lists": (InvestorSerializer, {"brief": True}, lambda: Investor.objects.all()),
    "sectors": (SectorSerializer, {}, lambda: Sector.objects.select_related("parent")),
    "products": (ProductSerializer, {}, lambda: Product.objects.all()),
    "sources": (SourceSerializer, {}, lambda: Source.objects.all()),
    "regions": (RegionSerializer, {}, lambda: Region.objects.for_record()),
    "some members": (
        ProjectSerializer,
        {"only": {"slug", "claims", "location"}},
        lambda: with_everything(Project.objects.all()),
    ),
    "without members": (
        ProjectSerializer,
        {"brief": True, "omit": {"investment"}},
        lambda: with_headline(Project.objects.all()),
    ),
}


def plain(form, rows, context):
    context = context | {"request": APIRequestFactory().get("/api/v1/")}
    return json.loads(JSONRenderer().render(form(rows, many=True, context=context).data))


@pytest.mark.parametrize("language", ["en", "kk", "zh-hans"])
@pytest.mark.parametrize("name", FORMS)
def test_both_ways_say_the_same(name, language):
    form, context, read = FORMS[name]
    with override(language):
        rows = read().order_by("pk")
        keys = list(rows.values_list("pk", flat=True))

        texts = Compiled(form(context=context), rows, base="http://testserver").texts(keys)

        assert keys
        assert [json.loads(text) for text in texts] == plain(form, rows, context)


def test_members_come_in_the_order_of_the_form():
    rows = with_everything(Project.objects.all())
    text = Compiled(ProjectSerializer(), rows).texts([Project.objects.first().pk])[0]

    assert list(json.loads(text)) == list(ProjectSerializer.Meta.fields)


def test_records_come_in_the_order_of_the_keys_less_those_that_are_gone():
    first, second = Source.objects.order_by("pk")[:2]
    compiled = Compiled(SourceSerializer(), Source.objects.all())

    texts = compiled.texts([second.pk, 10**9, first.pk])

    assert [json.loads(text)["slug"] for text in texts] == [second.slug, first.slug]
    assert compiled.texts([]) == []


def test_a_form_that_needs_python_is_refused():
    class WithProperty(SourceSerializer):
        weight = SourceSerializer.serializer_field_mapping[type(Source._meta.get_field("note"))](source="cited_words")

        class Meta(SourceSerializer.Meta):
            fields = [*SourceSerializer.Meta.fields, "weight"]

    with pytest.raises(NotCompiled):
        Compiled(WithProperty(), Source.objects.all())


TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=60).filter(
    str.strip
)
DEGREES = st.decimals(-90, 90, places=6).map(float)
NUMBERS = st.decimals("0.0001", 10**10, places=4)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(title=TEXTS, place=TEXTS, lat=DEGREES, lon=DEGREES, area=NUMBERS, amount=st.integers(1, 10**15))
def test_wild_values_are_the_same_both_ways(title, place, lat, lon, area, amount):
    with transaction.atomic():
        project = ProjectFactory(title=title, place=place, location={"lat": lat, "lon": lon, "precision": "exact"})
        ClaimFactory(project=project, attribute="area", value=str(area), unit="HAR")
        ClaimFactory(project=project, attribute="investment", value=str(amount))
        rows = with_everything(Project.objects.filter(pk=project.pk))

        text = Compiled(ProjectSerializer(), rows, base="http://testserver").texts([project.pk])[0]

        assert json.loads(text) == plain(ProjectSerializer, rows, {})[0]
        transaction.set_rollback(True)
