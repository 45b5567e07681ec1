"""Two programs that write the same record at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from accounts.roles import sync_groups
from history.models import Change
from projects.models import Claim, Project
from tests.api import Api
from tests.factories.accounts import UserFactory
from tests.factories.projects import ProjectFactory
from tests.factories.sources import SourceFactory

pytestmark = pytest.mark.django_db(transaction=True)

WRITERS = 4


@pytest.fixture
def editors(transactional_db):
    sync_groups()
    return [Api(user=UserFactory(role="editor")) for _ in range(WRITERS)]


def at_once(jobs):
    """Run these in threads that start together; the answers in the order of the jobs."""
    barrier = Barrier(len(jobs))

    def run(job):
        try:
            barrier.wait(timeout=30)
            return job()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(run, jobs))


def test_of_several_writers_who_read_the_same_record_one_wins_and_the_others_are_told(editors):
    ProjectFactory(slug="mill")
    etag = editors[0].get("projects/mill/")["ETag"]

    answers = at_once(
        [
            lambda n=n, api=api: api.send("patch", "projects/mill/", {"place": f"Place {n}"}, If_Match=etag)
            for n, api in enumerate(editors)
        ]
    )

    assert sorted(answer.status_code for answer in answers) == [200, 412, 412, 412]
    winner = next(answer.json() for answer in answers if answer.status_code == 200)
    assert Project.objects.get().place == winner["place"]
    assert Change.objects.filter(record_type="project", before__isnull=False).count() == 1


def test_of_several_writers_who_claim_one_slug_one_gets_it(editors):
    answers = at_once([lambda api=api: api.post("projects/", {"slug": "mill", "title": "Mill"}) for api in editors])

    statuses = sorted(answer.status_code for answer in answers)
    assert statuses[0] == 201
    assert set(statuses[1:]) <= {400, 409}
    assert Project.objects.count() == 1


def test_writers_who_overwrite_on_purpose_come_one_after_the_other(editors):
    SourceFactory(slug="gazette")
    ProjectFactory(slug="mill")
    words = {"source": "gazette", "exact": "the same words"}

    def write(api, n):
        claims = [{"attribute": "jobs", "value": 10 + n, "citation": words}]
        return api.send("patch", "projects/mill/", {"claims": claims}, If_Match="*")

    answers = at_once([lambda n=n, api=api: write(api, n) for n, api in enumerate(editors)])

    assert [answer.status_code for answer in answers] == [200] * WRITERS
    assert Claim.objects.current().count() == 1
    assert Project.objects.get().jobs_low == Claim.objects.current().get().quantity
    assert Project.objects.get().version == 1 + WRITERS
