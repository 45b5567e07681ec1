from django.utils.translation import gettext_lazy as _

from lib.countries import country_choices
from lib.filters import CommaFilter, StrictFilterSet, WordsFilter
from lib.keyset import stated

from .models import CountryBasis, Investor, InvestorKind


class InvestorFilter(StrictFilterSet):
    q = WordsFilter(label=_("words"))
    country = CommaFilter(label=_("country"), choices=country_choices)
    country_basis = CommaFilter(label=_("basis of the country"), choices=CountryBasis.choices)
    kind = CommaFilter(label=_("kind"), choices=InvestorKind.choices)

    orderings = {"slug": "slug", "name": "name", "country": stated("country"), "updated_at": "updated_at"}
    default_ordering = ["name"]

    class Meta:
        model = Investor
        fields: list[str] = []
