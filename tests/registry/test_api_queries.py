"""How many statements each answer of the API takes: a fixed number, whatever the number of rows."""

import pytest

from tests.api import results
from tests.factories.investors import (
    InvestorFactory,
    InvestorIdentifierFactory,
    InvestorNameFactory,
    OwnershipFactory,
)
from tests.factories.projects import (
    AgreementFactory,
    EventFactory,
    FacilityFactory,
    ProductFactory,
    ProjectFactory,
    SectorFactory,
)
from tests.factories.regions import RegionFactory
from tests.factories.sources import SourceFactory

pytestmark = pytest.mark.django_db


def make_project(n):
    claims = [{"attribute": "capacity", "missing": "unclear", "as_printed": "big", "doubts": [{"code": "other"}]}]
    project = ProjectFactory(
        slug=f"project-{n}",
        claims=claims,
        investment=f"{n + 1}",
        jobs="> 5",
        stage="announced",
        region=f"KZ-{n + 10}",
        investors=[InvestorFactory(slug=f"first-{n}"), InvestorFactory(slug=f"second-{n}")],
        sectors=[f"energy.kind{n}", "agro"],
        markets=["CN"],
        products=[f"tea-{n}"],
        aims=["export"],
        identifiers=[{"scheme": "X", "value": str(n)}],
        relations=[{"kind": "part_of", "project": f"project-{n - 1}"}] if n else [],
    )
    FacilityFactory(project=project)
    EventFactory(project=project)


def make_investor(n):
    investor = InvestorFactory(slug=f"firm-{n}")
    InvestorNameFactory(investor=investor)
    InvestorIdentifierFactory(investor=investor)
    OwnershipFactory(owned=investor)


def make_agreement(n):
    firms = [InvestorFactory(), InvestorFactory()]
    AgreementFactory(slug=f"pact-{n}", parties=["KZ", "CN"], participants=firms, sectors=["agro"], areas=["energy"])


# By list: what makes its rows, and one row's address.
LISTS = {
    "projects": (make_project, "projects/project-0/"),
    "claims": (make_project, None),
    "events": (make_project, None),
    "investors": (make_investor, "investors/firm-0/"),
    "agreements": (make_agreement, "agreements/pact-0/"),
    "regions": (lambda n: RegionFactory(code=f"KZ-{n + 10}"), "regions/KZ-10/"),
    "sectors": (lambda n: SectorFactory(code=f"energy.kind{n}"), "sectors/energy.kind0/"),
    "products": (lambda n: ProductFactory(slug=f"tea-{n}"), "products/tea-0/"),
    "sources": (lambda n: SourceFactory(slug=f"source-{n}"), "sources/source-0/"),
}
# How many there are, which they are, and all that is shown of them.
IN_LIST = 3
# Which it is, and all that is shown of it.
IN_RECORD = 2


@pytest.mark.parametrize("rows", [1, 10])
@pytest.mark.parametrize("name", LISTS)
def test_a_list_takes_so_many_statements_whatever_its_length(api, django_assert_num_queries, name, rows):
    make, _address = LISTS[name]
    for n in range(rows):
        make(n)

    for query in ("", "?cursor="):
        with django_assert_num_queries(IN_LIST):
            found = results(api.get(f"{name}/{query}"))
        assert len(found) >= rows


@pytest.mark.parametrize("rows", [1, 5])
def test_a_list_of_whole_projects_takes_a_fixed_number_too(api, django_assert_num_queries, rows):
    for n in range(rows):
        make_project(n)

    with django_assert_num_queries(IN_LIST):
        results(api.get("projects/?fields=slug,claims,facilities,products,markets,aims,events,relations,identifiers"))


@pytest.mark.parametrize("name", [name for name, row in LISTS.items() if row[1]])
def test_a_record_takes_so_many_statements(api, django_assert_num_queries, name):
    make, address = LISTS[name]
    make(0)

    with django_assert_num_queries(IN_RECORD):
        assert api.get(address).status_code == 200


@pytest.mark.parametrize("name", LISTS)
def test_a_wrong_parameter_takes_none_for_rows(api, django_assert_max_num_queries, name):
    LISTS[name][0](0)

    with django_assert_max_num_queries(1):
        assert api.get(f"{name}/?nonsense=1").status_code == 400


@pytest.mark.parametrize("rows", [1, 10])
@pytest.mark.parametrize(("path", "statements"), [("projects/stats/", 13), ("projects/facets/", 40)])
def test_sums_and_facets_take_a_fixed_number(api, django_assert_max_num_queries, path, statements, rows):
    for n in range(rows):
        make_project(n)

    with django_assert_max_num_queries(statements):
        assert api.get(path).status_code == 200
