"""The pages of projects and of what belongs to them."""

from .projects import project_list

__all__ = ["project_list"]
