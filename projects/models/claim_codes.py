from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Modality(models.TextChoices):
    """In which sense a source says it."""

    ACTUAL = "actual", _("actual")
    IN_PROGRESS = "in_progress", _("in progress")
    PLANNED = "planned", _("planned")
    EXPECTED = "expected", _("expected")
    AIMED = "aimed", _("aimed at")
    AGREED = "agreed", pgettext_lazy("sense", "agreed")


class Missing(models.TextChoices):
    """Why there is no value."""

    NOT_STATED = "not_stated", _("not stated")
    UNCLEAR = "unclear", _("unclear")
    NOT_APPLICABLE = "not_applicable", _("not applicable")
    SEARCHED_NOT_FOUND = "searched_not_found", _("searched, not found")
    WITHHELD = "withheld", _("withheld")


class Rank(models.TextChoices):
    PREFERRED = "preferred", _("preferred")
    NORMAL = "normal", _("normal")
    DEPRECATED = "deprecated", _("deprecated")


class DoubtCode(models.TextChoices):
    UNIT_SUSPECT = "unit_suspect", _("the unit can hardly be meant")
    UNIT_SPELLING = "unit_spelling", _("the unit is spelt unusually")
    SCOPE_UNCLEAR = "scope_unclear", _("what the figure covers is unclear")
    VALUE_IMPLAUSIBLE = "value_implausible", _("the value is outside the plausible range")
    SOURCE_AMBIGUOUS = "source_ambiguous", _("the sentence can be read in two ways")
    OTHER = "other", _("other doubt")
