"""Projects and what belongs to them, made by the services from the record form, so that every rule has been asked."""

import re

import factory
from factory.django import DjangoModelFactory

from projects.attributes import ATTRIBUTES, ValueKind
from projects.models import (
    Agreement,
    Aim,
    Claim,
    Event,
    ExchangeRate,
    Facility,
    Participation,
    Product,
    Project,
    ProjectAim,
    ProjectMarket,
    ProjectProduct,
    ProjectRelation,
    ProjectSector,
    Publication,
    Sector,
)
from projects.serializers import AgreementSerializer, ClaimSerializer, ProjectSerializer
from projects.services import ROWS, add_claim, editing_project, save_agreement, save_project, withdraw_project
from regions.models import Region
from sources.rows import add_rows, build

from .investors import InvestorFactory
from .regions import AreaFactory, CountryFactory, RegionFactory
from .sources import CitationFactory, SourceFactory

SIGNS = {"": "exact", "~": "about", ">": "more_than", ">=": "at_least", "<=": "up_to", "<": "less_than"}
FIGURE = re.compile(
    r"(?P<sign>>=|<=|[<>~]?)\s*(?P<first>\d+(?:\.\d+)?)(?:\.\.(?P<last>\d+(?:\.\d+)?))?\s*(?P<unit>\w*)$"
)
SHORT = ("investment", "jobs", "capacity", "area", "stage", "region", "announced_on", "commissioning_on")


def place(code):
    """The place of this code, made with what it lies in when it is not there."""
    maker = CountryFactory if len(code) == 2 else AreaFactory if len(code) == 3 else RegionFactory
    return code if isinstance(code, Region) else maker(code=code)


def sector(code):
    """The sector of this dotted code, made with those above it when it is not there."""
    return code if isinstance(code, Sector) else SectorFactory(code=code)


def number(text):
    return float(text) if "." in text else int(text)


def figure(attribute, said):
    """A bounded number as the record form has it: 20, "20 EUR", "> 4000", "~ 300", "<= 5 MAW", "300..350 KZT"."""
    money = attribute.kind == ValueKind.MONEY
    found = FIGURE.match(str(said)).groupdict()
    form = {"bound": SIGNS[found["sign"]], "value": number(found["first"])}
    if found["last"]:
        form = {"bound": "range", "low": number(found["first"]), "high": number(found["last"])}
    unit = found["unit"] or ("USD" if money else attribute.units[0])
    return form | {"currency" if money else "unit": unit}


def claim_form(attribute, value=None, **members):
    """A claim in the record form; the value of a number as `figure` reads it, None for no value."""
    spec = ATTRIBUTES[attribute]
    if value is None or value == "":
        said = {}
    elif spec.kind in (ValueKind.MONEY, ValueKind.QUANTITY):
        said = figure(spec, value)
    else:
        said = {"value": place(value).code if spec.kind == ValueKind.REGION else value}
    return {"attribute": attribute} | said | members


def validated(serializer, form):
    serializer = serializer(data=form)
    serializer.is_valid(raise_exception=True)
    return serializer.validated_data


def cited(source, exact=""):
    return {"source": source.slug, "exact": exact}


class SectorFactory(DjangoModelFactory):
    class Meta:
        model = Sector
        django_get_or_create = ["code"]

    code = factory.Sequence(lambda n: f"sector{n}")
    name_en = factory.LazyAttribute(lambda made: f"Sector {made.code}")

    @factory.lazy_attribute
    def parent(self):
        above = self.code.rpartition(".")[0]
        return SectorFactory(code=above) if above else None


class ProductFactory(DjangoModelFactory):
    class Meta:
        model = Product
        django_get_or_create = ["slug"]

    slug = factory.Sequence(lambda n: f"product-{n}")
    name_en = factory.LazyAttribute(lambda made: f"Product {made.slug}")


class AimFactory(DjangoModelFactory):
    class Meta:
        model = Aim
        django_get_or_create = ["slug"]

    slug = factory.Sequence(lambda n: f"aim_{n}")
    name_en = factory.LazyAttribute(lambda made: f"Aim {made.slug}")


class ExchangeRateFactory(DjangoModelFactory):
    """A rate that is stored and nothing more: claims that are there keep their value until they are settled."""

    class Meta:
        model = ExchangeRate

    currency = "KZT"
    day = "2025-06-16"
    rate = "500"
    source = factory.SubFactory(SourceFactory)


