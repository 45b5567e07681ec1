from modeltranslation.translator import TranslationOptions, register

from .models import Region


@register(Region)
class RegionTranslation(TranslationOptions):
    fields = ("name", "capital")
    required_languages = {"en": ("name",), "default": ()}
