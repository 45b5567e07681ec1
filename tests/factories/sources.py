import factory
from factory.django import DjangoModelFactory

from sources.models import Authority, Citation, Source, SourceKind
from sources.services import cite, store_text


class SourceFactory(DjangoModelFactory):
    """A news article of 16 June 2025; `text="..."` stores its text."""

    class Meta:
        model = Source
        skip_postgeneration_save = True

    slug = factory.Sequence(lambda n: f"source-{n}")
    title_en = factory.LazyAttribute(lambda source: source.slug.replace("-", " ").capitalize())
    kind = SourceKind.NEWS
    authority = Authority.SECONDARY
    published = "2025-06-16"

    @factory.post_generation
    def text(self, create, extracted, **kwargs):
        if create and extracted:
            store_text(source=self, body=extracted, user=None)


class CitationFactory(DjangoModelFactory):
    """Words of a source, cited as the registry does it."""

    class Meta:
        model = Citation

    source = factory.SubFactory(SourceFactory)
    exact = ""

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        return cite(**kwargs)
