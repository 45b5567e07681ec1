from modeltranslation.translator import TranslationOptions, register

from .models import Investor


@register(Investor)
class InvestorTranslation(TranslationOptions):
    fields = ("name", "description")
    required_languages = {"en": ("name",), "default": ()}
