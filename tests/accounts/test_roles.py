import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command

from accounts.roles import ROLES, sync_groups
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def permissions_of(name):
    rows = Group.objects.get(name=name).permissions.values_list("content_type__app_label", "codename")
    return {f"{app}.{codename}" for app, codename in rows}


def test_a_new_database_has_the_four_roles():
    assert set(Group.objects.values_list("name", flat=True)) == {"viewer", "editor", "reviewer", "administrator"}


@pytest.mark.parametrize("role", ["editor", "reviewer"])
def test_who_writes_enters_the_admin_and_touches_no_account(role):
    given = permissions_of(role)

    assert "accounts.enter_admin" in given
    assert not {each for each in given if each.startswith(("accounts.", "auth."))} - {"accounts.enter_admin"}


def test_each_role_may_do_what_the_one_before_it_may():
    viewer, editor, reviewer, administrator = (permissions_of(name) for name in ROLES)

    assert viewer <= editor <= reviewer <= administrator


def test_administrators_have_every_permission():
    assert len(permissions_of("administrator")) == Permission.objects.count()


def test_no_role_but_the_administrator_deletes():
    for name in ("viewer", "editor", "reviewer"):
        assert not {each for each in permissions_of(name) if ".delete_" in each}


@pytest.mark.parametrize(
    ("permission", "roles"),
    [
        ("projects.view_project", ["viewer", "editor", "reviewer", "administrator"]),
        ("projects.change_claim", ["editor", "reviewer", "administrator"]),
        ("regions.change_region", ["administrator"]),
        ("projects.publish_project", ["reviewer", "administrator"]),
        ("projects.delete_project", ["administrator"]),
        ("history.view_change", ["editor", "reviewer", "administrator"]),
        ("accounts.change_user", ["administrator"]),
    ],
)
def test_the_table_says_who_may(permission, roles):
    assert [name for name, role in ROLES.items() if role.allows(permission)] == roles


@pytest.mark.parametrize("name", ROLES)
def test_one_migrate_gives_each_group_what_the_table_allows_of_all_apps(name):
    rows = Permission.objects.values_list("content_type__app_label", "codename")

    assert permissions_of(name) == {each for each in map(".".join, rows) if ROLES[name].allows(each)}


def test_one_migrate_gives_the_rights_on_projects():
    assert {"projects.add_project", "projects.change_project"} <= permissions_of("editor")
    assert "projects.publish_project" in permissions_of("reviewer") - permissions_of("editor")


def test_syncing_again_repairs_a_role_and_keeps_its_people_and_other_groups():
    user = UserFactory(role="editor")
    before = permissions_of("editor")
    Group.objects.get(name="editor").permissions.set(Permission.objects.filter(codename="delete_user"))
    Group.objects.create(name="translators")

    sync_groups()

    assert permissions_of("editor") == before
    assert user.groups.get().name == "editor"
    assert Group.objects.filter(name="translators").exists()


def test_syncing_makes_the_permissions_that_are_missing():
    Permission.objects.filter(codename="enter_admin").delete()

    sync_groups(apps=apps)

    assert "accounts.enter_admin" in permissions_of("editor")


@pytest.mark.django_db(transaction=True)
def test_the_roles_come_back_after_a_flush():
    call_command("flush", interactive=False, verbosity=0)

    assert "accounts.enter_admin" in permissions_of("editor")
