"""Every error of the API has the one shape of design section 5."""

import logging

import pytest

pytestmark = pytest.mark.urls("tests.registry.error_urls")


def errors(response, status):
    """Check the shape all errors share; answer what is under `errors`."""
    body = response.json()
    assert response.status_code == body["status"] == status
    assert set(body) == {"status", "errors"}
    for found in body["errors"].values():
        assert all({"code", "message"} <= set(one) <= {"code", "message", "suggestions"} for one in found)
    return body["errors"]


def post(client, document):
    return client.post("/api/echo/", document, content_type="application/json")


def test_a_missing_field_is_named(client):
    found = errors(post(client, {"claims": []}), 400)

    assert found == {"title": [{"code": "required", "message": "This field is required."}]}


def test_a_field_of_a_nested_row_has_a_dotted_key(client):
    found = errors(post(client, {"title": "Port", "claims": [{"value": 1}, {"value": "many"}]}), 400)

    assert list(found) == ["claims.1.value"]
    assert found["claims.1.value"][0]["code"] == "invalid"


def test_an_error_about_a_whole_nested_row_names_the_row(client):
    found = errors(post(client, {"title": "Port", "claims": [{"value": 1}, {"value": 13}]}), 400)

    assert found == {"claims.1": [{"code": "unlucky", "message": "Thirteen is no figure."}]}


def test_a_list_instead_of_a_record_is_about_the_whole(client):
    found = errors(post(client, [1, 2]), 400)

    assert found["detail"][0]["code"] == "invalid"


def test_malformed_json_is_a_parse_error(client):
    found = errors(post(client, '{"title": '), 400)

    assert found["detail"][0]["code"] == "parse_error"


def test_another_media_type_is_refused(client):
    found = errors(client.post("/api/echo/", "title=Port", content_type="text/plain"), 415)

    assert found["detail"][0]["code"] == "unsupported_media_type"


def test_a_wrong_method_is_told_which_are_right(client):
    response = client.delete("/api/echo/")

    assert errors(response, 405)["detail"][0]["code"] == "method_not_allowed"
    assert "GET, POST" in response["Allow"]


def test_an_unknown_format_is_an_error_of_that_parameter(client):
    found = errors(client.get("/api/echo/?format=docx"), 400)

    assert found["format"][0]["code"] == "unknown"
    assert "json" in found["format"][0]["message"]


def test_an_unacceptable_media_type_is_answered_in_json(client):
    found = errors(client.get("/api/echo/", headers={"accept": "application/pdf"}), 406)

    assert found["detail"][0]["code"] == "not_acceptable"


def test_who_is_not_logged_in_gets_a_challenge(client):
    response = client.get("/api/locked/")

    assert errors(response, 401)["detail"][0]["code"] == "not_authenticated"
    assert response["WWW-Authenticate"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("field", {"low": [{"code": "low", "message": "3 is too low."}]}),
        ("whole", {"detail": [{"code": "crossed", "message": "The dates cross."}]}),
        (
            "several",
            {
                "title": [{"code": "invalid", "message": "Too long."}, {"code": "invalid", "message": "Not a title."}],
                "detail": [{"code": "invalid", "message": "Said twice."}],
            },
        ),
        ("suggestions", {"regoin": [{"code": "unknown", "message": "Unknown.", "suggestions": ["region"]}]}),
        ("suggesting-code", {"sector": [{"code": "unknown", "message": "Unknown.", "suggestions": ["agro.cotton"]}]}),
    ],
)
def test_validation_errors_keep_field_code_message_and_suggestions(client, name, expected):
    assert errors(client.get(f"/api/mistakes/{name}/"), 400) == expected


def test_a_record_that_is_not_there_does_not_name_the_model(client):
    found = errors(client.get("/api/mistakes/not-found/"), 404)

    assert found == {"detail": [{"code": "not_found", "message": "Not found."}]}


def test_a_refusal_says_why(client):
    found = errors(client.get("/api/mistakes/denied/"), 403)

    assert found == {"detail": [{"code": "permission_denied", "message": "Only reviewers publish."}]}


def test_a_bare_refusal_has_a_message_too(client):
    assert errors(client.get("/api/mistakes/denied-bare/"), 403)["detail"][0]["message"]


def test_a_throttled_client_is_told_how_long_to_wait(client):
    response = client.get("/api/mistakes/throttled/")

    assert errors(response, 429)["detail"][0]["code"] == "throttled"
    assert response["Retry-After"] == "30"


def test_a_write_that_the_database_refuses_is_a_conflict_and_tells_nothing_of_its_tables(client, caplog):
    response = client.get("/api/mistakes/conflict/")

    assert errors(response, 409)["detail"][0]["code"] == "conflict"
    assert "secret_table" not in response.text
    assert [record.levelno for record in caplog.records if record.name == "registry.api_errors"] == [logging.ERROR]


@pytest.mark.parametrize("address", ["/api/mistakes/crash/", "/api/plain/crash/"])
def test_a_crash_below_the_api_is_json_without_the_exception(client, address):
    client.raise_request_exception = False

    response = client.get(address)

    assert errors(response, 500)["detail"][0]["code"] == "error"
    assert "secret" not in response.text


@pytest.mark.parametrize(
    ("address", "status", "code"),
    [
        ("/api/nowhere/", 404, "not_found"),
        ("/api/plain/denied/", 403, "permission_denied"),
        ("/api/plain/suspicious/", 400, "bad_request"),
    ],
)
def test_addresses_below_the_api_without_a_view_of_drf_answer_json_too(client, address, status, code):
    found = errors(client.get(address), status)

    assert found["detail"][0]["code"] == code


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "status"),
    [("/nowhere/", 404), ("/page/denied/", 403), ("/page/suspicious/", 400), ("/page/crash/", 500)],
)
def test_pages_answer_errors_as_pages(client, address, status):
    client.raise_request_exception = False

    response = client.get(address)

    assert response.status_code == status
    assert response["Content-Type"].startswith("text/html")
    assert "secret" not in response.text


def test_messages_come_in_the_readers_language(client):
    russian = (
        post(client, {"claims": []}).json(),
        client.post(
            "/api/echo/", {"claims": []}, content_type="application/json", headers={"accept-language": "ru"}
        ).json(),
    )

    assert russian[0]["errors"]["title"][0]["code"] == russian[1]["errors"]["title"][0]["code"] == "required"
    assert russian[1]["errors"]["title"][0]["message"] == "Обязательное поле."
