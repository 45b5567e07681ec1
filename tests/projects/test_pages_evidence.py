"""The pages of evidence: one attribute's claims side by side with a drawing, and the list of all disagreements."""

import re
from datetime import date

import pytest
from django.urls import reverse
from django.utils import translation

from projects.disagreements import groups_of
from projects.models import Claim, Project, Publication
from projects.reading import with_everything
from projects.services import prefer_claim, withdraw_project
from projects.showing.evidence_page import difference_of, evidence_links, part_of, span_of
from projects.showing.time_chart import FIGURES, TIME, TimeChart
from tests.factories.accounts import UserFactory
from tests.factories.projects import ClaimFactory, ExchangeRateFactory, FacilityFactory, ProjectFactory
from tests.factories.sources import SourceFactory

pytestmark = pytest.mark.django_db


def say(project, attribute, *values, year=2025, **members):
    for day, value in enumerate(values, 1):
        source = SourceFactory(published=f"{year}-06-{day:02}", publisher=f"Paper {day}")
        ClaimFactory(project=project, attribute=attribute, value=value, source=source, **members)
    return project


@pytest.fixture
def port():
    return say(ProjectFactory(slug="port", title="Port"), "investment", "300000000..350000000 USD", "800000000 USD")


def text_of(response):
    """The words of a page, without tags and with single blanks."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def the_group(attribute="investment"):
    (group,) = groups_of(Claim.objects.filter(attribute=attribute))
    return group


def chart_of(*values, attribute="investment", **members):
    say(ProjectFactory(), attribute, *values, **members)
    return TimeChart(the_group(attribute))


# The page of one attribute


def test_the_page_shows_who_says_what_which_one_stands_and_why(client, port):
    answer = client.get("/projects/port/evidence/investment/")

    shown = text_of(answer)
    assert "“$800 million” stands: it was said later." in shown
    assert "The sources disagree: the lowest figure is 62.5% below the highest." in shown
    assert "of what stands, it was said later" in shown
    assert "2 claims by 2 sources" in shown
    assert "Paper 1 · June 1, 2025" in shown


def test_an_editors_choice_shows_its_reason(client, port):
    prefer_claim(claim=Claim.objects.get(amount=None), reason="It is the contract.", user=None)

    shown = text_of(client.get("/projects/port/evidence/investment/"))

    assert "an editor prefers it. The reason: It is the contract." in shown


def test_groups_that_do_not_disagree_stand_apart_with_their_names(client):
    project = ProjectFactory(slug="port")
    FacilityFactory(project=project, slug="quay", name_en="The quay")
    say(project, "jobs", "6000", basis="construction")
    say(project, "jobs", "5", facility="quay", for_date="2027")
    say(project, "jobs", "1500")

    shown = text_of(client.get("/projects/port/evidence/jobs/"))

    assert [shown.index(title) for title in ("The whole project, at full scale", "In construction", "The quay, 2027")]
    assert "disagree:" not in shown


@pytest.mark.parametrize(
    ("attribute", "values", "said"),
    [
        ("jobs", ("5",), ""),
        ("jobs", ("5", "5"), "The sources agree."),
        ("jobs", ("5", ">= 5"), "The sources disagree on the bound only."),
        ("jobs", ("3", "9"), "The sources disagree: the lowest figure is 66.7% below the highest."),
        ("region", ("KZ-31", "KZ-61"), "The sources disagree."),
        ("stage", ("announced", "announced"), "The sources agree."),
        ("capacity", ("5 TNE", "5 MAW"), "They cannot be compared."),
        ("investment", ("5 KZT", "5 USD"), "They cannot be compared."),
    ],
)
def test_a_difference_is_said_in_words(attribute, values, said):
    say(ProjectFactory(), attribute, *values)

    assert difference_of(the_group(attribute)) == said


def test_what_nobody_claims_is_said_and_what_is_no_attribute_is_not_found(client, port):
    assert "No source says anything of this." in text_of(client.get("/projects/port/evidence/jobs/"))
    assert client.get("/projects/port/evidence/jobz/").status_code == 404
    assert client.get("/projects/nothing/evidence/jobs/").status_code == 404


def test_only_editors_are_led_to_what_they_can_do(client, port):
    claim = Claim.objects.get(amount=None)
    prefer = reverse("admin:projects_claim_prefer", args=[claim.pk])
    edit = reverse("admin:projects_project_change", args=[port.pk])

    assert prefer not in client.get("/projects/port/evidence/investment/").content.decode()

    client.force_login(UserFactory(role="editor"))
    page = client.get("/projects/port/evidence/investment/").content.decode()
    assert prefer in page
    assert f"{edit}#claims-group" in page
    assert client.get(prefer).status_code == 200
    assert 'id="claims-group"' in client.get(edit).content.decode()


def test_drafts_are_for_editors_and_a_withdrawn_project_says_so(client):
    say(ProjectFactory(slug="draft", publication=Publication.DRAFT), "jobs", "5", "6")
    withdraw_project(say(ProjectFactory(slug="gone"), "jobs", "5", "6"), user=None, why="A mistake.")

    assert client.get("/projects/draft/evidence/jobs/").status_code == 404
    assert client.get("/projects/gone/evidence/jobs/").status_code == 410
    assert "/evidence/" not in client.get("/disagreements/").content.decode()

    client.force_login(UserFactory(role="editor"))
    assert client.get("/projects/draft/evidence/jobs/").status_code == 200
    assert "/projects/draft/evidence/jobs/" in client.get("/disagreements/").content.decode()


@pytest.mark.parametrize("language", ["en", "kk", "ru", "zh-hans"])
def test_the_pages_are_shown_in_each_language(client, port, language):
    with translation.override(language):
        for address in ("/projects/port/evidence/investment/", "/disagreements/"):
            assert client.get(address, headers={"Accept-Language": language}).status_code == 200


def test_no_style_or_script_stands_in_the_page(client, port):
    for address in ("/projects/port/evidence/investment/", "/disagreements/"):
        page = client.get(address).content.decode()
        assert " style=" not in page
        assert "<script>" not in page


def test_queries_do_not_grow_with_the_number_of_claims(client, port, django_assert_max_num_queries):
    say(port, "investment", *[f"{n} USD" for n in range(1, 9)], year=2024)
    say(port, "jobs", "1", "2", "3")

    with django_assert_max_num_queries(6):
        client.get("/projects/port/evidence/investment/")
    with django_assert_max_num_queries(8):
        client.get("/disagreements/")


# The drawing


def test_an_exact_figure_is_solid_and_a_range_is_hatched_between_its_ends():
    low, exact = chart_of("2..4", "8", attribute="jobs").rows

    assert (low.certain[0], low.certain[1]) == (FIGURES[0], low.possible[0])
    assert low.possible[1] < exact.certain[1]
    assert exact.possible is None


def test_up_to_is_hatched_only_and_more_than_is_hatched_to_the_edge():
    up_to, more = chart_of("<= 10", "> 10", attribute="jobs").rows

    assert (up_to.certain, up_to.possible[0], up_to.is_open) == (None, FIGURES[0], False)
    assert (more.certain[1], more.possible[1], more.is_open) == (up_to.possible[1], FIGURES[1], True)


def test_rows_come_in_the_order_in_which_it_was_said_and_one_stands():
    rows = chart_of("1", "2", "3", attribute="jobs").rows

    assert [row.text for row in rows] == ["1", "2", "3"]
    assert [row.stands for row in rows] == [False, False, True]
    assert TIME[0] < rows[0].said[0] < rows[1].said[0] < rows[2].said[0] < TIME[1]


def test_a_year_is_a_line_from_its_first_to_its_last_day():
    project = ProjectFactory()
    ClaimFactory(project=project, attribute="jobs", value="1", source=SourceFactory(published="2024"))
    ClaimFactory(project=project, attribute="jobs", value="2", source=SourceFactory(published="2025-06-16"))

    year, day = TimeChart(the_group("jobs")).rows

    assert year.said[0] < year.said[1]
    assert day.said[0] == day.said[1]


def test_where_no_day_is_known_no_point_is_drawn():
    project = ProjectFactory()
    ClaimFactory(project=project, attribute="jobs", value="1", source=SourceFactory(published=""))
    ClaimFactory(project=project, attribute="jobs", value="2")

    unknown, _known = TimeChart(the_group("jobs")).rows

    assert (unknown.said, "day not stated" in unknown.label) == (None, True)


def test_money_of_several_currencies_is_drawn_in_dollars_and_without_a_rate_not_at_all():
    ExchangeRateFactory(day="2025-06-01")
    chart = chart_of("500000 KZT", "7000 CNY", "1000 USD")

    tenge, yuan, dollars = chart.rows
    assert tenge.certain == dollars.certain
    assert (yuan.certain, yuan.possible) == (None, None)
    assert "no rate" in yuan.text
    assert "rates of the days" in chart.note


def test_places_and_stages_have_a_time_axis_and_no_figures():
    chart = chart_of("KZ-31", "KZ-61", attribute="region")

    assert chart.figure_ticks == []
    assert all((row.said, row.certain) == (row.said, None) and row.text for row in chart.rows)


def test_a_claim_without_a_value_and_one_that_is_set_aside_are_drawn_as_such():
    project = say(ProjectFactory(), "jobs", "5", rank="deprecated", reason="The former plan.")
    ClaimFactory(project=project, attribute="jobs", value=None, missing="not_stated")

    aside, missing = TimeChart(the_group("jobs")).rows

    assert (aside.is_aside, aside.stands) == (True, False)
    assert (missing.text, missing.certain, missing.stands) == ("not stated", None, True)


@pytest.mark.parametrize(
    ("values", "ticks"),
    [
        (("0", "0"), ["0", "1"]),
        (("3", "9"), ["0", "5", "10"]),
        (("4000", "> 4000"), ["0", "2,000", "4,000", "6,000"]),
        (("1500", "1000"), ["0", "500", "1,000", "1,500"]),
    ],
)
def test_the_axis_of_figures_has_round_numbers_and_room_for_open_ends(values, ticks):
    assert [label for _x, label in chart_of(*values, attribute="jobs").figure_ticks] == ticks


@pytest.mark.parametrize(
    ("days", "labels"),
    [
        (("2025-06-16", "2025-06-17"), ["June 2025", "July 2025"]),
        (("2023-05", "2025-06-17"), ["2024", "2025"]),
        (("1990", "2025"), ["1990", "2000", "2010", "2020"]),
    ],
)
def test_the_time_axis_has_months_or_years(days, labels):
    project = ProjectFactory()
    for day in days:
        ClaimFactory(project=project, attribute="jobs", value="1", source=SourceFactory(published=day))

    ticks = TimeChart(the_group("jobs")).time_ticks

    assert [label for _x, label, _anchor in ticks] == labels
    assert all(TIME[0] <= x <= TIME[1] for x, _label, _anchor in ticks)
    assert date.min < TimeChart(the_group("jobs")).days[0]


# The list


def test_the_list_shows_each_disagreement_with_its_size_and_leads_to_the_evidence(client, port):
    say(port, "region", "KZ-31", "KZ-61")

    answer = client.get("/disagreements/")

    shown = text_of(answer).replace("&#8288;", "")
    assert "$300 million “” – $800 million “” 62.5% $800 million “”" in shown
    assert "/projects/port/evidence/region/" in answer.content.decode()
    assert shown.index("62.5%") < shown.index("Region KZ-61 ")


def test_the_list_is_narrowed_by_attribute_and_says_what_is_wrong(client, port):
    say(port, "jobs", "1", "2")

    assert "/evidence/jobs/" not in client.get("/disagreements/?attribute=investment").content.decode()
    wrong = client.get("/disagreements/?atribute=jobs")
    assert (wrong.status_code, "/evidence/" in wrong.content.decode()) == (400, False)


def test_the_span_is_told_in_the_unit_in_which_it_was_compared():
    say(ProjectFactory(), "capacity", "5 KTN", "6000 TNE", per="ANN")

    group = the_group("capacity")
    told = [end["value"].replace("\N{NO-BREAK SPACE}", " ") for end in span_of(group)]
    assert (told, part_of(group)) == (["5,000 t/a", "6,000 t/a"], "16.7%")


def test_each_end_of_a_span_leads_to_the_words_that_name_it(client):
    project = ProjectFactory()
    low, high = (
        ClaimFactory(project=project, attribute="jobs", value=value, exact=f"{value} jobs", source=SourceFactory())
        for value in ("300", "400")
    )

    shown = client.get("/disagreements/").content.decode()

    cell = shown[shown.index("From lowest to highest", shown.index("<tbody>")) :]
    cell = cell[: cell.index("</td>")]
    assert cell.index("300") < cell.index(f"#citation-{low.citation_id}") < cell.index("400")
    assert cell.index("400") < cell.index(f"#citation-{high.citation_id}")


def test_the_page_of_a_project_leads_to_its_evidence_side_by_side(client, port):
    say(port, "jobs", "5")

    shown = text_of(client.get("/projects/port/"))

    assert "Investment 2 claims The sources disagree: the lowest figure is 62.5% below the highest." in shown
    assert "Jobs 1 claim" in shown


def test_the_link_on_the_page_of_a_project_takes_no_query_of_its_own(client, port, django_assert_num_queries):
    project = with_everything(Project.objects.all()).get(slug="port")

    with django_assert_num_queries(0):
        assert len(evidence_links(project, project.claims.all())) == 1
