"""What may be done with projects, their claims and agreements. All writers call these: API, admin, files, imports."""

from .agreements import agreement_document, save_agreement
from .claims import add_claim, correct_claim, prefer_claim, retire_claim
from .codes import code_document, save_code
from .evidence import weigh_again
from .projects import ROWS, editing_project, project_document, save_project, withdraw_project

__all__ = [
    "ROWS",
    "add_claim",
    "agreement_document",
    "code_document",
    "correct_claim",
    "editing_project",
    "prefer_claim",
    "project_document",
    "retire_claim",
    "save_agreement",
    "save_code",
    "save_project",
    "weigh_again",
    "withdraw_project",
]
