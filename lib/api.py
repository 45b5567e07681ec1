"""What all resources of the API share: strict lists, chosen members, ETags, writes that know what they overwrite."""

import json
from collections.abc import Hashable, Sequence
from datetime import datetime
from functools import partial
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import F, Model, QuerySet
from django.http import Http404, HttpResponse, HttpResponseBase, QueryDict
from django.urls import get_script_prefix
from django.utils.http import http_date
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from rest_framework import exceptions, mixins, status, viewsets
from rest_framework.generics import get_object_or_404
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from .compiled import Compiled, JsonMoment, NotCompiled
from .early import early
from .etags import etag, versions
from .filters import StrictFilterSet
from .listing import CONTROLS, PAGING, Listing
from .serializers import RecordSerializer, members

# Parameters that change what of a selection is shown, not which one it is.
NO_PART = (*PAGING, "fields", "omit")


class BadParameters(exceptions.APIException):
    """A 400 with its problems by parameter, as a filterset or a listing found them."""

    status_code = status.HTTP_400_BAD_REQUEST
    default_code = "invalid"

    def __init__(self, problems: dict[str, list[dict[str, Any]]]) -> None:
        super().__init__(_("A parameter is wrong."))
        self.problems = problems


class PreconditionRequired(exceptions.APIException):
    status_code = status.HTTP_428_PRECONDITION_REQUIRED
    default_code = "precondition_required"
    default_detail = _("Send If-Match with the ETag of the record as you read it, so that no one's change is lost.")


class PreconditionFailed(exceptions.APIException):
    status_code = status.HTTP_412_PRECONDITION_FAILED
    default_code = "stale"
    default_detail = _("The record was changed since you read it: read it again.")


class JsonAnswer(HttpResponse):
    """JSON that is text already: nothing is rendered any more."""

    def __init__(self, text: str, **options: Any) -> None:
        super().__init__(text, content_type=JSONRenderer.media_type, **options)


# What an answer of one record needs beside its JSON: its ETag and the moment of its last change.
BESIDE = {"as_version": F("version"), "as_moment": JsonMoment(F("updated_at"))}

# Compiled statements by all that shapes them; None for a form that needs Python.
PLANS: dict[Hashable, Compiled | None] = {}
MOST_PLANS = 500


