"""List, facets and search over 2,000 generated projects, counted again one project at a time in plain Python."""

import math
import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Max
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from history.search_words import keep_words
from lib.tokens import query, tokens
from projects.attributes import Stage
from projects.facets import FACETS, facets
from projects.filters import ProjectFilter
from projects.models import (
    Aim,
    Claim,
    Participation,
    Product,
    Project,
    ProjectAim,
    ProjectMarket,
    ProjectProduct,
    ProjectSector,
    Role,
    Sector,
)
from projects.projection import settle
from registry.word_indexes import make_indexes
from tests.factories.investors import InvestorFactory
from tests.factories.regions import RegionFactory
from tests.factories.sources import CitationFactory

SIZE = 2000
TREE = {"001": None, "142": "001", "KZ": "142", "CN": "142", "KZ-31": "KZ", "KZ-61": "KZ", "KZ-75": "KZ", "CN-65": "CN"}
SECTORS = ("energy", "energy.coal", "energy.wind", "agro", "agro.grain", "mining")
COUNTRIES = ("CN", "KZ", "", "DE")
BOUNDS = ("exact", "about", "more_than", "at_least", "up_to", "less_than")
WORDS = ("plant", "mill", "port", "steel", "wind", "zhambyl", "завод", "工厂", "old", "new")
SAID = date(2025, 6, 16)


@dataclass
class Fact:
    """What is generated of one project; None and empty are not stated."""

    slug: str
    title: str
    kind: str
    is_public: bool
    stage: str = ""
    region: str = ""
    amount: tuple[str, int] | None = None
    jobs: tuple[str, int] | None = None
    parties: list[tuple[str, str, str]] = field(default_factory=list)
    sector: list[str] = field(default_factory=list)
    product: list[str] = field(default_factory=list)
    market: list[str] = field(default_factory=list)
    aim: list[str] = field(default_factory=list)


def figure(chance, part, most):
    return (chance.choice(BOUNDS), chance.randrange(1, most)) if chance.random() < part else None


def some(chance, values, most):
    return chance.sample(values, chance.randint(0, most))


def make_facts():
    chance = random.Random(2000)
    return [
        Fact(
            slug=f"p-{n}",
            title=" ".join(chance.choice(WORDS) for _ in range(chance.randint(1, 3))),
            kind=chance.choice(("single", "cluster")),
            is_public=chance.random() < 0.95,
            stage=chance.choice(["", *Stage.values]),
            region=chance.choice(["", *TREE]),
            amount=figure(chance, 0.8, 40),
            jobs=figure(chance, 0.6, 40),
            parties=[
                (f"of-{m}", COUNTRIES[m % 4], chance.choice(("investor", "lender"))) for m in some(chance, range(12), 2)
            ],
            sector=some(chance, SECTORS, 2),
            product=some(chance, ("flour", "steel", "power"), 2),
            market=some(chance, list(TREE), 2),
            aim=some(chance, ("export", "jobs"), 1),
        )
        for n in range(SIZE)
    ]


def limits(stated):
    """The lowest and the highest number that is meant; infinite where it is open. Dollars and jobs are whole."""
    bound, number = stated
    low = math.floor(number * 0.9) if bound == "about" else number
    high = math.ceil(number * 1.1) if bound == "about" else number
    return {
        "more_than": (number, math.inf),
        "at_least": (number, math.inf),
        "up_to": (-math.inf, number),
        "less_than": (-math.inf, number),
    }.get(bound, (low, high))


def at_least(stated, least, certain):
    if stated is None:
        return False
    low, high = limits(stated)
    return low >= least if certain else high > least or (high == least and stated[0] != "less_than")


def at_most(stated, most, certain):
    if stated is None:
        return False
    low, high = limits(stated)
    return high <= most if certain else low < most or (low == most and stated[0] != "more_than")


def above(code):
    while (code := TREE[code]) is not None:
        yield code


def above_sector(code):
    while "." in code:
        code = code.rpartition(".")[0]
        yield code


def in_tree(node, wanted, ancestors, certain):
    """Whether a place is within another one, or possibly: then the known place may also lie around it."""
    inside = node == wanted or wanted in ancestors(node)
    return inside or (not certain and node in set(ancestors(wanted)) - {"001"})


# Where a fact keeps what may be missing under another name.
STATED_BY = {
    "investment": "amount",
    "sectors": "sector",
    "participations": "parties",
    "products": "product",
    "aims": "aim",
}


