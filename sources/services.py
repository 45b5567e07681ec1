"""What may be done with evidence: store a text, cite words."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from unicodedata import normalize

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from history.records import assign, editing
from lib.serializers import document

from .models import Citation, Source, Text
from .serializers import SourceSerializer


@dataclass(frozen=True)
class Words:
    """What a citation cites, checked against the stored text; equal words are one citation."""

    source: Source
    locator: str = ""
    exact: str = ""
    start: int | None = None
    end: int | None = None


def bodies(sources: Iterable[Source]) -> dict[int, str]:
    """The stored texts of these sources by primary key; nobody stores another one until the transaction ends."""
    chosen = Source.objects.filter(pk__in={source.pk for source in sources})
    chosen.lock_for_words()
    return dict(Text.objects.filter(source__in=chosen).values_list("source", "body"))


def words(
    stored: dict[int, str],
    *,
    source: Source,
    locator: str = "",
    exact: str = "",
    start: int | None = None,
    end: int | None = None,
) -> Words:
    """These words with their place, checked against the `stored` texts (as `bodies` gives them).

    Where a text is stored, `exact` stands at start..end or ValidationError names `exact`; without start and end the
    words are looked for, and must stand there. Without a text, start and end say nothing and are refused.
    """
    exact = normalize("NFC", exact)
    if source.pk in stored:
        start, end = _place(stored[source.pk], exact, start, end)
    elif start is not None or end is not None:
        raise _wrong("start", _("This source has no stored text to point into."), "no_text")
    cited = Words(source, locator, exact, start, end)
    Citation(**vars(cited)).clean_fields(exclude={"source"})
    return cited


@transaction.atomic
def cite(*, source: Source, **cited: Any) -> Citation:
    """The citation of these words (as `words` takes them), made once and used again."""
    return Citation.objects.get_or_create(**vars(words(bodies([source]), source=source, **cited)))[0]


@transaction.atomic
def cite_all(wanted: Iterable[Words]) -> dict[Words, Citation]:
    """The citations of many words, in two statements; each is made once and used again."""
    wanted = set(wanted)
    known = Citation.objects.filter(
        source__in={cited.source for cited in wanted}, exact__in={cited.exact for cited in wanted}
    ).select_related("source")
    found = {Words(c.source, c.locator, c.exact, c.start, c.end): c for c in known}
    new = [Citation(**vars(cited)) for cited in wanted if cited not in found]
    try:
        with transaction.atomic():
            made = Citation.objects.bulk_create(new)
    except IntegrityError:  # another writer was quicker with one of them
        made = [Citation.objects.get_or_create(**vars(cited))[0] for cited in wanted if cited not in found]
    made_by_words = {Words(c.source, c.locator, c.exact, c.start, c.end): c for c in made}
    return {cited: found.get(cited) or made_by_words[cited] for cited in wanted}


def _place(body: str, exact: str, start: int | None, end: int | None) -> tuple[int | None, int | None]:
    """Where `exact` stands in `body`: as told, else its first occurrence; (None, None) when there are no words."""
    if not exact:
        if start is not None or end is not None:
            raise _wrong("exact", _("Name the words that stand there."), "required")
        return None, None
    if start is None and end is None:
        start = body.find(exact)
        end = start + len(exact)
    if start is None or end is None or start < 0 or body[start:end] != exact:
        raise _wrong("exact", _("These words do not stand in the stored text."), "not_in_text")
    return start, end


@transaction.atomic
def store_text(*, source: Source, body: str, **values: Any) -> Text:
    """Store the text of a source once.

    Citations made before are placed in it. Raises ValidationError on `body` when another text is stored already, on
    `exact` when the words of a citation are not in it.
    """
    body = normalize("NFC", body)
    source.lock_for_text()
    if Text.objects.filter(source=source).exists():
        raise _wrong("body", _("This source has its text already."), "immutable")
    for citation in source.citations.exclude(exact=""):
        start, end = _place(body, citation.exact, None, None)
        Citation.objects.filter(pk=citation.pk).update(start=start, end=end)
    return Text.objects.create(source=source, body=body, **values)


def _wrong(field: str, message: Any, code: str) -> ValidationError:
    return ValidationError({field: ValidationError(message, code=code)})


def source_document(source: Source) -> dict[str, Any]:
    """The record form of a source as history and files keep it."""
    return document(SourceSerializer, source)


def save_source(
    source: Source | None, values: dict[str, Any], *, user: User | None, why: str = "", version: int | None = None
) -> Source:
    """Make or change a source from the validated data of its record form, in one revision.

    Where it weighs more or less than before, or is of another publisher, what rests on it is settled in the same
    revision. Raises ValidationError by field, Stale when `version` is given and is not the stored one.
    """
    source = source or Source()
    with editing(source, form=source_document, user=user, why=why, version=version):
        weighed = source.authority, source.publisher
        new = source.pk is None
        assign(source, values)
        source.save()
        if not new and (source.authority, source.publisher) != weighed:
            for name in settings.SOURCE_WEIGHED:
                import_string(name)(source, user=user, why=why)
    return source
