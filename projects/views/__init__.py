"""The pages of projects and of what belongs to them."""

from .charts import chart_file
from .cite import cite_words
from .claims import claim_detail
from .codes import agreement_detail, agreement_list, sector_detail, sector_list
from .disagreements import disagreement_list, evidence
from .embed import embed
from .points import points
from .projects import compare, explain, project_detail, project_list

__all__ = [
    "agreement_detail",
    "agreement_list",
    "chart_file",
    "cite_words",
    "claim_detail",
    "compare",
    "disagreement_list",
    "embed",
    "evidence",
    "explain",
    "points",
    "project_detail",
    "project_list",
    "sector_detail",
    "sector_list",
]