def fits(fact, name, values, certain):
    match name:
        case "stage" | "kind":
            return getattr(fact, name) in values
        case "region":
            return bool(fact.region) and any(in_tree(fact.region, one, above, certain) for one in values)
        case "market":
            return any(in_tree(node, one, above, certain) for node in fact.market for one in values)
        case "sector":
            return any(in_tree(node, one, above_sector, certain) for node in fact.sector for one in values)
        case "product" | "aim":
            return bool(set(getattr(fact, name)) & set(values))
        case "amount_min" | "jobs_min":
            return at_least(getattr(fact, name[:-4]), values, certain)
        case "amount_max" | "jobs_max":
            return at_most(getattr(fact, name[:-4]), values, certain)
        case "missing":
            return any(not getattr(fact, STATED_BY.get(one, one)) for one in values)
        case "q":
            kept = set(tokens(fact.title))
            return all(word.is_in(kept) for word in query(values))
    raise ValueError(name)


PLACES_OF = {"investor": 0, "country": 1, "role": 2}


def has_party(fact, chosen):
    asked = {place: chosen[name] for name, place in PLACES_OF.items() if name in chosen}
    return not asked or any(all(party[place] in values for place, values in asked.items()) for party in fact.parties)


def brute(facts, chosen):
    """The facts that the parameters take."""
    certain = chosen.get("match") != "possible"
    plain = {name: value for name, value in chosen.items() if name not in PLACES_OF and name != "match"}
    return [
        fact
        for fact in facts
        if fact.is_public
        and has_party(fact, chosen)
        and all(fits(fact, name, values, certain) for name, values in plain.items())
    ]


def several(values):
    return st.lists(st.sampled_from(values), min_size=1, max_size=2, unique=True)


NUMBERS = st.integers(0, 45)  # few, so that they meet the limits
VALUES = {
    "stage": several(Stage.values),
    "kind": several(("single", "cluster")),
    "region": several([code for code in TREE if code != "001"]),
    "market": several([code for code in TREE if code != "001"]),
    "sector": several(SECTORS),
    "product": several(("flour", "steel", "power")),
    "aim": several(("export", "jobs")),
    "investor": several([f"of-{n}" for n in range(12)]),
    "country": several(("CN", "KZ", "DE")),
    "role": several(("investor", "lender")),
    "missing": several(("region", "jobs", "investment", "stage", *STATED_BY)),
    "amount_min": NUMBERS,
    "jobs_max": NUMBERS,
    "q": st.lists(st.sampled_from((*WORDS, "zavod", "pla", "工")), min_size=1, max_size=2).map(" ".join),
}
MATCH = st.sampled_from(("certain", "possible"))
SELECTIONS = st.lists(st.sampled_from(list(VALUES)), max_size=3, unique=True).flatmap(
    lambda names: st.fixed_dictionaries({name: VALUES[name] for name in names} | {"match": MATCH})
)


def address(chosen):
    given = QueryDict(mutable=True)
    for name, value in chosen.items():
        given[name] = ",".join(value) if isinstance(value, list) else str(value)
    return given


