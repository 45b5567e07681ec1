from typing import Any, ClassVar

from django.http import Http404, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import exceptions, status
from rest_framework.decorators import action
from rest_framework.permissions import DjangoModelPermissionsOrAnonReadOnly
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from lib.api import BadParameters, RecordViewSet
from lib.early import early
from lib.listing import Listing
from lib.suggest import close_matches

from ..explain import Explanation, TermListing, with_what_is_shown
from ..facets import facets
from ..filters import PART, ExplainFilter, ProjectFilter
from ..index.counts import quick_count
from ..models import Claim, Project, ProjectQuerySet, can_see_drafts
from ..reading import with_everything, with_headline
from ..serializers import ProjectSerializer, RateSerializer
from ..services import save_project, withdraw_project
from ..stats import GROUPINGS, plain, stats
from .answers import EXPLAIN, FACETS, STATS

# Parameters of the terms of a sum beside filters.
TERM_CONTROLS = ("page", "page_size", "format")
EXPLAINED = [
    OpenApiParameter(
        "figure", required=True, description=_("investment_usd, jobs, or a key of capacity in stats: capacity:MW.")
    ),
    OpenApiParameter("group_by", enum=[*GROUPINGS, PART], description=_("Of one group alone.")),
    OpenApiParameter("group", description=_("The key of the group; nothing for what is not stated.")),
    OpenApiParameter("but", description=_("All groups together but these, by comma.")),
    OpenApiParameter("page", int),
    OpenApiParameter("page_size", int),
]


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

    def listing(self, request: Request) -> Listing:
        listing = super().listing(request)
        listing.quick_count = quick_count
        return listing

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
    @early
    def facets(self, request: Request) -> Response:
        """How many projects each value of each filter would leave, under all filters but its own."""
        return Response(facets(self.narrowed(request, "match")))

    @extend_schema(
        responses={200: STATS},
        parameters=[OpenApiParameter("group_by", enum=GROUPINGS, description=_("Sums by group too."))],
    )
    @action(detail=False)
    @early
    def stats(self, request: Request) -> Response:
        """Honest sums of the selection, in all and by group."""
        group_by = request.query_params.get("group_by") or None
        if group_by is not None and group_by not in GROUPINGS:
            message = _("There is no group “%(name)s”.") % {"name": group_by[:60]}
            near = close_matches(group_by, GROUPINGS) or list(GROUPINGS)
            raise BadParameters({"group_by": [{"code": "unknown", "message": message, "suggestions": near}]})
        return Response(self._linked(stats(self.narrowed(request, "group_by").rows(), group_by)))

    def _linked(self, answer: dict[str, Any]) -> dict[str, Any]:
        """The answer of `stats` with `explain` in each sum: where its terms are."""
        for part in (answer["total"], *answer.get("groups", [])):
            group = {"group_by": answer["group_by"], "group": "" if part.get("key") is None else part["key"]}
            sums = {"investment_usd": part["investment_usd"], "jobs": part["jobs"]}
            sums |= {f"capacity:{name}": figures for name, figures in part["capacity"].items()}
            for name, figures in sums.items():
                of_group = group if "key" in part else {}
                figures["explain"] = self._explain_url(without=("group_by",), figure=name, **of_group)
        return answer

    def _explain_url(self, *, without: tuple[str, ...], **parameters: Any) -> str:
        """Where a sum of this very selection is explained."""
        query: QueryDict = self.request.query_params.copy()
        for name in (*without, "format"):
            query.pop(name, None)
        for name, value in parameters.items():
            query[name] = str(value)
        return f"{self.reverse_action('explain')}?{query.urlencode(safe=',:/')}"

    @extend_schema(responses={200: EXPLAIN}, parameters=EXPLAINED)
    @action(detail=False, renderer_classes=[JSONRenderer])
    @early
    def explain(self, request: Request) -> Response:
        """One sum of the selection term by term: whose claims are added, and who is not in it and why."""
        chosen = ExplainFilter(request.query_params, self.base(), request=request, also_known=TERM_CONTROLS)
        listing = TermListing(chosen, members=[], read=with_what_is_shown)
        if listing.errors:
            raise BadParameters(listing.errors)
        page, explained, grouped = listing.page, listing.explanation, chosen.grouped
        return Response(
            {
                "figure": explained.of.name,
                "group_by": grouped and grouped.group_by,
                "group": grouped and grouped.key or None,
                "but": list(grouped.but) if grouped else [],
                "total": explained.total | {"explain": self._explain_url(without=("page", "page_size"))},
                "rule": explained.of.rule,
                "count": listing.count,
                **{name: self._link(request, getattr(page, name)) for name in ("next", "previous")},
                "terms": [self._term(explained, claim) for claim in page.rows],
                "excluded": explained.excluded,
                "excluded_count": explained.excluded_count,
            }
        )

    def _term(self, explained: Explanation, claim: Claim) -> dict[str, Any]:
        term = explained.term(claim)
        return {
            "project": {"slug": claim.project.slug, "title": claim.project.title},
            "facility": claim.facility,
            **{name: plain(getattr(term, name)) for name in ("value", "low", "high")},
            "bound": claim.bound,
            "claim": str(claim.uid),
            "url": self.request.build_absolute_uri(claim.citation.get_absolute_url()),
            "rate": RateSerializer(claim.usd_rate).data if claim.usd_rate else None,
        }

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
