import re
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuthToken, User
from tests.factories.accounts import PASSWORD, AuthTokenFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(client):
    user = UserFactory(username="ainur", role="editor")
    client.force_login(user)
    return user


def log_in(client, username="ainur", password=PASSWORD, **more):
    return client.post(reverse("accounts:login"), {"username": username, "password": password, **more})


@pytest.mark.parametrize("name", ["me", "tokens", "password_change"])
def test_who_is_not_logged_in_is_sent_to_log_in(client, name):
    page = reverse(f"accounts:{name}")

    assert client.get(page).headers["Location"] == f"{reverse('accounts:login')}?next={page}"


def test_logging_in_leads_to_the_own_page(client):
    UserFactory(username="ainur")

    assert log_in(client).headers["Location"] == reverse("accounts:me")


def test_logging_in_leads_to_where_one_wanted_to_go_but_not_to_foreign_sites(client):
    UserFactory(username="ainur")

    assert log_in(client, next="/admin/").headers["Location"] == "/admin/"
    assert log_in(client, next="https://example.org/").headers["Location"] == reverse("accounts:me")


def test_a_wrong_password_is_said_on_the_page(client):
    UserFactory(username="ainur")

    answer = log_in(client, password="wrong")

    assert answer.status_code == 200
    assert "__all__" in answer.context["form"].errors


def test_logging_in_brings_the_persons_language(client):
    UserFactory(username="ainur", language="kk")

    log_in(client)

    assert client.cookies["django_language"].value == "kk"


def test_logging_out_takes_a_post(client, person):
    assert client.get(reverse("accounts:logout")).status_code == 405
    assert client.post(reverse("accounts:logout")).headers["Location"] == "/"
    assert "_auth_user_id" not in client.session


def test_too_many_failures_lock_the_name_out_with_a_page_that_says_so(client, settings):
    settings.AXES_ENABLED, settings.AXES_FAILURE_LIMIT = True, 2
    UserFactory(username="ainur")
    UserFactory(username="other")
    for _attempt in range(2):
        log_in(client, password="wrong")

    answer = log_in(client)

    assert (answer.status_code, answer["Retry-After"]) == (429, "1800")
    assert "accounts/locked.html" in [template.name for template in answer.templates]
    assert log_in(client, username="other").status_code == 302


def test_the_own_page_names_the_roles(client, person):
    page = client.get(reverse("accounts:me")).content.decode()

    assert "Adds and changes records" in page
    assert reverse("admin:index") in page


def test_the_own_page_of_a_viewer_does_not_lead_to_the_admin(client):
    client.force_login(UserFactory(role="viewer"))

    assert reverse("admin:index") not in client.get(reverse("accounts:me")).content.decode()


def test_people_change_their_name_and_language_and_nothing_else(client, person):
    client.post(reverse("accounts:me"), {"name": "Ainur B.", "language": "ru", "username": "x", "is_superuser": "on"})

    person.refresh_from_db()
    assert (person.name, person.language, person.username, person.is_superuser) == ("Ainur B.", "ru", "ainur", False)
    assert client.cookies["django_language"].value == "ru"


def test_a_language_the_site_does_not_have_is_an_error(client, person):
    answer = client.post(reverse("accounts:me"), {"name": "", "language": "xx"})

    assert list(answer.context["form"].errors) == ["language"]


def test_people_change_their_password(client, person):
    new = {"new_password1": "brand new words 7", "new_password2": "brand new words 7"}

    client.post(reverse("accounts:password_change"), {"old_password": PASSWORD, **new})

    assert User.objects.get().check_password("brand new words 7")


def test_a_forgotten_password_is_reset_by_mail(client):
    UserFactory(username="ainur", email="ainur@example.org")
    client.post(reverse("accounts:password_reset"), {"email": "ainur@example.org"})
    address = re.search(r"http://testserver(\S+)", mail.outbox[0].body)[1]

    form_address = client.get(address).headers["Location"]
    new = {"new_password1": "brand new words 7", "new_password2": "brand new words 7"}
    answer = client.post(form_address, new)

    assert answer.headers["Location"] == reverse("accounts:login")
    assert User.objects.get().check_password("brand new words 7")
    assert "was used already" in client.get(address).content.decode()


def test_the_page_after_asking_for_a_reset_does_not_tell_who_has_an_account(client):
    answer = client.post(reverse("accounts:password_reset"), {"email": "nobody@example.org"}, follow=True)

    assert "If there is an account" in answer.content.decode()
    assert mail.outbox == []


@pytest.mark.parametrize("name", ["login", "me", "tokens", "password_change"])
def test_personal_pages_are_not_kept_by_caches(client, person, name):
    answer = client.get(reverse(f"accounts:{name}"))

    assert "no-store" in answer["Cache-Control"]


def test_a_new_token_is_shown_once(client, person):
    page = reverse("accounts:tokens")
    answer = client.post(page, {"name": "import", "read_only": "on", "lifetime": "30"})
    key = answer.context["key"]

    token = AuthToken.objects.get()
    assert (token.user, token.name, token.read_only) == (person, "import", True)
    assert timedelta(days=29) < token.expiry - timezone.now() <= timedelta(days=30)
    assert f"Bearer {key}" in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert key not in client.get(page).content.decode()


def test_sending_the_form_again_makes_no_second_token(client, person):
    for _attempt in range(2):
        answer = client.post(reverse("accounts:tokens"), {"name": "import", "lifetime": "30"})

    assert AuthToken.objects.count() == 1
    assert list(answer.context["form"].errors) == ["name"]
    assert answer.context["key"] == ""


@pytest.mark.parametrize("lifetime", ["", "0", "100000"])
def test_a_token_has_one_of_the_lifetimes(client, person, lifetime):
    answer = client.post(reverse("accounts:tokens"), {"name": "import", "lifetime": lifetime})

    assert list(answer.context["form"].errors) == ["lifetime"]
    assert not AuthToken.objects.exists()


def test_a_token_is_revoked_after_asking(client, person):
    token = AuthTokenFactory(user=person)
    page = reverse("accounts:token_revoke", args=[token.uid])

    assert token.name in client.get(page).content.decode()
    assert AuthToken.objects.exists()
    assert client.post(page).headers["Location"] == reverse("accounts:tokens")
    assert not AuthToken.objects.exists()


def test_people_see_and_revoke_their_own_tokens_only(client, person):
    other = AuthTokenFactory(name="somebody else's")

    assert "somebody else" not in client.get(reverse("accounts:tokens")).content.decode()
    assert client.post(reverse("accounts:token_revoke", args=[other.uid])).status_code == 404
    assert AuthToken.objects.filter(pk=other.pk).exists()


def test_any_number_of_tokens_takes_one_query(client, person, django_assert_num_queries):
    AuthTokenFactory.create_batch(5, user=person)
    client.get(reverse("accounts:tokens"))

    with django_assert_num_queries(3):  # session, person, tokens
        client.get(reverse("accounts:tokens"))
