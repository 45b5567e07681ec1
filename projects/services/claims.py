from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from sources.rows import add_rows, build

from ..models import Claim, Project, Rank
from ..models.claim import NUMBERS
from ..models.standing import GROUP
from ..serializers import ClaimSerializer
from .projects import ROWS, editing_project

CLAIMS = ROWS["claims"]
PREFERRED = Rank.PREFERRED

# The columns that carry a value or qualify it.
OF_A_VALUE = frozenset({*NUMBERS, "currency", "unit", "per", "code", "region", "date", "bound", "modality"})


def add_claim(*, project: Project, values: dict[str, Any], user: User | None, why: str = "") -> Claim:
    """Add a claim from the validated data of its record form, and settle. Raises ValidationError by field."""
    with editing_project(project, user=user, why=why):
        return _add(project, values)


def correct_claim(*, claim: Claim, values: dict[str, Any], user: User | None, why: str = "") -> Claim:
    """Retire a claim and add one that says the same but for `values`, at the same moment.

    A value takes the place of a reason why there is none, and a reason that of the value with all that qualifies it.
    Raises ValidationError by field, without one when the claim is retired already.
    """
    with editing_project(claim.project, user=user, why=why):
        at = timezone.now()
        _retire(claim, at)
        return _add(claim.project, _corrected(said(claim), values), at)


def retire_claim(*, claim: Claim, user: User | None, why: str = "") -> None:
    """Hold the claim no longer; it stays in the past. Raises ValidationError when it is retired already."""
    with editing_project(claim.project, user=user, why=why):
        _retire(claim, timezone.now())


def prefer_claim(*, claim: Claim, reason: str, user: User | None) -> Claim:
    """Let an editor's choice stand in its group; a claim preferred before becomes a normal one.

    Raises ValidationError on `reason` without one, without a field when the claim is retired already.
    """
    with editing_project(claim.project, user=user, why=reason):
        at = timezone.now()
        _retire(claim, at)
        group = dict(zip(GROUP, claim.group, strict=True))
        for former in list(Claim.objects.current().filter(**group, rank=PREFERRED)):
            _retire(former, at)
            _add(claim.project, said(former) | {"rank": Rank.NORMAL, "reason": ""}, at)
        return _add(claim.project, said(claim) | {"rank": PREFERRED, "reason": reason}, at)


def let_stand(*, project: Project, chosen: Callable[[Claim], bool], user: User | None, why: str = "") -> None:
    """Add chosen claims anew where only the moment of recording lets another one stand in their place."""
    claims = list(Claim.objects.current().filter(project=project).for_record())
    standing = {claim.group: claim for claim in claims if claim.stands}
    late = {
        claim.group: claim
        for claim in claims
        if claim.group in standing
        and _weight(claim) == _weight(standing[claim.group])
        and chosen(claim)
        and not chosen(standing[claim.group])
    }
    if late:
        with editing_project(project, user=user, why=why):
            at = timezone.now()
            for claim in late.values():
                _retire(claim, at)
                _add(project, said(claim), at)


def _weight(claim: Claim) -> tuple[Any, ...]:
    """What decides between claims of a group before the moment of recording does."""
    return bool(claim.missing), claim.rank, claim.citation.source.authority, claim.said_first


def said(claim: Claim) -> dict[str, Any]:
    """What a claim says, as values for a new one."""
    shown = ClaimSerializer(claim).data
    again = ClaimSerializer(data={name: shown[name] for name in shown if name not in ("uid", "project", "stands")})
    again.is_valid(raise_exception=True)
    return dict(again.validated_data)


def _corrected(before: dict[str, Any], values: dict[str, Any]) -> dict[str, Any]:
    if values.get("missing"):
        before = {name: value for name, value in before.items() if name not in OF_A_VALUE}
    elif OF_A_VALUE & set(values):
        before = before | {"missing": ""}
    return before | values


def _add(project: Project, values: dict[str, Any], at: datetime | None = None) -> Claim:
    claim = build(CLAIMS, project, values)
    add_rows(CLAIMS, [(None, claim)], at=at)
    return claim


def _retire(claim: Claim, at: datetime) -> None:
    if not Claim.objects.filter(pk=claim.pk).retire(at):
        raise ValidationError(_("This claim is retired already."), code="retired")
