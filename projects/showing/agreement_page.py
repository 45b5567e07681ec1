"""The page of one agreement: its sides, whom it names, what it covers."""

from typing import Any

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from lib import edtf
from lib.pages import record_formats
from lib.translations import other_texts

from ..models import Agreement
from .figures import printed, words_url
from .links import Link, link_to


class AgreementPage:
    """What `projects/agreement.html` shows of an agreement read with `for_record`."""

    def __init__(self, agreement: Agreement) -> None:
        self.agreement = agreement

    @property
    def crumbs(self) -> list[Link]:
        return [Link(_("Agreements"), reverse("projects:agreements"))]

    @property
    def mark(self) -> Link:
        return Link("", "", "", "", words_url(self.agreement), printed(self.agreement))

    @property
    def facts(self) -> list[dict[str, Any]]:
        agreement = self.agreement
        open_end = Link(_("and others, not named")) if agreement.open_ended else None
        participants = [link_to(row.investor, row) for row in agreement.participants.all()]
        return [
            {"label": _("Kind"), "text": capfirst(agreement.get_kind_display())},
            {"label": _("Date"), "text": edtf.say(agreement.date)},
            {
                "label": _("Parties"),
                "links": [link_to(row.region, row) for row in agreement.parties.all()],
            },
            {"label": _("Organizations named"), "links": [*participants, *([open_end] if open_end else [])]},
            {"label": _("Sectors covered"), "links": [link_to(row.sector, row) for row in agreement.sectors]},
            {"label": _("Areas of cooperation"), "links": [link_to(row.sector, row) for row in agreement.areas]},
        ]

    @property
    def other_titles(self) -> list[dict[str, str]]:
        return other_texts(self.agreement, "title")

    @property
    def exports(self) -> list[dict[str, str]]:
        return record_formats(reverse("api:agreement-detail", args=[self.agreement.slug]))
