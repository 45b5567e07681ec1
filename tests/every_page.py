"""Every page of the site by the name of its pattern, with a registry that has something to show on each.

A test holds that no pattern is left out; the browser's tests and `make screens` walk them.
"""

from collections.abc import Iterator
from typing import Any

from django.core.management import call_command
from django.urls import URLPattern, URLResolver, get_resolver

from accounts.models import AuthToken, User
from history.models import Revision
from investors.models import Investor
from projects.models import Claim
from registry.models import SavedView
from sources.services import cite
from tests.factories.investors import InvestorFactory, OwnershipFactory
from tests.factories.sources import SourceFactory

USER, PASSWORD = "screens", "only-for-screens"

# By pattern: addresses, filled in with what `prepare` answers. Pages of those who logged in stand in OWN.
PAGES: dict[str, list[str]] = {
    "home": ["/", "/ru/", "/zh-hans/", "/?known_on={moment}"],
    "about": ["/about/", "/kk/about/"],
    "search": ["/search/?q=fufeng", "/search/?q=завод", "/ru/search/?q=nothing-of-the-kind"],
    "projects:list": [
        "/projects/",
        "/projects/?region=KZ&stage=under_way&amount_min=1000&match=possible",
        "/projects/?regoin=KZ",
        "/projects/?stage=closed",
        "/projects/?view=cards&year=2025",
        "/projects/?density=compact&columns=title,participations,jobs,announced_on,completeness,updated_at&jobs_max=2999",
        "/projects/?view=charts",
        "/projects/?view=charts&measure=jobs&as_of=2025-06-16",
        "/kk/projects/",
        "/zh-hans/projects/?view=charts",
        "/projects/?view=map",
        "/ru/projects/?view=map&measure=jobs",
    ],
    "projects:explain": [
        "/projects/explain/?figure=investment_usd",
        "/projects/explain/?figure=jobs&group_by=region&group=KZ-61",
    ],
    "projects:embed": ["/embed/map-regions/", "/kk/embed/investor/", "/embed/table/"],
    "projects:compare": [
        "/projects/compare/?slug=fufeng-corn-processing,lihua-cotton-cluster,tbea-energy-almaty",
        "/ru/projects/compare/?slug=fufeng-corn-processing",
    ],
    "projects:detail": [
        "/projects/fufeng-corn-processing/",
        "/projects/wanlin-vegetable-processing/?as_of=2025-06-16",
        "/kk/projects/tbea-energy-almaty/",
        "/projects/nothing/",
    ],
    "projects:evidence": [
        "/projects/fufeng-corn-processing/evidence/capacity/",
        "/ru/projects/fufeng-corn-processing/evidence/investment/",
    ],
    "projects:disagreements": ["/disagreements/"],
    "projects:claim": ["/claims/{claim}/", "/ru/claims/{unclear}/"],
    "projects:sectors": ["/sectors/"],
    "projects:sector": ["/sectors/energy/"],
    "projects:agreements": ["/agreements/"],
    "projects:agreement": ["/agreements/kazakhstan-china-2025-06/"],
    "investors:list": ["/investors/", "/ru/investors/?country=CN&q=group"],
    "investors:detail": ["/investors/tbea/"],
    "regions:list": ["/regions/", "/regions/?kind=citty"],
    "regions:detail": ["/regions/KZ/", "/kk/regions/KZ-31/", "/regions/142/"],
    "sources:list": ["/sources/"],
    "sources:detail": ["/sources/kazakhstan-regions-2025-06-16/", "/sources/stored/"],
    "history:list": ["/history/", "/history/?record=project:fufeng-corn-processing"],
    "history:compare": ["/history/compare/?record=project:fufeng-corn-processing&from={first}&to={last}"],
    "history:revision": ["/history/{last}/", "/ru/history/{first}/"],
    "following:detail": ["/views/{view}/"],
    "accounts:login": ["/account/login/", "/zh-hans/account/login/"],
    "accounts:password_reset": ["/account/password/reset/"],
    "accounts:password_reset_sent": ["/account/password/reset/sent/"],
    "accounts:password_reset_confirm": ["/account/password/reset/NA/none/"],
    "api_index": ["/api/"],
}
OWN: dict[str, list[str]] = {
    "accounts:me": ["/account/", "/ru/account/"],
    "accounts:tokens": ["/account/tokens/"],
    "accounts:token_revoke": ["/account/tokens/{token}/revoke/"],
    "accounts:password_change": ["/account/password/"],
    "following:list": ["/account/views/"],
    "following:edit": ["/account/views/{view}/"],
    "projects:cite": ["/sources/stored/cite/?exact=51+%25&start=14"],
}
# Patterns that answer no page of ours: files, feeds, redirects, acts, and the API's own pages of a library.
NO_PAGES = {
    *(
        "None",
        "health",
        "set_language",
        "atom",
        "following:atom",
        "projects:chart",
        "projects:points",
        "api_schema",
        "api_docs",
    ),
    *("regions:outlines", "accounts:logout", "following:remove", "history:undo"),
}


def prepare() -> dict[str, Any]:
    """Load both fixtures and a little more into an empty registry; answers what the addresses name."""
    call_command("setup", verbosity=0)
    call_command("loaddata", "kazakhstan-further", verbosity=0)
    user = User.objects.create_superuser(USER, "screens@example.org", PASSWORD, name="Ainur")
    token = AuthToken.objects.create(user=user, name="for a program")[0]
    view = SavedView.objects.create(user=user, name="Agro in the south", query="sector=agro&region=KZ-61,KZ-31")
    source = SourceFactory(slug="stored", text="A holding has 51 % of TBEA Company.\n\nNothing more is known.")
    words = cite(source=source, exact="51 % of TBEA Company")
    owned = Investor.objects.get(slug="tbea")
    OwnershipFactory(
        owner=InvestorFactory(name_en="A holding"), owned=owned, share_low=51, share_high=51, citation=words
    )
    claims = Claim.objects.current()
    revisions = Revision.objects.order_by("pk")
    return {
        "moment": revisions[0].at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "claim": claims.filter(bound="more_than", project__slug="lihua-cotton-cluster")[0].uid,
        "unclear": claims.filter(missing="unclear")[0].uid,
        "first": revisions[0].pk,
        "last": revisions.filter(changes__record_type="project").distinct().last().pk,
        "view": view.uid,
        "token": token.uid,
    }


def patterns() -> Iterator[str]:
    """The names of all patterns but those of the admin and of the API's resources."""
    yield from _within(get_resolver().url_patterns, "")


def _within(found: list[Any], namespace: str) -> Iterator[str]:
    for one in found:
        if isinstance(one, URLResolver) and one.namespace not in ("admin", "api"):
            yield from _within(one.url_patterns, f"{namespace}{one.namespace}:" if one.namespace else namespace)
        elif isinstance(one, URLPattern):
            yield f"{namespace}{one.name}"


def addresses(pages: dict[str, list[str]], named: dict[str, Any]) -> list[str]:
    return [address.format(**named) for found in pages.values() for address in found]
