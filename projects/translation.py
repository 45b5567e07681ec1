from modeltranslation.translator import TranslationOptions, register

from .models import Agreement, Aim, Facility, Product, Project, Sector


@register([Sector, Product, Aim, Facility])
class NameTranslation(TranslationOptions):
    fields = ("name",)
    required_languages = ("en",)


@register(Project)
class ProjectTranslation(TranslationOptions):
    fields = ("title", "summary")
    required_languages = {"en": ("title",), "default": ()}


@register(Agreement)
class AgreementTranslation(TranslationOptions):
    fields = ("title",)
    required_languages = ("en",)
