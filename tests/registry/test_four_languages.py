"""Every page speaks each of the four languages, and says so where a name is missing in one."""

import pytest
from django.utils.translation import ngettext, override, to_locale

from history.models import Revision
from projects.models import Claim, Project
from sources.models import Source
from tests.factories.accounts import UserFactory
from tests.factories.projects import ProjectFactory
from tests.untranslated import english_left

pytestmark = pytest.mark.django_db

PUBLIC = (
    "/",
    "/projects/",
    "/projects/?stage=under_way&match=possible&jobs_min=100&amount_max=9000000000",
    "/projects/?regoin=KZ",
    "/projects/?stage=closed",
    "/projects/?as_of=2025-07-01&known_on=2100-01-01",
    "/projects/fufeng-corn-processing/",
    "/projects/tbea-energy-almaty/",
    "/projects/fufeng-corn-processing/evidence/investment/",
    "/investors/",
    "/investors/tbea/",
    "/regions/",
    "/regions/KZ/",
    "/regions/CN/",
    "/sectors/",
    "/sectors/agro/",
    "/sources/",
    "/sources/kazakhstan-regions-2025-06-16/",
    "/agreements/",
    "/agreements/kazakhstan-china-2025-06/",
    "/history/",
    "/disagreements/",
    "/about/",
    "/api/",
    "/account/login/",
    "/account/password/reset/",
    "/nothing/",
)
ADMIN = (
    "/account/",
    "/account/tokens/",
    "/account/password/",
    "/admin/",
    "/admin/projects/project/",
    "/admin/projects/project/add/",
    "/admin/projects/project/{project}/change/",
    "/admin/projects/claim/",
    "/admin/projects/exchangerate/add/",
    "/admin/sources/source/",
    "/admin/sources/source/{source}/change/",
    "/admin/investors/investor/add/",
    "/admin/regions/region/add/",
    "/admin/accounts/user/add/",
)
OTHERS = ("kk", "ru", "zh-hans")


def left(client, language, addresses):
    return {
        address: found
        for address in addresses
        if (found := english_left(client.get(f"/{language}{address}"), language, to_locale(language)))
    }


@pytest.mark.parametrize("language", OTHERS)
def test_no_english_of_the_interface_is_left_on_a_public_page(further, client, language):
    claims = [f"/claims/{Claim.objects.filter(bound=bound).earliest('pk').uid}/" for bound in ("about", "more_than")]
    revision = f"/history/{Revision.objects.latest('pk').pk}/"

    assert left(client, language, [*PUBLIC, *claims, revision]) == {}


@pytest.mark.parametrize("language", OTHERS)
def test_no_english_of_the_interface_is_left_in_the_admin(further, client, language):
    client.force_login(UserFactory(is_staff=True, is_superuser=True, language=""))
    records = {"project": Project.objects.earliest("pk").pk, "source": Source.objects.earliest("pk").pk}

    assert left(client, language, [address.format(**records) for address in ADMIN]) == {}


@pytest.mark.parametrize("address", ["/projects/", "/projects/port/"])
def test_a_title_without_a_translation_is_marked_with_its_language(client, address):
    ProjectFactory(slug="port", titles={"en": "Port", "ru": "Порт"})
    marked = b'<span class="other-language" lang="en">Port</span>'

    assert marked in client.get(f"/kk{address}").content
    assert marked not in client.get(f"/ru{address}").content


def test_the_api_labels_codes_in_the_language_that_is_asked_for(client):
    answer = client.get("/api/v1/codes/", headers={"accept-language": "kk"}).json()

    assert {"code": "more_than", "label": "көп"} in answer["bounds"]
    assert next(unit for unit in answer["units"] if unit["code"] == "MAW")["symbol"] == "МВт"


def test_the_api_tells_mistakes_in_the_language_that_is_asked_for(client):
    answer = client.get("/api/v1/projects/?regoin=KZ", headers={"accept-language": "ru"}).json()

    assert answer["errors"]["regoin"][0]["message"] == "Нет параметра «regoin»."


@pytest.mark.parametrize(
    ("n", "said"), [(1, "1 сведение"), (2, "2 сведения"), (5, "5 сведений"), (11, "11 сведений"), (21, "21 сведение")]
)
def test_russian_counts_as_russian_does(n, said):
    with override("ru"):
        assert ngettext("%(count)s claim", "%(count)s claims", n) % {"count": n} == said
