import factory
from factory.django import DjangoModelFactory

from investors.models import CountryBasis, Investor, InvestorIdentifier, InvestorKind, InvestorName, Ownership

from .sources import CitationFactory


class InvestorFactory(DjangoModelFactory):
    """A company from China, as a source states; `country=""` is one whose country nobody states."""

    class Meta:
        model = Investor

    slug = factory.Sequence(lambda n: f"investor-{n}")
    name_en = factory.LazyAttribute(lambda investor: investor.slug.replace("-", " ").capitalize())
    kind = InvestorKind.COMPANY
    country = "CN"
    country_basis = factory.LazyAttribute(lambda investor: CountryBasis.STATED if investor.country else "")


class InvestorNameFactory(DjangoModelFactory):
    class Meta:
        model = InvestorName

    investor = factory.SubFactory(InvestorFactory)
    text = factory.Sequence(lambda n: f"Name {n}")
    language = "en"
    kind = "legal"


class InvestorIdentifierFactory(DjangoModelFactory):
    class Meta:
        model = InvestorIdentifier

    investor = factory.SubFactory(InvestorFactory)
    scheme = "LEI"
    value = factory.Sequence(lambda n: f"{n:020}")


class OwnershipFactory(DjangoModelFactory):
    class Meta:
        model = Ownership

    owner = factory.SubFactory(InvestorFactory)
    owned = factory.SubFactory(InvestorFactory)
    citation = factory.SubFactory(CitationFactory)
