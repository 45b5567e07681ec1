"""The sentences that tell a project, as they are read in each language."""

import re

import pytest
from django.utils import translation

from projects.models import Project
from projects.reading import with_everything
from projects.showing.profile import Profile
from tests.factories.investors import InvestorFactory
from tests.factories.projects import ClaimFactory, FacilityFactory, ProjectFactory

pytestmark = pytest.mark.django_db


def pieces_of(project, language="en"):
    with translation.override(language):
        profile = Profile(with_everything(Project.objects.filter(pk=project.pk)).get())
        return profile.story


def story_of(project, language="en"):
    text = " ".join("".join(piece.text for piece in sentence) for sentence in pieces_of(project, language))
    text = re.sub("<[^>]+>", "", text)
    return text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")


ARTICLE = {
    "fufeng-corn-processing": {
        "en": "The project in Zhambyl Region is under way. The investor is Fufeng Group. It is planned to invest "
        "$800 million. 1,500 jobs are expected. The planned capacity is 1,000,000 t/a (input). "
        "Not stated: date of commissioning.",
        "ru": "Проект реализуется; место — Жамбылская область. Инвестор — Fufeng Group. Планируется вложить "
        "800 млн $. Ожидается, что будет создано 1 500 рабочих мест. Планируемая мощность — 1 000 000 т/год "
        "(по сырью). Не указано: дата ввода в эксплуатацию.",
    },
    "lihua-cotton-cluster": {
        "en": "The project in Turkistan Region is under way. The investor is Xinjiang Lihua Group Co Ltd. "
        "$420 million is being invested. More than 4,000 jobs are aimed at. "
        "Not stated: capacity and date of commissioning.",
        "kk": "Жоба іске асырылуда; орны — Түркістан облысы. Инвесторы — Xinjiang Lihua Group Co Ltd. Салынып жатқан "
        "инвестиция көлемі — 420 млн $. Мақсат етілген жұмыс орындарының саны — 4 000 санынан астам. "
        "Көрсетілмеген: қуат және пайдалануға берілетін күні.",
        "ru": "Проект реализуется; место — Туркестанская область. Инвестор — Xinjiang Lihua Group Co Ltd. "
        "Вкладывается 420 млн $. Цель — создать более 4 000 рабочих мест. "
        "Не указано: мощность и дата ввода в эксплуатацию.",
        "zh-hans": "该项目位于突厥斯坦州，正在实施。 投资方为新疆利华（集团）股份有限公司。 正在投资US$4.2亿。 "
        "目标是创造超过4,000个就业岗位。 未说明：产能和投产日期。",
    },
    "hesheng-grain-processing": {
        "kk": "Жоба хабарланған; орны — Ақмола облысы. Инвесторы — Dalian Hesheng Holdings. Жоспарланған инвестиция "
        "көлемі — 650 млн $. Көрсетілмеген: жұмыс орындары, қуат, пайдалануға берілетін күні.",
    },
    "tbea-energy-almaty": {
        "en": "The project in Almaty Region is under way. The investor is TBEA Company Limited. It is expected that "
        "$3.7 billion will be invested. The planned capacity of “Coal-fired heat and power plant” is 1,320 MW. "
        "Not stated: jobs and date of commissioning.",
        "zh-hans": "该项目位于阿拉木图州，正在实施。 投资方为特变电工股份有限公司。 预计投资US$37亿。 "
        "“燃煤热电站”的计划产能为1,320 MW。 未说明：就业岗位和投产日期。",
    },
    "wanlin-vegetable-processing": {
        "en": "The project has been announced; its region is not stated. The investor is Qingdao Wanlin Food "
        "Corporation. It is planned to invest $89 million. About 300 jobs are expected. "
        "Not stated: capacity and date of commissioning.",
        "ru": "Проект объявлен; регион не указан. Инвестор — Qingdao Wanlin Food Corporation. Планируется вложить "
        "89 млн $. Ожидается, что будет создано около 300 рабочих мест. "
        "Не указано: мощность и дата ввода в эксплуатацию.",
    },
}


