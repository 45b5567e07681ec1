import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse

from accounts.models import AuthToken, User
from tests.factories.accounts import AuthTokenFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client):
    user = UserFactory(role="administrator")
    client.force_login(user)
    return user


def page_of(user, page="change"):
    return reverse(f"admin:accounts_user_{page}", args=[user.pk])


def form_of(user, **changed):
    return {"username": user.username, "is_active": "on", "language": "", "email": user.email, **changed}


@pytest.mark.parametrize("role", ["editor", "reviewer", "administrator"])
def test_who_writes_enters_the_admin_without_the_staff_flag(client, role):
    client.force_login(UserFactory(role=role, is_staff=False))

    assert client.get(reverse("admin:index")).status_code == 200


@pytest.mark.parametrize("user", [{"role": "viewer"}, {"is_staff": True}])
def test_who_does_not_write_is_refused_at_the_door(client, user):
    client.force_login(UserFactory(**user))

    assert client.get(reverse("admin:index"), follow=True).status_code == 403


def test_the_admin_sends_people_to_the_sites_own_log_in_and_back(client):
    page = reverse("admin:accounts_user_changelist")

    answer = client.get(page, follow=True)

    assert answer.redirect_chain[-1][0] == f"{reverse('accounts:login')}?next={page}"


def test_who_is_logged_in_needs_no_second_log_in(client, administrator):
    assert client.get(reverse("admin:login")).headers["Location"] == reverse("admin:index")


@pytest.mark.parametrize("role", ["viewer", "editor", "reviewer"])
def test_only_administrators_see_accounts(client, role):
    client.force_login(UserFactory(role=role))

    for page in ("accounts_user_changelist", "accounts_authtoken_changelist", "auth_group_changelist"):
        assert client.get(reverse(f"admin:{page}")).status_code in {302, 403}


def test_an_administrator_gives_roles(client, administrator):
    user = UserFactory()

    client.post(page_of(user), form_of(user, groups=[Group.objects.get(name="reviewer").pk]))

    assert user.groups.get().name == "reviewer"


def test_an_administrator_adds_people(client, administrator):
    words = {"usable_password": "true", "password1": "brand new words 7", "password2": "brand new words 7"}

    client.post(
        reverse("admin:accounts_user_add"),
        {"username": "dana", "language": "", **words, "groups": [Group.objects.get(name="viewer").pk]},
    )

    assert User.objects.get(username="dana").groups.get().name == "viewer"


def test_an_administrator_makes_nobody_a_superuser(client, administrator):
    for user in (UserFactory(), administrator):
        client.post(page_of(user), form_of(user, is_superuser="on", user_permissions=[Permission.objects.first().pk]))

    assert not User.objects.filter(is_superuser=True).exists()
    assert not User.objects.filter(user_permissions__isnull=False).exists()


@pytest.mark.parametrize("active", [True, False])
def test_an_administrator_can_neither_change_nor_delete_a_superuser(client, administrator, active):
    root = UserFactory(username="root", is_superuser=True, is_active=active)
    password = {"usable_password": "true", "password1": "brand new words 7", "password2": "brand new words 7"}

    assert client.post(page_of(root), form_of(root, username="mine")).status_code == 403
    assert client.post(reverse("admin:auth_user_password_change", args=[root.pk]), password).status_code == 403
    assert client.post(page_of(root, "delete"), {"post": "yes"}).status_code == 403
    client.post(
        reverse("admin:accounts_user_changelist"),
        {"action": "delete_selected", "_selected_action": [root.pk], "post": "yes"},
    )
    assert User.objects.get(username="root").password == root.password


def test_a_superuser_makes_superusers(client):
    client.force_login(UserFactory(is_superuser=True))
    user = UserFactory()

    client.post(page_of(user), form_of(user, is_superuser="on"))

    user.refresh_from_db()
    assert user.is_superuser


@pytest.fixture
def helper(client):
    """Somebody who may change accounts and no more than that."""
    user = UserFactory()
    wanted = ["enter_admin", "change_user", "view_user"]
    user.user_permissions.set(Permission.objects.filter(content_type__app_label="accounts", codename__in=wanted))
    client.force_login(user)
    return user


def test_nobody_gives_a_role_with_rights_they_have_not(client, helper):
    user = UserFactory()

    answer = client.post(page_of(user), form_of(user, groups=[Group.objects.get(name="administrator").pk]))

    assert list(answer.context["adminform"].form.errors) == ["groups"]
    assert not user.groups.exists()


@pytest.mark.parametrize("active", [True, False])
def test_nobody_changes_an_account_that_may_do_more(client, helper, active):
    user = UserFactory(role="administrator", is_active=active)

    assert client.post(page_of(user), form_of(user)).status_code == 403


def test_the_groups_of_the_roles_are_only_shown(client, administrator):
    group = Group.objects.get(name="editor")

    assert client.get(reverse("admin:auth_group_change", args=[group.pk])).status_code == 200
    assert client.post(reverse("admin:auth_group_change", args=[group.pk]), {"name": "x"}).status_code == 403
    assert client.post(reverse("admin:auth_group_delete", args=[group.pk]), {"post": "yes"}).status_code == 403


def test_an_administrator_makes_groups_beside_the_roles(client, administrator):
    permission = Permission.objects.get(codename="view_user", content_type__app_label="accounts")

    client.post(reverse("admin:auth_group_add"), {"name": "desk", "permissions": [permission.pk]})

    assert Group.objects.get(name="desk").permissions.get() == permission


def test_an_administrator_revokes_tokens_but_makes_none(client, administrator):
    token = AuthTokenFactory()

    assert client.get(reverse("admin:accounts_authtoken_add")).status_code == 403
    client.post(reverse("admin:accounts_authtoken_delete", args=[token.pk]), {"post": "yes"})
    assert not AuthToken.objects.exists()


@pytest.mark.parametrize("page", ["accounts_user", "accounts_authtoken"])
def test_lists_take_as_many_queries_for_many_rows_as_for_few(
    client, administrator, django_assert_max_num_queries, page
):
    for _number in range(5):
        AuthTokenFactory(user=UserFactory(role="editor"))

    with django_assert_max_num_queries(9):
        assert client.get(reverse(f"admin:{page}_changelist")).status_code == 200
