"""What rests on the words of a source."""

from typing import Any

from django import template
from django.contrib.auth.models import AnonymousUser

from sources.models import Source

from ..showing.source_words import SourceWords

register = template.Library()


@register.inclusion_tag("sources/_words.html", takes_context=True)
def words_of(context: dict[str, Any], source: Source, citations: Any) -> dict[str, Any]:
    """The words of these citations (a page of them), marked in the stored text where there is one, and their uses."""
    reader = getattr(context.get("request"), "user", AnonymousUser())
    return {"words": SourceWords(source, list(citations), reader)}
