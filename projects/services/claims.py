from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from sources.rows import add_rows, build

from ..models import Claim, Project, Rank
from ..serializers import ClaimSerializer
from .projects import ROWS, editing_project

CLAIMS = ROWS["claims"]


def add_claim(*, project: Project, values: dict[str, Any], user: User | None, why: str = "") -> Claim:
    """Add a claim from the validated data of its record form, and settle. Raises ValidationError by field."""
    with editing_project(project, user=user, why=why):
        return _add(project, values)


def correct_claim(*, claim: Claim, values: dict[str, Any], user: User | None, why: str = "") -> Claim:
    """Retire a claim and add one that says the same but for `values`. Raises ValidationError by field."""
    with editing_project(claim.project, user=user, why=why):
        _retire(claim)
        return _add(claim.project, said(claim) | values)


def retire_claim(*, claim: Claim, user: User | None, why: str = "") -> None:
    """Hold the claim no longer; it stays in the past. Raises ValidationError when it is retired already."""
    with editing_project(claim.project, user=user, why=why):
        _retire(claim)


def prefer_claim(*, claim: Claim, reason: str, user: User | None) -> Claim:
    """Let an editor's choice stand in its group; a claim preferred before becomes a normal one.

    Raises ValidationError on `reason` without one.
    """
    with editing_project(claim.project, user=user, why=reason):
        group = dict(zip(("project", "facility", "attribute", "basis", "for_date"), claim.group, strict=True))
        for former in Claim.objects.current().filter(**group, rank=Rank.PREFERRED):
            _retire(former)
            if former.pk != claim.pk:
                _add(claim.project, said(former) | {"rank": Rank.NORMAL, "reason": ""})
        if claim.rank != Rank.PREFERRED:
            _retire(claim)
        return _add(claim.project, said(claim) | {"rank": Rank.PREFERRED, "reason": reason})


def said(claim: Claim) -> dict[str, Any]:
    """What a claim says, as values for a new one."""
    shown = ClaimSerializer(claim).data
    again = ClaimSerializer(data={name: shown[name] for name in shown if name not in ("uid", "project", "stands")})
    again.is_valid(raise_exception=True)
    return dict(again.validated_data)


def _add(project: Project, values: dict[str, Any]) -> Claim:
    claim = build(CLAIMS, project, values)
    add_rows(CLAIMS, [(None, claim)])
    return claim


def _retire(claim: Claim) -> None:
    if not Claim.objects.filter(pk=claim.pk).retire(timezone.now()):
        raise ValidationError(_("This claim is retired already."), code="retired")