class ReadViewSet(viewsets.GenericViewSet):
    """Lists and single records of one type.

    A subclass names `serializer_class`, `filterset_class` and `lookup_field`, and has `base()`, the rows that this
    reader may see, and `read()`, the same rows with what the serializer shows fetched.
    """

    serializer_class: type[RecordSerializer]
    filterset_class: type[StrictFilterSet]
    lookup_field = "slug"
    lookup_value_regex = r"[^/\x00]+"  # PostgreSQL takes no text with a NUL

    def base(self) -> QuerySet[Any]:
        raise NotImplementedError

    def read(self, rows: QuerySet[Any], *, brief: bool) -> QuerySet[Any]:
        """Fetch with the rows what is shown of them; `brief` for a list's headline members."""
        return rows

    def get_queryset(self) -> QuerySet[Any]:
        return self.base()

    @classmethod
    def members(cls) -> list[str]:
        """The members of the record form, in order."""
        return list(cls.serializer_class.Meta.fields)

    def filterset(self, request: Request) -> StrictFilterSet:
        return self.filterset_class(request.query_params, self.base(), request=request, also_known=CONTROLS)

    def listing(self, request: Request) -> Listing:
        """The list that is asked for; raises BadParameters unless every parameter is known and right."""
        listing = Listing(self.filterset(request), members=self.members())
        if listing.errors:
            raise BadParameters(listing.errors)
        listing.read = partial(self.read, brief=self.is_brief(listing))
        return listing

    def is_brief(self, listing: Listing) -> bool:
        """Whether headline members are all that is to be shown."""
        only, members = listing.controls.only, self.members()
        return only is None or only <= set(getattr(self.serializer_class.Meta, "headline", members))

    def context_of(self, listing: Listing) -> dict[str, Any]:
        """What the serializer must know to show the members that are asked for."""
        controls = listing.controls
        chosen = {"brief": self.is_brief(listing), "only": controls.only, "omit": controls.omit}
        return self.get_serializer_context() | chosen

    @early
    def list(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        listing = self.listing(request)
        if self.is_citation:
            message = _("A citation names the whole selection: leave this out.")
            self.refuse_controls(request, message, *NO_PART)
            return Response(listing.filterset)
        context = self.context_of(listing)
        if export := getattr(request.accepted_renderer, "export", None):
            message = _("This format has all rows and no pages: leave this out.")
            self.refuse_controls(request, message, *PAGING)
            return export(listing.all_rows(), self.serializer_class(context=context), request)
        compiled = self.compiled(context)
        listing.only_keys = compiled is not None
        page = listing.page
        answer: dict[str, Any] = {"count": listing.count}
        answer |= {name: self._link(request, getattr(page, name)) for name in ("next", "previous")}
        if compiled:
            texts = compiled.texts(page.rows)
            head = json.dumps(answer, ensure_ascii=False, separators=(",", ":")).removesuffix("}")
            return JsonAnswer(f'{head},"results":[{",".join(texts)}]}}')
        results = self.serializer_class(page.rows, many=True, context=context).data
        return Response(answer | {"results": results})

    def compiled(self, context: dict[str, Any]) -> Compiled | None:
        """The statement that reads records in the form of this context as JSON; None where the form needs Python."""
        if self.request.accepted_media_type != JSONRenderer.media_type:
            return None
        base = self.request.build_absolute_uri("/").removesuffix("/")
        chosen = [frozenset(context[name]) if context.get(name) else None for name in ("only", "omit")]
        key = (type(self), context.get("brief"), *chosen, get_language(), base, get_script_prefix(), self.audience())
        if key not in PLANS:
            if len(PLANS) >= MOST_PLANS:
                PLANS.clear()
            rows = self.read(self.base(), brief=bool(context.get("brief")))
            form = self.serializer_class(context={name: context.get(name) for name in ("brief", "only", "omit")})
            try:
                PLANS[key] = Compiled(form, rows, base=base, beside=BESIDE if hasattr(rows.model, "version") else {})
            except NotCompiled:
                PLANS[key] = None
        return PLANS[key]

    def audience(self) -> str:
        """A name for those who are shown the same rows within a record as this reader."""
        return ""

    def get_renderers(self) -> Sequence[BaseRenderer]:
        """The formats of this action; those that are for some actions alone name them in `actions`."""
        return [one for one in super().get_renderers() if self.action in getattr(one, "actions", [self.action])]

    @property
    def is_citation(self) -> bool:
        """Whether what is asked for is no record, but how to cite it: its renderer composes that from the record."""
        return getattr(self.request.accepted_renderer, "is_citation", False)

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Name the licence of the data beside them, in every format."""
        response = super().finalize_response(request, response, *args, **kwargs)
        if response.status_code < 300:
            response["Link"] = f'<{settings.DATA_LICENCE["url"]}>; rel="license"'
        return response

    def refuse_controls(self, request: Request, message: Any, *names: str) -> None:
        """Raise BadParameters for a parameter that the format has no use for: leaving that unsaid would surprise."""
        given = [name for name in names if name in request.query_params]
        if given:
            raise BadParameters({name: [{"code": "invalid", "message": str(message)}] for name in given})

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.is_citation:
            self.check_parameters(request, "format")
            return Response(self.read(self.base().filter(pk=self.get_object().pk), brief=True).get())
        self.check_parameters(request, "fields", "omit", "format")
        wanted = {self.lookup_field: self.kwargs[self.lookup_field]}
        return self.answer(get_object_or_404(self.base().values_list("pk", flat=True), **wanted))

    def check_parameters(self, request: Request, *known: str) -> None:
        """Raise BadParameters when the request has a parameter that this answer does not know."""
        nothing = StrictFilterSet(request.query_params, self.base(), request=request, also_known=known)
        if problems := nothing.errors_by_parameter():
            raise BadParameters(problems)

    def answer(self, key: int, status: int = 200) -> HttpResponseBase:
        """One record in full with its ETag and the moment of its last change."""
        from_request = Listing(
            self.filterset_class(self.request.query_params, self.base()), members=self.members()
        ).controls
        if from_request.errors:
            raise BadParameters(from_request.errors)
        context = self.get_serializer_context() | {"only": from_request.only, "omit": from_request.omit}
        response: HttpResponseBase
        if compiled := self.compiled(context):
            found = compiled.rows([key])
            if not found:
                raise Http404
            text, *beside = found[0]
            response = JsonAnswer(text, status=status)
            version, moment = (beside[0], datetime.fromisoformat(beside[1])) if beside else (None, None)
        else:
            record = self.read(self.serializer_class.Meta.model._default_manager.filter(pk=key), brief=False).get()
            data = self.serializer_class(record, context=context).data
            response, text = Response(data, status=status), JSONRenderer().render(data).decode()
            version, moment = getattr(record, "version", None), getattr(record, "updated_at", None)
        if version is not None and moment is not None:
            response["ETag"] = etag(version, text.encode())
            response["Last-Modified"] = http_date(moment.timestamp())
        return response

    def _link(self, request: Request, changes: dict[str, str] | None) -> str | None:
        if changes is None:
            return None
        query: QueryDict = request.query_params.copy()
        for name in ("page", "cursor"):
            query.pop(name, None)
        query.update(changes)
        return f"{request.build_absolute_uri(request.path)}?{query.urlencode(safe=',')}"


class RecordViewSet(mixins.CreateModelMixin, ReadViewSet):
    """Lists, single records, and writes through the type's service; nothing is deleted.

    A subclass has `save(record, values, user=, why=, version=)`, the service that writes one record.
    """

    http_method_names: ClassVar = ["get", "head", "options", "post", "put", "patch"]

    def save(self, record: Model | None, values: dict[str, Any], **options: Any) -> Model:
        raise NotImplementedError

    def create(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.check_parameters(request, "format")
        form = self.get_serializer(data=request.data)
        form.is_valid(raise_exception=True)
        record = self.saved(None, form)
        response = self.answer(record.pk, status=status.HTTP_201_CREATED)
        response["Location"] = self.reverse_action("detail", args=[getattr(record, self.lookup_field)])
        return response

    def update(self, request: Request, *args: Any, partial: bool = False, **kwargs: Any) -> HttpResponseBase:
        self.check_parameters(request, "format")
        record = self.get_object()
        version = self.expected_version(request, record)
        form = self.get_serializer(record, data=request.data, partial=partial)
        form.is_valid(raise_exception=True)
        return self.answer(self.saved(record, form, version=version).pk)

    def saved(self, record: Model | None, form: RecordSerializer, **options: Any) -> Model:
        """The record as the service wrote it; the service's errors name members of the form."""
        try:
            return self.save(record, form.validated_data, user=self.request.user, why=self.why(self.request), **options)
        except ValidationError as error:
            raise members(form, error) from None

    def partial_update(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self.update(request, *args, partial=True, **kwargs)

    def why(self, request: Request) -> str:
        """The reason of the change, from the header Change-Reason."""
        return request.headers.get("Change-Reason", "")[:300]

    def expected_version(self, request: Request, record: Any) -> int | None:
        """The version that the writer read, None for any; raises 428 without If-Match and 412 for another one."""
        header = request.headers.get("If-Match")
        if header is None:
            raise PreconditionRequired
        named = versions(header)
        if named is None:
            return None
        if record.version not in named:
            raise PreconditionFailed
        return record.version
