"""What may be done with projects, their claims and agreements. All writers call these: API, admin, files, imports."""

from .additions import add_rows_to_project
from .agreements import agreement_document, save_agreement
from .claims import add_claim, correct_claim, let_stand, prefer_claim, retire_claim
from .codes import code_document, save_code
from .evidence import weigh_again
from .projects import ROWS, editing_project, project_document, save_project, withdraw_project
from .rates import import_rates, save_rate

__all__ = [
    "ROWS",
    "add_claim",
    "add_rows_to_project",
    "agreement_document",
    "code_document",
    "correct_claim",
    "editing_project",
    "let_stand",
    "import_rates",
    "prefer_claim",
    "project_document",
    "retire_claim",
    "save_agreement",
    "save_code",
    "save_project",
    "save_rate",
    "weigh_again",
    "withdraw_project",
]
