"""Units of quantities: codes of UN/ECE Recommendation 20 (Revision 17) with names, symbols and conversion."""

from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from django.db.models import TextChoices
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class Dimension(TextChoices):
    """What a unit measures: only units of one dimension can be converted and added."""

    POWER = "power", _("power")
    APPARENT_POWER = "apparent_power", _("apparent power")
    ENERGY = "energy", _("energy")
    MASS = "mass", _("mass")
    VOLUME = "volume", _("volume")
    FLOW = "flow", _("flow")
    AREA = "area", _("area")
    LENGTH = "length", _("length")
    COUNT = "count", _("number")
    PEOPLE = "people", _("people")
    HEADS = "heads", _("heads of livestock")
    CONTAINERS = "containers", _("containers")


@dataclass(frozen=True)
class Unit:
    """`factor` is how many of the dimension's base unit one of these is; the base unit has 1.

    `names` are by language, in the plural where the language has one; `symbols` hold the languages with a symbol of
    their own. Plain numbers of something have no symbol.
    """

    code: str
    symbol: str
    dimension: Dimension
    factor: Fraction
    names: dict[str, str]
    symbols: dict[str, str] = field(default_factory=dict)


# By code: symbol, dimension, factor, names in en, kk, ru, zh-hans, and the symbol in kk and ru where it is another one.
# Factors are exact: a barrel is 42 US gallons of 231 cubic inches, an acre the international one.
TABLE: dict[str, tuple[str, Dimension, str, tuple[str, str, str, str], tuple[str, str] | None]] = {
    "WTT": ("W", Dimension.POWER, "1/1000000", ("watts", "ватт", "ватты", "瓦"), ("Вт", "Вт")),
    "KWT": ("kW", Dimension.POWER, "1/1000", ("kilowatts", "киловатт", "киловатты", "千瓦"), ("кВт", "кВт")),
    "MAW": ("MW", Dimension.POWER, "1", ("megawatts", "мегаватт", "мегаватты", "兆瓦"), ("МВт", "МВт")),
    "A90": ("GW", Dimension.POWER, "1000", ("gigawatts", "гигаватт", "гигаватты", "吉瓦"), ("ГВт", "ГВт")),
    "KVA": (
        *("kVA", Dimension.APPARENT_POWER, "1/1000"),
        ("kilovolt-amperes", "киловольт-ампер", "киловольт-амперы", "千伏安"),
        ("кВА", "кВА"),
    ),
    "MVA": (
        *("MVA", Dimension.APPARENT_POWER, "1"),
        ("megavolt-amperes", "мегавольт-ампер", "мегавольт-амперы", "兆伏安"),
        ("МВА", "МВА"),
    ),
    "KWH": (
        *("kWh", Dimension.ENERGY, "1/1000"),
        ("kilowatt-hours", "киловатт-сағат", "киловатт-часы", "千瓦时"),
        ("кВт·сағ", "кВт·ч"),
    ),
    "MWH": (
        *("MWh", Dimension.ENERGY, "1"),
        ("megawatt-hours", "мегаватт-сағат", "мегаватт-часы", "兆瓦时"),
        ("МВт·сағ", "МВт·ч"),
    ),
    "GWH": (
        *("GWh", Dimension.ENERGY, "1000"),
        ("gigawatt-hours", "гигаватт-сағат", "гигаватт-часы", "吉瓦时"),
        ("ГВт·сағ", "ГВт·ч"),
    ),
    "D32": (
        *("TWh", Dimension.ENERGY, "1000000"),
        ("terawatt-hours", "тераватт-сағат", "тераватт-часы", "太瓦时"),
        ("ТВт·сағ", "ТВт·ч"),
    ),
    "GV": ("GJ", Dimension.ENERGY, "5/18", ("gigajoules", "гигаджоуль", "гигаджоули", "吉焦"), ("ГДж", "ГДж")),
    "D30": ("TJ", Dimension.ENERGY, "2500/9", ("terajoules", "тераджоуль", "тераджоули", "太焦"), ("ТДж", "ТДж")),
    "KGM": ("kg", Dimension.MASS, "1/1000", ("kilograms", "килограмм", "килограммы", "千克"), ("кг", "кг")),
    "DTN": ("q", Dimension.MASS, "1/10", ("quintals (100 kg)", "центнер", "центнеры", "公担"), ("ц", "ц")),
    "TNE": ("t", Dimension.MASS, "1", ("tonnes", "тонна", "тонны", "吨"), ("т", "т")),
    "KTN": ("kt", Dimension.MASS, "1000", ("thousand tonnes", "мың тонна", "тысячи тонн", "千吨"), ("мың т", "тыс. т")),
    "LTR": ("l", Dimension.VOLUME, "1/1000", ("litres", "литр", "литры", "升"), ("л", "л")),
    "HLT": ("hl", Dimension.VOLUME, "1/10", ("hectolitres", "гектолитр", "гектолитры", "百升"), ("гл", "гл")),
    "MTQ": ("m³", Dimension.VOLUME, "1", ("cubic metres", "текше метр", "кубические метры", "立方米"), ("м³", "м³")),
    "HMQ": (
        *("million m³", Dimension.VOLUME, "1000000"),
        ("million cubic metres", "миллион текше метр", "миллионы кубических метров", "百万立方米"),
        ("млн м³", "млн м³"),
    ),
    "BLL": (
        "bbl",
        Dimension.VOLUME,
        "9936705933/62500000000",
        ("barrels", "баррель", "баррели", "桶"),
        ("барр.", "барр."),
    ),
    "MQH": (
        *("m³/h", Dimension.FLOW, "24"),
        ("cubic metres per hour", "сағатына текше метр", "кубические метры в час", "立方米/小时"),
        ("м³/сағ", "м³/ч"),
    ),
    "G52": (
        *("m³/d", Dimension.FLOW, "1"),
        ("cubic metres per day", "тәулігіне текше метр", "кубические метры в сутки", "立方米/日"),
        ("м³/тәул.", "м³/сут"),
    ),
    "MTK": (
        *("m²", Dimension.AREA, "1/10000"),
        ("square metres", "шаршы метр", "квадратные метры", "平方米"),
        ("м²", "м²"),
    ),
    "ACR": ("acre", Dimension.AREA, "316160658/781250000", ("acres", "акр", "акры", "英亩"), ("акр", "акр")),
    "HAR": ("ha", Dimension.AREA, "1", ("hectares", "гектар", "гектары", "公顷"), ("га", "га")),
    "KMK": (
        *("km²", Dimension.AREA, "100"),
        ("square kilometres", "шаршы километр", "квадратные километры", "平方公里"),
        ("км²", "км²"),
    ),
    "MTR": ("m", Dimension.LENGTH, "1/1000", ("metres", "метр", "метры", "米"), ("м", "м")),
    "KMT": ("km", Dimension.LENGTH, "1", ("kilometres", "километр", "километры", "公里"), ("км", "км")),
    "C62": ("", Dimension.COUNT, "1", ("units", "бірлік", "единицы", "个"), None),
    "H87": ("pcs", Dimension.COUNT, "1", ("pieces", "дана", "штуки", "件"), ("дана", "шт.")),
    "MIL": ("thousand", Dimension.COUNT, "1000", ("thousands", "мың", "тысячи", "千"), ("мың", "тыс.")),
    "MIO": ("million", Dimension.COUNT, "1000000", ("millions", "миллион", "миллионы", "百万"), ("млн", "млн")),
    "IE": ("", Dimension.PEOPLE, "1", ("people", "адам", "человек", "人"), None),
    "HEA": ("", Dimension.HEADS, "1", ("heads", "бас", "головы", "头"), None),
    "20": (
        *("TEU", Dimension.CONTAINERS, "1"),
        ("twenty-foot containers", "жиырма футтық контейнер", "двадцатифутовые контейнеры", "标准箱"),
        None,
    ),
}
LANGUAGES = ("en", "kk", "ru", "zh-hans")

