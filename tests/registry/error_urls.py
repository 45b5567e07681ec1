"""An API made of mistakes, for the tests of the error shape."""

from django.core.exceptions import PermissionDenied, SuspiciousOperation, ValidationError
from django.db import IntegrityError
from django.http import Http404
from django.urls import path
from rest_framework import exceptions, serializers
from rest_framework.permissions import AllowAny, IsAuthenticated
from rest_framework.response import Response
from rest_framework.views import APIView

from registry.urls import handler400, handler403, handler404, handler500  # noqa: F401
from registry.urls import urlpatterns as site


class SuggestingCode(str):
    suggestions = ["agro.cotton"]


class ClaimSerializer(serializers.Serializer):
    value = serializers.IntegerField()

    def validate(self, attrs):
        if attrs["value"] == 13:
            raise serializers.ValidationError("Thirteen is no figure.", code="unlucky")
        return attrs


class RecordSerializer(serializers.Serializer):
    title = serializers.CharField()
    claims = ClaimSerializer(many=True)


class Echo(APIView):
    permission_classes = [AllowAny]

    def get(self, request):
        return Response({"said": "yes"})

    def post(self, request):
        serializer = RecordSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        return Response(serializer.data)


class Locked(Echo):
    permission_classes = [IsAuthenticated]


MISTAKES = {
    "field": lambda: ValidationError({"low": ValidationError("%(n)s is too low.", code="low", params={"n": 3})}),
    "whole": lambda: ValidationError("The dates cross.", code="crossed"),
    "several": lambda: ValidationError({"title": ["Too long.", "Not a title."], "__all__": ["Said twice."]}),
    "suggestions": lambda: ValidationError(
        {"regoin": ValidationError("Unknown.", code="unknown", params={"suggestions": ["region"]})}
    ),
    "suggesting-code": lambda: exceptions.ValidationError({"sector": ["Unknown."]}, code=SuggestingCode("unknown")),
    "not-found": lambda: Http404("No Project matches the given query."),
    "denied": lambda: PermissionDenied("Only reviewers publish."),
    "denied-bare": lambda: PermissionDenied(),
    "throttled": lambda: exceptions.Throttled(wait=30),
    "conflict": lambda: IntegrityError("UNIQUE constraint failed: secret_table.column"),
    "crash": lambda: RuntimeError("a secret of the machine room"),
}


class Mistake(APIView):
    permission_classes = [AllowAny]

    def get(self, request, name):
        raise MISTAKES[name]()


def crash(request):
    raise RuntimeError("a secret of the machine room")


def suspicious(request):
    raise SuspiciousOperation("a secret of the machine room")


def denied(request):
    raise PermissionDenied


urlpatterns = [
    path("api/echo/", Echo.as_view()),
    path("api/locked/", Locked.as_view()),
    path("api/mistakes/<slug:name>/", Mistake.as_view()),
    path("api/plain/crash/", crash),
    path("api/plain/suspicious/", suspicious),
    path("api/plain/denied/", denied),
    path("page/crash/", crash),
    path("page/suspicious/", suspicious),
    path("page/denied/", denied),
    *site,  # which the site's error pages link to
]