class ProjectFactory(DjangoModelFactory):
    """A published project without claims, settled.

    Claims by short words: investment="20 EUR", jobs="> 4000", capacity="1320 MAW", stage="operating", region="KZ-31",
    announced_on="2025-06" (see `figure`). Rows: investors, sectors (codes or records; the first is the primary one),
    markets, products, aims. All are said by `source`. Any member of the record form may be given as well.
    """

    class Meta:
        model = Project

    slug = factory.Sequence(lambda n: f"project-{n}")
    title = factory.LazyAttribute(lambda project: project.slug.replace("-", " ").capitalize())
    publication = Publication.PUBLISHED
    source = factory.SubFactory(SourceFactory)

    @classmethod
    def _create(cls, model_class, *args, publication, source, withdrawal="", **given):
        citation = cited(source)
        claims = [claim_form(name, given.pop(name), citation=citation) for name in SHORT if given.get(name) is not None]
        claims += [{"citation": citation} | claim for claim in given.pop("claims", [])]
        form = {"claims": claims} | cls._rows(given, citation) | {n: v for n, v in given.items() if v is not None}
        withdrawn = publication == Publication.WITHDRAWN
        form["publication"] = Publication.PUBLISHED if withdrawn else publication
        project = save_project(None, validated(ProjectSerializer, form), user=None)
        return withdraw_project(project, user=None, why=withdrawal) if withdrawn else project

    @classmethod
    def _rows(cls, given, citation):
        """The lists of rows of the record form from the short words; rows that are given as such stay."""
        makers = {
            "investors": ("participations", lambda investor, n: {"investor": investor.slug}),
            "sectors": ("sectors", lambda code, n: {"code": sector(code).code, "primary": n == 0}),
            "markets": ("markets", lambda code, n: {"code": place(code).code}),
            "products": ("products", lambda slug, n: {"slug": ProductFactory(slug=slug).slug}),
            "aims": ("aims", lambda slug, n: {"slug": AimFactory(slug=slug).slug}),
        }
        lists = {}
        for short, (name, make) in makers.items():
            for n, row in enumerate(given.pop(short, [])):
                row = row if isinstance(row, dict) else make(row, n)
                lists.setdefault(name, []).append({"citation": citation} | row)
        return lists


class ClaimFactory(DjangoModelFactory):
    """A claim added to its project, which is settled: ClaimFactory(project=port, attribute="jobs", value="> 4000").

    `exact` are the cited words; all else is the record form.
    """

    class Meta:
        model = Claim

    project = factory.SubFactory(ProjectFactory)
    attribute = "investment"
    value = factory.LazyAttribute(
        lambda claim: None if getattr(claim, "missing", "") else {"stage": "announced"}.get(claim.attribute, "20")
    )
    source = factory.SubFactory(SourceFactory)
    exact = ""

    @classmethod
    def _create(cls, model_class, *args, project, attribute, value, source, exact, **members):
        form = claim_form(attribute, value, **({"citation": cited(source, exact)} | members))
        return add_claim(project=project, values=validated(ClaimSerializer, form), user=None)


class RowFactory(DjangoModelFactory):
    """A row of one of the project's lists, added to it by its columns."""

    class Meta:
        abstract = True

    project = factory.SubFactory(ProjectFactory)
    citation = factory.SubFactory(CitationFactory)

    @classmethod
    def _create(cls, model_class, *args, project, **columns):
        kind = next(kind for kind in ROWS.values() if kind.model is model_class)
        with editing_project(project, user=None):
            row = build(kind, project, columns)
            add_rows(kind, [(None, row)])
        return row


class FacilityFactory(RowFactory):
    class Meta:
        model = Facility

    slug = factory.Sequence(lambda n: f"plant-{n}")
    name_en = factory.LazyAttribute(lambda made: made.slug)


class ParticipationFactory(RowFactory):
    class Meta:
        model = Participation

    investor = factory.SubFactory(InvestorFactory)


class ProjectSectorFactory(RowFactory):
    class Meta:
        model = ProjectSector

    sector = factory.SubFactory(SectorFactory)


class ProjectProductFactory(RowFactory):
    class Meta:
        model = ProjectProduct

    product = factory.SubFactory(ProductFactory)


class ProjectMarketFactory(RowFactory):
    class Meta:
        model = ProjectMarket

    region = factory.SubFactory(CountryFactory)


class ProjectAimFactory(RowFactory):
    class Meta:
        model = ProjectAim

    aim = factory.SubFactory(AimFactory)


class EventFactory(RowFactory):
    class Meta:
        model = Event

    kind = "announced"
    date = "2025-06-16"


class ProjectRelationFactory(RowFactory):
    class Meta:
        model = ProjectRelation

    other = factory.SubFactory(ProjectFactory)
    kind = "part_of"


class AgreementFactory(DjangoModelFactory):
    """An agreement from its record form; parties and sectors by code, participants as investors."""

    class Meta:
        model = Agreement

    slug = factory.Sequence(lambda n: f"agreement-{n}")
    title = factory.LazyAttribute(lambda made: made.slug.capitalize())
    kind = "framework"
    source = factory.SubFactory(SourceFactory)

    @classmethod
    def _create(cls, model_class, *args, source, parties=(), participants=(), sectors=(), areas=(), **given):
        citation = cited(source)
        form = given | {
            "citation": citation,
            "parties": [{"code": place(code).code, "citation": citation} for code in parties],
            "participants": [{"investor": investor.slug, "citation": citation} for investor in participants],
            "sectors": [{"code": sector(code).code, "citation": citation} for code in sectors],
            "areas": [{"code": sector(code).code, "citation": citation} for code in areas],
        }
        return save_agreement(None, validated(AgreementSerializer, form), user=None)
