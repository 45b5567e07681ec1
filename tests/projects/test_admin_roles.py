"""What each role may do in the admin."""

import pytest
from django.urls import reverse

from history.models import Change
from investors.models import Investor
from projects.models import Agreement, Aim, Product, Project, Sector
from sources.models import Source
from tests.admin_forms import address, opened, problems, save
from tests.factories.accounts import UserFactory
from tests.factories.projects import (
    AgreementFactory,
    AimFactory,
    ClaimFactory,
    ProductFactory,
    ProjectFactory,
    SectorFactory,
)

pytestmark = pytest.mark.django_db
LIST = "admin:projects_project_changelist"
RECORDS = [Project, Investor, Source, Agreement, Sector, Product, Aim]


def log_in(client, role):
    user = UserFactory(role=role)
    client.force_login(user)
    return user


def act(client, action, projects, **more):
    return client.post(reverse(LIST), {"action": action, "_selected_action": [one.pk for one in projects]} | more)


@pytest.mark.parametrize("record", RECORDS)
@pytest.mark.parametrize(
    ("role", "status"), [("viewer", 403), ("editor", 200), ("reviewer", 200), ("administrator", 200)]
)
def test_who_enters_records(client, role, status, record):
    log_in(client, role)

    answer = client.get(address(record), follow=True)

    assert answer.status_code == status


def test_nobody_enters_without_logging_in(client):
    answer = client.post(address(Project), {"title_en": "Plant"})

    assert answer.status_code == 302
    assert not Project.objects.exists()


@pytest.mark.parametrize("role", ["editor", "reviewer", "administrator"])
@pytest.mark.parametrize(
    "factory", [ProjectFactory, AgreementFactory, SectorFactory, ProductFactory, AimFactory, ClaimFactory]
)
def test_nobody_deletes_a_record(client, role, factory):
    log_in(client, role)
    record = factory()
    opts = record._meta

    answer = client.post(reverse(f"admin:{opts.app_label}_{opts.model_name}_delete", args=[record.pk]), {"post": "yes"})

    assert answer.status_code == 403
    assert type(record).objects.filter(pk=record.pk).exists()


def test_an_editor_sees_the_publication_and_cannot_change_it(client):
    log_in(client, "editor")
    project = ProjectFactory(publication="draft")

    assert "publication" not in opened(client, project)
    save(client, project, {"publication": "published", "note": "A note"})

    project.refresh_from_db()
    assert (project.publication, project.note) == ("draft", "A note")


def test_an_editor_corrects_what_is_published(client):
    log_in(client, "editor")
    project = ProjectFactory(publication="published")

    assert problems(save(client, project, {"note": "A note"})) == {}
    project.refresh_from_db()
    assert (project.publication, project.note) == ("published", "A note")


def test_a_reviewer_publishes_in_the_form(client):
    reviewer = log_in(client, "reviewer")
    project = ProjectFactory(publication="draft")

    assert problems(save(client, project, {"publication": "published"})) == {}

    project.refresh_from_db()
    assert project.publication == "published"
    assert Change.objects.of("project", project.slug).with_revision().first().revision.user == reviewer


def test_a_reviewer_publishes_several_projects(client):
    log_in(client, "reviewer")
    drafts = [ProjectFactory(publication="draft") for _each in range(2)]

    answer = act(client, "publish", drafts)

    assert set(Project.objects.values_list("publication", flat=True)) == {"published"}
    assert "2 projects were published." in client.get(answer.url).content.decode()


def test_a_reviewer_withdraws_projects_with_a_reason(client):
    log_in(client, "reviewer")
    project, other = ProjectFactory(), ProjectFactory()

    asked = act(client, "withdraw", [project])
    assert asked.status_code == 200
    act(client, "withdraw", [project], confirmed="x", reason="entered twice", into=other.pk)

    project.refresh_from_db()
    assert (project.publication, project.withdrawal, project.merged_into) == ("withdrawn", "entered twice", other)


@pytest.mark.parametrize("changes", [{"reason": ""}, {"into": "itself"}])
def test_a_withdrawal_that_is_not_right_is_asked_for_again(client, changes):
    log_in(client, "reviewer")
    project = ProjectFactory()
    sent = {"reason": "entered twice"} | changes
    if "into" in sent:
        sent["into"] = project.pk

    answer = act(client, "withdraw", [project], confirmed="x", **sent)

    assert answer.context["form"].errors
    project.refresh_from_db()
    assert project.publication == "published"


@pytest.mark.parametrize("action", ["publish", "withdraw"])
def test_an_editor_has_no_action_that_publishes_or_withdraws(client, action):
    log_in(client, "editor")
    project = ProjectFactory(publication="draft")

    page = client.get(reverse(LIST)).content.decode()
    act(client, action, [project], confirmed="x", reason="because")

    assert f'value="{action}"' not in page
    project.refresh_from_db()
    assert project.publication == "draft"


@pytest.mark.parametrize(("role", "status"), [("viewer", 403), ("editor", 200)])
def test_who_prefers_claims(client, role, status):
    log_in(client, role)

    answer = client.get(reverse("admin:projects_claim_prefer", args=[ClaimFactory().pk]), follow=True)

    assert answer.status_code == status
