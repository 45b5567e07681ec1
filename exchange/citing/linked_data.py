"""What pages tell machines, as JSON-LD in the terms of schema.org.

A list is a Dataset. A project is a Project, the subject of a Dataset whose variables are its figures: schema.org knows
no properties of a project's own. A claim is a Claim about a project whose main entity is a PropertyValue.
"""

import json
from datetime import date
from decimal import Decimal
from functools import singledispatch
from typing import Any

from django.conf import settings
from django.db.models import Max, Min
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from investors.models import CountryBasis, Investor, InvestorKind
from lib import edtf
from lib.bounds import Bound
from lib.pages import ListPage
from lib.translations import other_texts
from lib.units import unit_label
from projects.attributes import ATTRIBUTES, ValueKind
from projects.models import Agreement, Claim, LinkBasis, Project, Role, Sector
from projects.showing.claim_page import ClaimPage
from projects.showing.figures import label_of, printed, value_in_words
from projects.showing.project_list import ProjectListPage
from regions.codes import RegionKind
from regions.models import Region
from sources.models import Source, SourceKind

from .lists import LISTS, title_of_selection
from .moments import pin
from .works import REGISTRY

Node = dict[str, Any]

MEDIA_TYPES = {"CSV": "text/csv", "JSON": "application/json"}
FUNDERS = (Role.INVESTOR, Role.LEAD_INVESTOR, Role.LENDER)
ORGANIZATIONS = {InvestorKind.PERSON: "Person", InvestorKind.PUBLIC_BODY: "GovernmentOrganization"}
PLACES = {RegionKind.COUNTRY: "Country", RegionKind.CITY: "City", RegionKind.WORLD: "Place", RegionKind.AREA: "Place"}

# What would end the script, or begin another one, in a page.
ESCAPES = {ord(sign): f"\\u{ord(sign):04X}" for sign in "<>&\u2028\u2029"}


def script(node: Node) -> SafeString:
    """The node as an element of a page: data that no browser runs, so that no policy against scripts refuses it."""
    text = json.dumps({"@context": "https://schema.org"} | node, ensure_ascii=False).translate(ESCAPES)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))  # noqa: S308 (escaped above)


@singledispatch
def linked(about: Any, request: HttpRequest) -> Node:
    """A record or a page's list as a node of schema.org, without what is not known."""
    raise TypeError(f"{type(about).__name__} has no linked data")


def catalog(request: HttpRequest) -> Node:
    """The registry itself, with the lists that people read."""
    pages = [reverse(kind.page) for kind in LISTS.values() if kind.page]
    home = request.build_absolute_uri(reverse("home"))
    return _node(
        "DataCatalog",
        **{"@id": home},
        name=str(REGISTRY),
        url=home,
        license=settings.DATA_LICENCE["url"],
        inLanguage=[code for code, _name in settings.LANGUAGES],
        dataset=[{"@id": request.build_absolute_uri(page)} for page in pages],
    )


@linked.register
def _list(page: ListPage, request: HttpRequest) -> Node:
    """The selection; nothing of a list with errors, which has no rows."""
    kind = LISTS[page.resource]
    files = [_file(one["url"], one["name"], request) for one in page.exports if one["name"] in MEDIA_TYPES]
    return _dataset(
        request,
        **{"@id": request.build_absolute_uri()},
        name=title_of_selection(page.filterset, page.resource, as_of=request.clocks.as_of),
        description=str(kind.about),
        url=request.build_absolute_uri(),
        dateModified=pin(request).isoformat(timespec="seconds"),
        measurementTechnique=request.build_absolute_uri(reverse("about")),
        distribution=files,
        **(_coverage(page) if isinstance(page, ProjectListPage) else {}),
    )


def _coverage(page: ProjectListPage) -> Node:
    """What a list of projects is about: the days of their announcements, their places, and what is told of them."""
    first_and_last = {"first": Min("announced_first"), "last": Max("announced_last")}
    days = page.of_selection("days", lambda selection: selection.order_by().aggregate(**first_and_last))
    places = page.filterset.said.get("region") or {
        value["value"]: value["label"]
        for value in page.form.facets["region"]
        if value["value"] and value["value"].isalpha()
    }
    return {
        "temporalCoverage": "/".join(str(day) for day in days.values()) if all(days.values()) else "",
        "spatialCoverage": [_node("Place", name=name, identifier=code) for code, name in places.items()],
        "variableMeasured": [
            _node("PropertyValue", name=str(spec.label), propertyID=code) for code, spec in ATTRIBUTES.items()
        ],
    }


