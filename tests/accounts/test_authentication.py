import json
from datetime import timedelta

import pytest
import time_machine
from rest_framework.permissions import AllowAny
from rest_framework.response import Response
from rest_framework.test import APIRequestFactory
from rest_framework.views import APIView

from accounts.authentication import TokenAuthentication
from accounts.models import AuthToken
from accounts.schema import TokenScheme
from tests.factories.accounts import AuthTokenFactory

pytestmark = pytest.mark.django_db


class Echo(APIView):
    authentication_classes = [TokenAuthentication]
    permission_classes = [AllowAny]

    def get(self, request):
        return Response({"user": request.user.username})

    post = patch = delete = get


def codes(answer):
    said = json.loads(answer.content)
    assert said["status"] == answer.status_code
    return [each["code"] for each in said["errors"]["detail"]]


def call(key, *, method="get", scheme="Bearer"):
    request = getattr(APIRequestFactory(), method)("/", headers={"authorization": f"{scheme} {key}"})
    return Echo.as_view()(request)


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "Token"])
def test_a_token_acts_for_its_person(scheme):
    token = AuthTokenFactory()

    assert call(token.key, scheme=scheme).data == {"user": token.user.username}


@pytest.mark.parametrize("method", ["post", "patch", "delete"])
def test_a_token_that_may_write_opens_unsafe_methods(method):
    assert call(AuthTokenFactory().key, method=method).status_code == 200


def test_another_scheme_is_left_to_others():
    assert call("abc", scheme="Basic").data == {"user": ""}


@pytest.mark.parametrize("key", ["", "ipr_unknown", "ipr unknown", "\xff\xfe"])
def test_an_unknown_token_is_refused_in_the_shape_of_all_errors(key):
    answer = call(key)

    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == "Bearer"
    assert codes(answer) == ["authentication_failed"]


def test_an_expired_token_is_refused_and_stays_on_its_persons_page():
    token = AuthTokenFactory(expiry=timedelta(days=30))

    with time_machine.travel(token.expiry):
        answer = call(token.key)

    assert answer.status_code == 401
    assert AuthToken.objects.filter(pk=token.pk).exists()


def test_the_token_of_an_inactive_person_is_refused():
    assert call(AuthTokenFactory(user__is_active=False).key).status_code == 401


def test_a_revoked_token_is_refused():
    token = AuthTokenFactory()
    token.delete()

    assert call(token.key).status_code == 401


def test_a_read_only_token_reads():
    assert call(AuthTokenFactory(read_only=True).key).status_code == 200


@pytest.mark.parametrize("method", ["post", "patch", "delete"])
def test_a_read_only_token_is_refused_for_unsafe_methods_in_the_shape_of_all_errors(method):
    answer = call(AuthTokenFactory(read_only=True).key, method=method)

    assert answer.status_code == 403
    assert codes(answer) == ["read_only_token"]


def test_the_day_of_the_last_use_is_written_once(django_assert_num_queries):
    token = AuthTokenFactory()

    with django_assert_num_queries(2):
        call(token.key)
    with django_assert_num_queries(1):
        call(token.key)

    token.refresh_from_db()
    assert token.last_used_on is not None


def test_only_the_hash_of_a_token_is_kept():
    token = AuthTokenFactory()

    assert token.key not in {str(value) for value in AuthToken.objects.values().get().values()}


def test_openapi_names_the_bearer_scheme():
    assert TokenScheme(TokenAuthentication).get_security_definition(None) == {"type": "http", "scheme": "bearer"}
