"""What rests on the words of a source."""

from typing import Any

from django import template
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from sources.citations import CitationPage
from sources.models import Source

from ..showing.source_words import SourceWords

register = template.Library()


@register.inclusion_tag("sources/_words.html", takes_context=True)
def words_of(context: dict[str, Any], source: Source, citations: CitationPage) -> dict[str, Any]:
    """The words of a page of citations, marked in the stored text where there is one, and their uses.

    An editor gets the form that leads from words to a claim.
    """
    reader = getattr(context.get("request"), "user", AnonymousUser())
    words = SourceWords(source, list(citations.page), reader, citations.asked)
    may_cite = reader.has_perm("projects.change_project")
    return {"words": words, "cite_url": reverse("projects:cite", args=[source.slug]) if may_cite else ""}