@linked.register
def _project(project: Project, request: HttpRequest) -> Node:
    """Needs what `reading.with_everything` fetches."""
    address = request.build_absolute_uri(project.get_absolute_url())
    return _node(
        "Project",
        **{"@id": address},
        url=address,
        name=project.title,
        alternateName=_others(project, "title"),
        description=project.summary,
        identifier=[
            _node("PropertyValue", propertyID=one.scheme, value=one.value) for one in project.identifiers.all()
        ],
        location=_place(project.region, request) if project.region else None,
        funder=[
            _name(row.investor, _organization_type(row.investor), request)
            for row in project.participations.all()
            if row.role in FUNDERS and row.basis == LinkBasis.STATED
        ],
        subjectOf=_figures(project, request),
    )


def _figures(project: Project, request: HttpRequest) -> Node:
    """The claims that stand of a project, as a dataset."""
    claims = list(project.claims.all())
    record, table = reverse("api:project-detail", args=[project.slug]), reverse("api:claim-list")
    sources = {claim.citation.source_id: claim.citation.source for claim in claims}
    return _dataset(
        request,
        name=project.title,
        description=_described(project),
        dateModified=project.updated_at.isoformat(timespec="seconds"),
        citation=[_name(source, _source_type(source), request) for source in sources.values()],
        variableMeasured=[_value(claim, request) for claim in claims if claim.stands],
        distribution=[
            _file(f"{record}?format=json", "JSON", request),
            _file(f"{table}?project={project.slug}&format=csv", "CSV", request),
        ],
    )


def _described(project: Project) -> str:
    return project.summary or str(LISTS["api:claim-list"].about)


@linked.register
def _claim(claim: Claim, request: HttpRequest) -> Node:
    """Needs what `for_record` fetches."""
    address = request.build_absolute_uri(claim.get_absolute_url())
    return _node(
        "Claim",
        **{"@id": address},
        url=address,
        name=ClaimPage(claim, []).cited,
        text=printed(claim),
        about=_name(claim.project, "Project", request),
        mainEntity=_value(claim, request),
        citation=linked(claim.citation.source, request),
        datePublished=_iso(claim.said_on),
        dateCreated=claim.recorded_at.isoformat(timespec="seconds"),
        expires=claim.retired_at and claim.retired_at.isoformat(timespec="seconds"),
        license=settings.DATA_LICENCE["url"],
    )


def _value(claim: Claim, request: HttpRequest) -> Node:
    """The figure: `value` as stated, `minValue` and `maxValue` where its bound has an end.

    The words that schema.org has no term for ("more than", "planned") are the description. A unit a year has no code.
    """
    sense = f" ({claim.get_modality_display()})" if claim.modality else ""
    node = _node(
        "PropertyValue",
        name=label_of(claim),
        propertyID=claim.attribute,
        description=f"{value_in_words(claim)}{sense}",
        url=request.build_absolute_uri(claim.get_absolute_url()),
    )
    if claim.missing:
        return node
    if claim.kind not in (ValueKind.MONEY, ValueKind.QUANTITY):
        return node | {"value": claim.date or claim.label}
    unit = {"unitText": claim.currency or unit_label(claim.unit, claim.per)}
    if claim.unit and not claim.per:
        unit["unitCode"] = claim.unit
    ends = {} if claim.bound == Bound.EXACT else {"minValue": _number(claim.low), "maxValue": _number(claim.high)}
    # Of "more than 4,000" the number is an end, and no value of the thing.
    is_value = claim.bound in (Bound.EXACT, Bound.ABOUT)
    return node | _node("PropertyValue", value=_number(claim.value) if is_value else None, **ends, **unit)


def _number(number: Any) -> int | float | None:
    if isinstance(number, Decimal):
        return int(number) if number == int(number) else float(number)
    return number