@pytest.mark.parametrize(
    ("slug", "language", "said"),
    [(slug, language, said) for slug, told in ARTICLE.items() for language, said in told.items()],
)
def test_each_project_of_the_article_is_told_in_whole_sentences(article, slug, language, said):
    assert story_of(Project.objects.get(slug=slug), language) == said


@pytest.mark.parametrize(
    ("jobs", "said"),
    [
        ("1", "Планируется создать 1 рабочее место."),
        ("22", "Планируется создать 22 рабочих места."),
        ("> 21", "Планируется создать более 21 рабочего места."),
        ("~ 300", "Планируется создать около 300 рабочих мест."),
        ("<= 2", "Планируется создать до 2 рабочих мест."),
        ("100..101", "Планируется создать от 100 до 101 рабочего места."),
    ],
)
def test_russian_inflects_jobs_by_number_and_bound(jobs, said):
    project = ProjectFactory()
    ClaimFactory(project=project, attribute="jobs", value=jobs, modality="planned")

    assert said in story_of(project, "ru")


@pytest.mark.parametrize("language", ["en", "kk", "ru", "zh-hans"])
@pytest.mark.parametrize("modality", ["actual", "in_progress", "planned", "expected", "aimed", "agreed"])
def test_each_sense_has_a_sentence_of_its_own_in_each_language(modality, language):
    project = ProjectFactory()
    said = {"investment": "~ 20", "jobs": ">= 3", "capacity": "<= 5 MAW", "commissioning_on": "2027"}
    for attribute, value in said.items():
        ClaimFactory(project=project, attribute=attribute, value=value, modality=modality)

    told = story_of(project, language)

    assert all(number in told for number in ("20", "3", "5", "2027"))
    assert "%(" not in told
    assert (" is " in told or " are " in told) is (language == "en")


def test_each_figure_leads_to_its_claim():
    project = ProjectFactory(investors=[InvestorFactory(name_en="TBEA")])
    claims = {
        value: ClaimFactory(project=project, attribute=attribute, value=value)
        for attribute, value in (("investment", "20"), ("jobs", "3"), ("stage", "operating"), ("region", "KZ-31"))
    }

    links = {piece.text: piece.url for sentence in pieces_of(project) for piece in sentence if piece.url}

    assert links["$20"] == claims["20"].get_absolute_url()
    assert links["3 jobs"] == claims["3"].get_absolute_url()
    assert links["is in operation"] == claims["operating"].get_absolute_url()
    assert claims["KZ-31"].get_absolute_url() in links.values()
    assert links["TBEA"].startswith("/investors/")


def test_a_stage_that_is_only_planned_is_not_told_as_reached():
    project = ProjectFactory()
    ClaimFactory(project=project, attribute="stage", value="operating", modality="planned")

    assert "The stage of the project is given as operating (planned)" in story_of(project)


def test_why_there_is_no_value_is_told_by_reason():
    project = ProjectFactory(claims=[{"attribute": "jobs", "missing": "withheld"}])

    assert "Withheld: jobs." in story_of(project)
    assert "Not stated: investment, capacity, and date of commissioning." in story_of(project)


def test_many_investors_are_counted_and_what_is_inferred_says_so():
    project = ProjectFactory(investors=[InvestorFactory(name_en=f"Firm {n}") for n in range(6)])

    assert "The investors are Firm 0, Firm 1, Firm 2, and 3 more." in story_of(project)


def test_the_story_says_on_what_the_sources_disagree():
    project = ProjectFactory(investment="20", jobs="3")
    ClaimFactory(project=project, attribute="investment", value="30")

    assert story_of(project).endswith("The sources disagree: investment.")


def test_a_story_tells_what_its_facility_can_do():
    project = ProjectFactory()
    FacilityFactory(project=project, slug="mill", name_en="Mill")
    ClaimFactory(project=project, attribute="capacity", value="5 MAW", facility="mill", modality="actual")

    assert "The actual capacity of “Mill” is 5 MW." in story_of(project)
