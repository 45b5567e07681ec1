"""Where a reader writes to who knows better."""

from django.conf import settings
from django.utils.translation import gettext as _

from lib.contact import contact_url

from ..models import Project


def correction_url(project: Project, address: str) -> str:
    """The contact of the registry, as mail with the address of the project written already; "" where none is named."""
    said = {"title": project.title, "address": address}
    body = _("What should be corrected, and which source says so:") + f"\n\n\n{address}\n"
    return contact_url(settings.CONTACT, subject=_("Correction: %(title)s") % said, body=body)