class TwoThousandProjects(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.facts = make_facts()
        places = {}
        for code, parent in TREE.items():
            kind = {3: "area", 2: "country"}.get(len(code), "region")
            made = {"code": code, "name_en": f"Place {code}", "kind": "world" if code == "001" else kind}
            places[code] = RegionFactory(parent=places.get(parent), **made)
        branches = {}
        for code in SECTORS:
            parent = branches.get(code.rpartition(".")[0])
            branches[code] = Sector.objects.create(code=code, name_en=code, parent=parent)
        parties = [InvestorFactory(slug=f"of-{n}", country=COUNTRIES[n % 4], name_en=f"Of {n}") for n in range(12)]
        products = {
            slug: Product.objects.create(slug=slug, name_en=f"X{slug}x") for slug in ("flour", "steel", "power")
        }
        aims = {slug: Aim.objects.create(slug=slug, name_en=slug) for slug in ("export", "jobs")}
        last = Project.objects.aggregate(last=Max("pk"))["last"] or 0
        projects = Project.objects.bulk_create(
            Project(
                pk=last + n + 1, slug=fact.slug, title=fact.title, title_en=fact.title, kind=fact.kind,
                publication="published" if fact.is_public else "draft",
            )
            for n, fact in enumerate(cls.facts)
        )  # fmt: skip
        rows = {model: [] for model in (Claim, Participation, ProjectSector, ProjectProduct, ProjectMarket, ProjectAim)}
        for project, fact in zip(projects, cls.facts, strict=True):
            rows[Claim] += _claims(fact, places)
            for slug, _country, role in fact.parties:
                rows[Participation].append(Participation(investor=parties[int(slug[3:])], role=role))
            for code in fact.sector:
                rows[ProjectSector].append(ProjectSector(sector=branches[code], primary=code == fact.sector[0]))
            rows[ProjectProduct] += [
                ProjectProduct(product=products[slug], direction="output") for slug in fact.product
            ]
            rows[ProjectMarket] += [ProjectMarket(region=places[code]) for code in fact.market]
            rows[ProjectAim] += [ProjectAim(aim=aims[slug]) for slug in fact.aim]
            for made in rows.values():
                for row in made:
                    row.project_id = row.project_id or project.pk
        citation = CitationFactory()
        for model, made in rows.items():
            for row in made:
                row.citation = citation
                row.said_on, row.said_first, row.said_last = SAID.isoformat(), SAID, SAID
            model.objects.bulk_create(made)
        settle(Project.objects.all())
        make_indexes()
        keep_words(projects)

    def chosen(self, chosen):
        return ProjectFilter(address(chosen), Project.objects.all())

    @settings(max_examples=60, deadline=None)
    @given(SELECTIONS)
    def test_the_list_has_the_projects_that_a_reader_of_all_records_would_find(self, chosen):
        found = self.chosen(chosen).rows().values_list("slug", flat=True)

        assert sorted(found) == sorted(fact.slug for fact in brute(self.facts, chosen))

    @settings(max_examples=12, deadline=None)
    @given(SELECTIONS)
    def test_each_number_of_a_facet_is_that_of_its_selection(self, chosen):
        answer = facets(self.chosen(chosen))

        for name in FACETS:
            if name not in VALUES:
                continue
            others = {other: value for other, value in chosen.items() if other != name}
            told = {row["value"]: row["count"] for row in answer[name] if row["value"] is not None}
            # A place that no project of the selection names is not offered, though one known less exactly may be in it.
            asked = [value for value in _offered(name) if value in told or chosen["match"] == "certain"]
            assert {value: told.get(value, 0) for value in asked} == {
                value: len(brute(self.facts, others | {name: [value]})) for value in asked
            }, name

    @settings(max_examples=12, deadline=None)
    @given(SELECTIONS)
    def test_each_class_of_a_histogram_has_the_projects_that_lie_in_it_or_may(self, chosen):
        *classes, unstated = facets(self.chosen(chosen))["jobs"]

        selection = brute(self.facts, {name: value for name, value in chosen.items() if name != "jobs_max"})
        assert unstated["certain"] == unstated["possible"] == sum(fact.jobs is None for fact in selection)
        for one in classes:
            for match, certain in (("certain", True), ("possible", False)):
                inside = [
                    fact
                    for fact in selection
                    if at_least(fact.jobs, one["low"], certain)
                    and (one["high"] is None or at_most(fact.jobs, one["high"], certain))
                ]
                assert one[match] == len(inside), one

    def test_what_is_not_stated_is_counted(self):
        answer = facets(self.chosen({}))
        counts = Counter()
        for fact in brute(self.facts, {}):
            for name in ("stage", "region", "sector", "product", "market", "aim"):
                counts[name] += not getattr(fact, name)

        for name, count in counts.items():
            assert answer[name][-1]["value"] is None
            assert answer[name][-1]["count"] == count, name


def _offered(name):
    return {
        "stage": list(Stage.values),
        "kind": ["single", "cluster"],
        "region": [code for code in TREE if code != "001"],
        "market": [code for code in TREE if code != "001"],
        "sector": list(SECTORS),
        "product": ["flour", "steel", "power"],
        "aim": ["export", "jobs"],
        "investor": [f"of-{n}" for n in range(12)],
        "country": ["CN", "KZ", "DE"],
        "role": list(Role.values),
    }[name]


def _claims(fact, places):
    claims = []
    if fact.stage:
        claims.append(Claim(attribute="stage", code=fact.stage))
    if fact.region:
        claims.append(Claim(attribute="region", region=places[fact.region]))
    if fact.amount:
        claims.append(Claim(attribute="investment", bound=fact.amount[0], amount=fact.amount[1], currency="USD"))
    if fact.jobs:
        claims.append(Claim(attribute="jobs", bound=fact.jobs[0], quantity=fact.jobs[1], unit="IE"))
    for claim in claims:
        claim.bound = claim.bound or "exact"
        claim.modality = claim.modality or "planned"
        claim.prepare()
    return claims
