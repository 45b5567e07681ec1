from django.utils.translation import gettext_lazy as _

from lib.filters import CommaFilter, StrictFilterSet, WordsFilter
from lib.keyset import stated

from .models import Authority, Source, SourceKind


class SourceFilter(StrictFilterSet):
    q = WordsFilter(label=_("words"))
    kind = CommaFilter(label=_("kind"), choices=SourceKind.choices)
    authority = CommaFilter(label=_("authority"), choices=Authority.choices)

    orderings = {"slug": "slug", "title": "title", "published": stated("published"), "updated_at": "updated_at"}
    default_ordering = ["-published"]

    class Meta:
        model = Source
        fields: list[str] = []
