"""Parts of addresses beside those of Django."""

from django.urls import register_converter


class CodeConverter:
    """A code of a place or a sector: letters and digits with "-", "." and "_"."""

    regex = "[A-Za-z0-9._-]+"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(CodeConverter, "code")
