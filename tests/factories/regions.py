import factory
from factory.django import DjangoModelFactory

from regions.codes import RegionKind
from regions.models import Boundary, Region


def world():
    """The one world, made once."""
    return Region.objects.filter(code="001").first() or Region.objects.create(code="001", kind="world", name_en="World")


def two_letters(number):
    """AA, AB, ... ZZ."""
    return chr(65 + number // 26 % 26) + chr(65 + number % 26)


class CountryFactory(DjangoModelFactory):
    code = factory.Sequence(two_letters)
    kind = RegionKind.COUNTRY
    parent = factory.LazyFunction(world)
    name_en = factory.LazyAttribute(lambda country: f"Country {country.code}")

    class Meta:
        model = Region
        django_get_or_create = ["code"]


class AreaFactory(CountryFactory):
    code = factory.Sequence(lambda number: f"{number % 800 + 200:03}")
    kind = RegionKind.AREA
    name_en = factory.LazyAttribute(lambda area: f"Area {area.code}")


class RegionFactory(CountryFactory):
    """A region of a country; `code="KZ-31"` puts it into Kazakhstan."""

    code = factory.Sequence(lambda number: f"{two_letters(number)}-{number % 1000}")
    kind = RegionKind.REGION
    parent = factory.LazyAttribute(lambda region: CountryFactory(code=region.code[:2]))
    name_en = factory.LazyAttribute(lambda region: f"Region {region.code}")


class BoundaryFactory(DjangoModelFactory):
    """A square of one degree."""

    region = factory.SubFactory(RegionFactory)
    credit = "A surveyor"
    geojson = factory.LazyFunction(lambda: square(70, 45))

    class Meta:
        model = Boundary


def square(west, south, size=1):
    """A square in GeoJSON, by its lower left corner."""
    east, north = west + size, south + size
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}
