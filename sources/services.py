"""What may be done with evidence: store a text, cite words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from history.records import assign, editing
from lib.serializers import document
from lib.texts import check_text, composed

from .models import Citation, FormerText, Source, Text
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
    exact = composed(exact)
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


def store_text(
    *,
    source: Source,
    body: str,
    user: User | None,
    why: str = "",
    version: int | None = None,
    retrieved_at: datetime | None = None,
) -> Text:
    """Store the text of a source, or another one in its place while nobody cites the source; in one revision.

    Citations made before are placed in it. The same text again changes nothing but `retrieved_at`, where that is given.
    Raises ValidationError on `body` for what is no text, for another text once the source is cited, and for each cited
    phrase that is not in it; Stale when `version` is given and is not the stored one.
    """
    body = composed(body)
    try:
        check_text(body)
    except ValidationError as error:
        raise ValidationError({"body": error}) from None
    with editing(source, form=source_document, user=user, why=why, version=version):
        source.lock_for_text()
        text = Text.objects.filter(source=source).first()
        if text is None:
            _place_citations(source, body)
            text = Text(source=source)
        elif retrieved_at is None and text.body != body:
            retrieved_at = timezone.now()
        text.body, text.retrieved_at = body, retrieved_at or text.retrieved_at
        text.save()
        source.save(update_fields=["updated_at"])
    return text


def remove_text(*, source: Source, user: User | None, why: str = "", version: int | None = None) -> None:
    """Take the stored text of a source away, in one revision.

    Raises ValidationError on `body` once the source is cited, Text.DoesNotExist without a text, Stale as `store_text`.
    """
    with editing(source, form=source_document, user=user, why=why, version=version):
        Text.objects.get(source=source).delete()
        source.save(update_fields=["updated_at"])


def restore_text(source: Source, facts: dict[str, Any] | None, *, user: User | None, why: str = "") -> None:
    """Give a source the text again that its document tells of ("sha256", "retrieved_at"), or none where it had none.

    Raises ValidationError on `text` where that text can't be had or the one there can't go, since the source is cited.
    """
    try:
        if facts is None:
            remove_text(source=source, user=user, why=why)
            return
        former = source.former_texts.get(sha256=facts["sha256"])
        retrieved_at = datetime.fromisoformat(facts["retrieved_at"])
        store_text(source=source, body=former.body, retrieved_at=retrieved_at, user=user, why=why)
    except ValidationError as error:
        raise ValidationError({"text": error.messages}) from None
    except FormerText.DoesNotExist:
        raise ValidationError({"text": ValidationError(_("This text was not kept."), code="not_kept")}) from None


# Phrases that an error names.
SHOWN = 10


def _place_citations(source: Source, body: str) -> None:
    """Find the citations made before in the text; raises ValidationError on `body` where words are not in it."""
    citations, lost = list(source.citations.exclude(exact="").order_by("pk")), []
    for citation in citations:
        try:
            citation.start, citation.end = _place(body, citation.exact, None, None)
        except ValidationError:
            lost.append(citation)
    if lost:
        message = _("“%(words)s” (%(locator)s) is cited from this source and does not stand in this text.")
        told = [{"words": one.exact, "locator": one.locator or _("place not noted")} for one in lost[:SHOWN]]
        raise ValidationError({"body": [ValidationError(message, code="not_in_text", params=one) for one in told]})
    Citation.objects.bulk_update(citations, ["start", "end"], batch_size=500)


def _wrong(field: str, message: Any, code: str) -> ValidationError:
    return ValidationError({field: ValidationError(message, code=code)})


def source_document(source: Source) -> dict[str, Any]:
    """The record form of a source as history and files keep it, read anew."""
    return document(SourceSerializer, Source.objects.for_record().get(pk=source.pk))


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
