"""Countries of ISO 3166-1 with their names from Babel (Unicode CLDR)."""

from functools import cache

from babel import Locale
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

# Two-letter territories of CLDR that are no country of ISO 3166-1: unions, outlying islands, pseudo-locales, unknown.
# XK (Kosovo) is user-assigned in ISO 3166-1 and in use everywhere, so it stays.
NOT_COUNTRIES = frozenset({"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"})


def locale_of(language: str | None) -> Locale:
    """Babel's locale for a language of Django's; English when there is none."""
    return Locale.parse((language or "en").replace("-", "_").replace("hans", "Hans"), sep="_")


@cache
def country_names(language: str) -> dict[str, str]:
    """Names by alpha-2 code in one language: {"KZ": "Kazakhstan", ...}."""
    names = locale_of(language).territories
    return {code: name for code, name in sorted(names.items()) if len(code) == 2 and code not in NOT_COUNTRIES}


def country_name(code: str, language: str | None = None) -> str:
    """The name of a country in the language in use, or the code itself when it is none."""
    return country_names(language or get_language() or "en").get(code, code)


def country_choices() -> list[tuple[str, str]]:
    """All countries as pairs of code and name in the language in use, by code."""
    return [(code, country_name(code)) for code in country_names("en")]


def validate_country(code: str) -> None:
    """Raise ValidationError (code "country") unless `code` is an alpha-2 code of ISO 3166-1."""
    if code not in country_names("en"):
        raise ValidationError(
            _("“%(code)s” is not a country code of ISO 3166-1."), code="country", params={"code": code}
        )
