"""How the list of projects is narrowed in the admin."""

from django.contrib import admin
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from investors.models import Investor
from lib.countries import country_name
from regions.models import Region

from ..attributes import Stage
from ..filters.projects import UNSTATED
from ..models import Participation, ProjectSector, Sector


class ChosenFilter(admin.SimpleListFilter):
    """A filter by one of several values; `narrow` is what a value takes."""

    def queryset(self, request, queryset):
        return queryset if self.value() is None else self.narrow(queryset, self.value())


class StageFilter(ChosenFilter):
    title = _("stage")
    parameter_name = "stage"

    def lookups(self, request, model_admin):
        return [*Stage.choices, ("-", _("not stated"))]

    def narrow(self, queryset, value):
        return queryset.filter(stage="" if value == "-" else value)


class RegionFilter(ChosenFilter):
    """Countries and regions that have projects, with all below them."""

    title = _("region")
    parameter_name = "region"

    def lookups(self, request, model_admin):
        codes = Region.objects.filter(projects__isnull=False).values_list("path", flat=True).distinct()
        around = {code for path in codes for code in path.strip("/").split("/") if not code.isdecimal()}
        places = Region.objects.filter(code__in=around).order_by("code")
        return [(place.code, f"{place} ({place.code})") for place in places] + [("-", _("not stated"))]

    def narrow(self, queryset, value):
        return (
            queryset.filter(region=None) if value == "-" else queryset.filter(region__in=Region.objects.within([value]))
        )


class SectorFilter(ChosenFilter):
    """The broad sectors, with all below them."""

    title = _("sector")
    parameter_name = "sector"

    def lookups(self, request, model_admin):
        return [(sector.code, str(sector)) for sector in Sector.objects.filter(parent=None)] + [("-", _("not stated"))]

    def narrow(self, queryset, value):
        own = ProjectSector.objects.current().filter(project=OuterRef("pk"))
        if value == "-":
            return queryset.filter(~Exists(own))
        return queryset.filter(Exists(own.filter(sector__in=Sector.objects.within([value]))))


class CountryFilter(ChosenFilter):
    """The countries of the organizations."""

    title = _("investor's country")
    parameter_name = "country"

    def lookups(self, request, model_admin):
        codes = Investor.objects.exclude(country="").order_by("country").values_list("country", flat=True).distinct()
        return [(code, country_name(code)) for code in codes]

    def narrow(self, queryset, value):
        own = Participation.objects.current().filter(project=OuterRef("pk"), investor__country=value)
        return queryset.filter(Exists(own))


class UnstatedFilter(ChosenFilter):
    """Which part of the headline is missing."""

    title = _("not stated")
    parameter_name = "missing"

    def lookups(self, request, model_admin):
        return [
            ("investment", _("investment")),
            ("jobs", _("jobs")),
            ("stage", _("stage")),
            ("region", _("region")),
            ("commissioning_on", _("commissioning on")),
        ]

    def narrow(self, queryset, value):
        return queryset.filter(UNSTATED[value]) if value in UNSTATED else queryset.none()


FILTERS = ["publication", StageFilter, RegionFilter, SectorFilter, CountryFilter, UnstatedFilter, "kind", "updated_at"]
