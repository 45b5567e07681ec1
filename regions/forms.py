from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class AliasesField(forms.CharField):
    """Other names as lines of text, the language first: `ru: Алма-Ата`. Its value is {"ru": ["Алма-Ата"]}."""

    widget = forms.Textarea(attrs={"rows": 4})

    def __init__(self, **options: Any) -> None:
        options.setdefault("help_text", _("One a line, the language first: “ru: Алма-Ата”."))
        super().__init__(**options)

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        return "\n".join(f"{language}: {name}" for language, names in value.items() for name in names)

    def to_python(self, value: Any) -> dict[str, list[str]]:
        languages = [language for language, _name in settings.LANGUAGES]
        aliases: dict[str, list[str]] = {}
        for line in filter(None, (line.strip() for line in super().to_python(value).splitlines())):
            language, colon, name = (part.strip() for part in line.partition(":"))
            if not colon or not name or language not in languages:
                message = _("“%(line)s”: begin with a language (%(languages)s) and a colon.")
                raise ValidationError(message, code="line", params={"line": line, "languages": ", ".join(languages)})
            aliases.setdefault(language, []).append(name)
        return aliases

    def has_changed(self, initial: Any, given: Any) -> bool:
        # A browser sends ends of lines otherwise than they were shown.
        before, after = (str(self.prepare_value(value) or "").split() for value in (initial, given))
        return before != after
