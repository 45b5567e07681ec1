import pytest
from django.db import OperationalError, connection


@pytest.mark.django_db
def test_health_is_ok_while_the_database_answers(client):
    response = client.get("/health/")

    assert (response.status_code, response.json()) == (200, {"status": "ok", "database": "ok"})
    assert "no-cache" in response["Cache-Control"]


def test_health_is_503_when_the_database_does_not_answer(client, monkeypatch):
    def refuse():
        raise OperationalError("connection refused")

    monkeypatch.setattr(connection, "cursor", refuse)

    response = client.get("/health/")

    assert (response.status_code, response.json()["database"]) == (503, "unavailable")


def test_health_is_for_reading(client):
    assert client.post("/health/").status_code == 405