@linked.register
def _investor(investor: Investor, request: HttpRequest) -> Node:
    is_stated = investor.country_basis == CountryBasis.STATED
    return _name(investor, _organization_type(investor), request) | _node(
        _organization_type(investor),
        alternateName=[*_others(investor, "name"), *dict.fromkeys(name.text for name in investor.names.all())],
        description=investor.description,
        identifier=[
            _node("PropertyValue", propertyID=one.scheme, value=one.value) for one in investor.identifiers.all()
        ],
        address=_node("PostalAddress", addressCountry=investor.country) if is_stated else None,
        sameAs=investor.website,
    )


@linked.register
def _source(source: Source, request: HttpRequest) -> Node:
    return _name(source, _source_type(source), request) | _node(
        _source_type(source),
        alternateName=_others(source, "title"),
        publisher=_node("Organization", name=source.publisher) if source.publisher else None,
        datePublished=_iso(source.published),
        inLanguage=source.language,
        sameAs=source.url,
    )


@linked.register
def _agreement(agreement: Agreement, request: HttpRequest) -> Node:
    """Needs what `for_record` fetches."""
    return _name(agreement, "CreativeWork", request) | _node(
        "CreativeWork",
        alternateName=_others(agreement, "title"),
        genre=agreement.get_kind_display(),
        description=agreement.note,
        dateCreated=_iso(agreement.date),
        contributor=[
            _name(row.investor, _organization_type(row.investor), request) for row in agreement.participants.all()
        ],
        spatialCoverage=[_place(row.region, request) for row in agreement.parties.all()],
        citation=linked(agreement.citation.source, request) if agreement.citation else None,
    )


@linked.register
def _region(region: Region, request: HttpRequest) -> Node:
    geo = _node("GeoCoordinates", latitude=region.latitude, longitude=region.longitude)
    return _place(region, request) | _node(
        PLACES.get(RegionKind(region.kind), "AdministrativeArea"),
        alternateName=_others(region, "name"),
        geo=geo if region.latitude is not None else None,
    )


@linked.register
def _sector(sector: Sector, request: HttpRequest) -> Node:
    terms = _node("DefinedTermSet", name=str(LISTS["api:sector-list"].name))
    terms["url"] = request.build_absolute_uri(reverse("projects:sectors"))
    return _name(sector, "DefinedTerm", request) | _node(
        "DefinedTerm", termCode=sector.code, alternateName=_others(sector, "name"), inDefinedTermSet=terms
    )


def _node(kind: str, **members: Any) -> Node:
    """A node without members that say nothing."""
    return {"@type": kind} | {name: value for name, value in members.items() if value not in (None, "", [], {})}


def _name(record: Any, kind: str, request: HttpRequest) -> Node:
    """Another record by its name and address."""
    address = request.build_absolute_uri(record.get_absolute_url())
    return _node(kind, **{"@id": address}, name=str(record), url=address)


def _place(region: Region, request: HttpRequest) -> Node:
    kind = PLACES.get(RegionKind(region.kind), "AdministrativeArea")
    return _name(region, kind, request) | {"identifier": region.code}


def _organization_type(investor: Investor) -> str:
    return ORGANIZATIONS.get(InvestorKind(investor.kind), "Organization")


def _source_type(source: Source) -> str:
    return "NewsArticle" if source.kind == SourceKind.NEWS else "CreativeWork"


def _dataset(request: HttpRequest, **members: Any) -> Node:
    home = request.build_absolute_uri(reverse("home"))
    own = _node("Organization", name=str(REGISTRY), url=home)
    return _node(
        "Dataset",
        **members,
        license=settings.DATA_LICENCE["url"],
        isAccessibleForFree=True,
        inLanguage=get_language() or "en",
        creator=own,
        includedInDataCatalog={"@type": "DataCatalog", "@id": home, "name": str(REGISTRY), "url": home},
    )


def _file(address: str, name: str, request: HttpRequest) -> Node:
    return _node(
        "DataDownload", name=name, encodingFormat=MEDIA_TYPES[name], contentUrl=request.build_absolute_uri(address)
    )


def _others(record: Any, column: str) -> list[str]:
    return [other["text"] for other in other_texts(record, column)]


def _iso(text: str) -> str:
    """A date of EDTF where ISO 8601 writes it the same: a year, a month or a day."""
    try:
        period = edtf.parse(text) if text else None
    except ValueError:
        return ""
    return text if period and period.first and text == _written(period.first, text) else ""


def _written(first: date, text: str) -> str:
    return first.isoformat()[: len(text)] if len(text) in (4, 7, 10) else ""
