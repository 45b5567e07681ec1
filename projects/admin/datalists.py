"""What browsers suggest for inputs of the project's form, without a script."""

from babel.numbers import get_currency_name
from django.utils.translation import get_language

from lib.countries import locale_of
from lib.currencies import currencies

from ..attributes import Stage
from ..models import Facility

FIRST = ("USD", "KZT", "CNY", "EUR", "RUB")


def datalists(project):
    """The lists by id, each of pairs of value and label."""
    locale = locale_of(get_language())
    codes = [*FIRST, *sorted(currencies() - set(FIRST))]
    facilities = Facility.objects.current().filter(project=project) if project else []
    return {
        "stages": [(label, "") for label in Stage.labels],
        "currencies": [(code, get_currency_name(code, locale=locale)) for code in codes],
        "facilities-of-project": [(facility.slug, str(facility)) for facility in facilities],
    }
