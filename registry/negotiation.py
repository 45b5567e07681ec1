"""How the API chooses the format of an answer."""

from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer


class FormatNegotiation(DefaultContentNegotiation):
    """`?format=`, then Accept. An unknown format is an error of that parameter; for DRF it is an unknown address."""

    def filter_renderers(self, renderers: list[BaseRenderer], format: str) -> list[BaseRenderer]:
        chosen = [renderer for renderer in renderers if renderer.format == format]
        if not chosen:
            known = ", ".join(dict.fromkeys(str(renderer.format) for renderer in renderers))
            message = _("There is no format “%(format)s” here. Formats: %(known)s.") % {
                "format": format,
                "known": known,
            }
            raise ValidationError({"format": [message]}, code="unknown")
        return chosen