UNITS: dict[str, Unit] = {
    code: Unit(
        code=code,
        symbol=symbol,
        dimension=dimension,
        factor=Fraction(factor),
        names=dict(zip(LANGUAGES, names, strict=True)),
        symbols=dict(zip(("kk", "ru"), own, strict=True)) if own else {},
    )
    for code, (symbol, dimension, factor, names, own) in TABLE.items()
}
BASE_UNITS: dict[str, Unit] = {unit.dimension: unit for unit in reversed(UNITS.values()) if unit.factor == 1}

# What a quantity is counted per: nothing, or a year (ANN of the same Recommendation).
PER = {"": "", "ANN": _("per year")}
PER_SYMBOLS = {"en": "{0}/a", "kk": "{0}/жыл", "ru": "{0}/год"}
PER_WORDS = {"en": "{0} per year", "kk": "жылына {0}", "ru": "{0} в год", "zh-hans": "{0}/年"}


def unit_symbol(code: str, per: str = "", language: str | None = None) -> str:
    """The unit to print behind a number: "MW", "t/a", in Russian "т/год"; "" for plain numbers of something.

    Plain numbers a year have the words, since "/a" alone says nothing. A code that is not in UNITS stands for itself.
    """
    language, unit = _language(language), UNITS.get(code)
    symbol = unit.symbols.get(language, unit.symbol) if unit else code
    if not per:
        return symbol
    return PER_SYMBOLS.get(language, PER_SYMBOLS["en"]).format(symbol) if symbol else unit_label(code, per, language)


def unit_label(code: str, per: str = "", language: str | None = None) -> str:
    """The unit in words: "tonnes per year". A code that is not in UNITS stands for itself."""
    language, unit = _language(language), UNITS.get(code)
    name = (unit.names.get(language) or unit.names["en"]) if unit else code
    return PER_WORDS.get(language, PER_WORDS["en"]).format(name) if per else name


def can_convert(code: str, to: str) -> bool:
    """Whether both are units and of one dimension."""
    return code in UNITS and to in UNITS and UNITS[code].dimension == UNITS[to].dimension


def units_like(code: str) -> list[Unit]:
    """The units into which this one can be converted, itself among them, the smallest first."""
    return sorted((unit for unit in UNITS.values() if can_convert(code, unit.code)), key=lambda unit: unit.factor)


def base_unit(code: str) -> Unit:
    """The unit of the same dimension with factor 1, in which sums are given."""
    return next(unit for unit in units_like(code) if unit.factor == 1)


def convert(number: int | Decimal, code: str, to: str) -> Decimal:
    """A number of one unit in another, exact to 28 digits.

    Raises ValueError when the two do not measure the same, KeyError when one is no unit.
    """
    if UNITS[code].dimension != UNITS[to].dimension:
        raise ValueError(f"{code} and {to} do not measure the same")
    ratio = UNITS[code].factor / UNITS[to].factor
    return Decimal(number) * ratio.numerator / ratio.denominator


def _language(language: str | None) -> str:
    return (language or get_language() or "en").lower()
