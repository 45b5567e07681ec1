from typing import Any, ClassVar

from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import exceptions, status
from rest_framework.decorators import action
from rest_framework.permissions import DjangoModelPermissionsOrAnonReadOnly
from rest_framework.request import Request
from rest_framework.response import Response

from lib.api import BadParameters, RecordViewSet
from lib.suggest import close_matches

from ..facets import facets
from ..filters import ProjectFilter
from ..models import Project, ProjectQuerySet, can_see_drafts
from ..reading import with_everything, with_headline
from ..serializers import ProjectSerializer
from ..services import save_project, withdraw_project
from ..stats import GROUPINGS, stats
from .answers import FACETS, STATS


class Gone(exceptions.APIException):
    """A project that was public once and was withdrawn."""

    status_code = status.HTTP_410_GONE
    default_code = "withdrawn"
    default_detail = _("This project was withdrawn.")


class ProjectPermissions(DjangoModelPermissionsOrAnonReadOnly):
    """Who may publish may withdraw; nothing is ever deleted."""

    perms_map: ClassVar = DjangoModelPermissionsOrAnonReadOnly.perms_map | {"DELETE": ["projects.publish_project"]}


class ProjectViewSet(RecordViewSet):
    """Investment projects in the record form: lists give the headline, single records all."""

    serializer_class = ProjectSerializer
    filterset_class = ProjectFilter
    permission_classes: ClassVar = [ProjectPermissions]
    http_method_names: ClassVar = [*RecordViewSet.http_method_names, "delete"]

    def base(self) -> ProjectQuerySet:
        """What this reader may see; a list shows withdrawn projects only to those who ask for them."""
        return Project.objects.visible_to(self.request.user)

    def read(self, rows: Any, *, brief: bool) -> Any:
        return with_headline(rows) if brief else with_everything(rows, reader=self.request.user)

    def audience(self) -> str:
        return "colleagues" if can_see_drafts(self.request.user) else "everybody"

    def save(self, record: Any, values: dict[str, Any], **options: Any) -> Project:
        return save_project(record, values, **options)

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().retrieve(request, *args, **kwargs)
        except Http404:
            project = Project.objects.once_public().filter(slug=kwargs["slug"]).select_related("merged_into").first()
            if project is None:
                raise
            if project.merged_into is not None and project.merged_into.is_public:
                return redirect(self.reverse_action("detail", args=[project.merged_into.slug]), permanent=True)
            raise Gone(project.withdrawal or None) from None

    @extend_schema(responses={200: FACETS})
    @action(detail=False)
    def facets(self, request: Request) -> Response:
        """How many projects each value of each filter would leave, under all filters but its own."""
        return Response(facets(self.narrowed(request, "match")))

    @extend_schema(
        responses={200: STATS},
        parameters=[OpenApiParameter("group_by", enum=GROUPINGS, description=_("Sums by group too."))],
    )
    @action(detail=False)
    def stats(self, request: Request) -> Response:
        """Honest sums of the selection, in all and by group."""
        group_by = request.query_params.get("group_by") or None
        if group_by is not None and group_by not in GROUPINGS:
            message = _("There is no group “%(name)s”.") % {"name": group_by[:60]}
            near = close_matches(group_by, GROUPINGS) or list(GROUPINGS)
            raise BadParameters({"group_by": [{"code": "unknown", "message": message, "suggestions": near}]})
        return Response(stats(self.narrowed(request, "group_by").rows(), group_by))

    def narrowed(self, request: Request, *also_known: str) -> ProjectFilter:
        """The filterset of this request; raises BadParameters unless every parameter is known and right."""
        chosen = ProjectFilter(request.query_params, self.base(), request=request, also_known=("format", *also_known))
        if problems := chosen.errors_by_parameter():
            raise BadParameters(problems)
        return chosen

    def destroy(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Withdraw the project: it leaves all that is public, and its address answers 410. Nothing is deleted."""
        project = self.get_object()
        version = self.expected_version(request, project)
        withdraw_project(project, user=request.user, why=self.why(request), version=version)
        return Response(status=status.HTTP_204_NO_CONTENT)
