from accounts.models import User
from sources.models import Source

from ..models import Claim, Project
from .projects import editing_project


def weigh_again(source: Source, *, user: User | None, why: str = "") -> None:
    """Settle the projects in which this source stands beside others: the one way in which its authority matters."""
    claims = Claim.objects.current().exclude(citation__source=source).values("project")
    cited = Claim.objects.current().filter(citation__source=source, project__in=claims).values("project")
    for project in Project.objects.filter(pk__in=cited).order_by("pk"):
        with editing_project(project, user=user, why=why):
            pass
