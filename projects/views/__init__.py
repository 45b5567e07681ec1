"""The pages of projects and of what belongs to them."""

from .claims import claim_detail
from .projects import project_list

__all__ = ["claim_detail", "project_list"]
