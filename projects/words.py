"""What projects are found by: their own texts, the names of what they show, and the words that are cited for them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import Model, Q, QuerySet

from history.search_words import SHOWN, write_words
from investors.models import Investor
from lib.locks import hold, read_shared
from lib.search import WEIGHTS, column_of, table_of
from lib.tokens import tokens
from lib.translations import texts
from regions.models import Region
from sources.models import Cited

from .models.codes import Product, Sector

if TYPE_CHECKING:
    from .models import Project

CHUNK = 500

# Column, project and text of what others say of a project.
Said = Iterator[tuple[str, int, str]]


def keep_project_words(projects: "Sequence[Project]") -> None:
    """Write the words of these projects, at most some hundred at once, as they and their rows are stored."""
    if not projects:
        return
    found: dict[int, dict[str, set[str]]] = {project.pk: defaultdict(set) for project in projects}
    for project in projects:
        for weight, own in project.found_by().items():
            found[project.pk][weight].update(token for text in own if text for token in tokens(text))
    for weight, key, text in _own_rows(projects):
        found[key][weight].update(tokens(text))
    for weight, key, columns in _names_of_others(projects):
        for column in columns:
            found[key][weight].update(column.split())
    words = table_of(type(projects[0]))
    write_words(words, {key: {name: column_of(of_one[name]) for name in WEIGHTS} for key, of_one in found.items()})


def keep_names(model: type[Model], keys: set[int]) -> None:
    """Write the words of all projects that show the names of these records, in chunks; a setting names this function.

    One writer at a time: of two who renamed two investors of one project each would wait for the other.
    """
    if model not in SHOWS:
        return
    hold("names of what projects show")
    projects = _project_model()
    shown = projects.objects.filter(SHOWS[model](keys)).order_by("pk").values_list("pk", flat=True)
    keys_of_projects = list(shown.distinct())
    for start in range(0, len(keys_of_projects), CHUNK):
        keep_project_words(list(projects.objects.filter(pk__in=keys_of_projects[start : start + CHUNK])))


def _project_model() -> Any:
    """Asked for when it is there: the model itself writes words."""
    return apps.get_model("projects", "Project")


def _of(relation: str) -> QuerySet[Any]:
    """The current rows of a relation of projects, or all of one that is not cited."""
    model = _project_model()._meta.get_field(relation).related_model
    rows = model.objects.current().order_by() if issubclass(model, Cited) else model.objects.order_by()
    # modeltranslation would put the columns of a union into any order.
    return rows.rewrite(False) if hasattr(rows, "rewrite") else rows


def _in_tree(model: Any, keys: set[int]) -> QuerySet[Any]:
    """These nodes of a tree and all below them."""
    return model.objects.within(list(model.objects.filter(pk__in=keys).values_list("code", flat=True)))


# By the type of a record: which projects show its names.
SHOWS = {
    Investor: lambda keys: Q(pk__in=_of("participations").filter(investor__in=keys).values("project")),
    Product: lambda keys: Q(pk__in=_of("project_products").filter(product__in=keys).values("project")),
    Sector: lambda keys: Q(pk__in=_of("project_sectors").filter(sector__in=_in_tree(Sector, keys)).values("project")),
    Region: lambda keys: Q(region__in=_in_tree(Region, keys)),
}


def _own_rows(projects: "Sequence[Project]") -> Said:
    """The facilities, the codes in other registries, and the words that are cited for any row."""
    keys = [project.pk for project in projects]
    for facility in _of("facilities").filter(project__in=keys):
        for text in (*texts(facility, "name").values(), facility.place):
            yield "terms", facility.project_id, text
    for key, value in _of("identifiers").filter(project__in=keys).values_list("project", "value"):
        yield "terms", key, value
    for key, text in _cited(keys):
        yield "citations", key, text


def _cited(keys: list[int]) -> QuerySet[Any]:
    """Pairs of project and words as printed, of all rows that a source tells, in one statement."""
    relations = [relation for relation in _project_model()._meta.related_objects if relation.field.name == "project"]
    cited = [relation.name for relation in relations if issubclass(relation.related_model, Cited)]
    first = _of("claims").filter(project__in=keys).exclude(as_printed="").values_list("project", "as_printed")
    others = [
        _of(name).filter(project__in=keys, citation__exact__gt="").values_list("project", "citation__exact")
        for name in cited
    ]
    return first.union(*others)


def _names_of_others(projects: "Sequence[Project]") -> Iterator[tuple[str, int, Sequence[str]]]:
    """The words of names that projects show: of their investors, places, sectors and products."""
    keys = [project.pk for project in projects]
    investors = _pairs("participations", "investor", keys)
    yield from _words("names", Investor, "pk", investors)
    paths = dict(
        Region.objects.filter(pk__in={project.region_id for project in projects} - {None}).values_list("pk", "path")
    )
    places = [(project.pk, code) for project in projects for code in _from_country(paths.get(project.region_id, ""))]
    yield from _words("terms", Region, "record__code", places)
    sectors = [(key, code) for key, own in _pairs("project_sectors", "sector__code", keys) for code in _upwards(own)]
    yield from _words("terms", Sector, "record__code", sectors)
    yield from _words("terms", Product, "pk", _pairs("project_products", "product", keys))


def _pairs(relation: str, target: str, keys: list[int]) -> list[tuple[int, Any]]:
    return list(_of(relation).filter(project__in=keys).values_list("project", target).distinct())


def _words(
    weight: str, model: type[Model], key: str, pairs: list[tuple[int, Any]]
) -> Iterator[tuple[str, int, Sequence[str]]]:
    """The words of records for the projects that they are paired with, by the key of the records."""
    if not pairs:
        return
    rows = table_of(model)._default_manager.filter(**{f"{key}__in": {target for _project, target in pairs}})
    found = {target: columns for target, *columns in read_shared(rows.order_by("pk").values_list(key, *SHOWN))}
    for project, target in pairs:
        yield weight, project, found.get(target, ())


def _from_country(path: str) -> list[str]:
    """The codes of a path from the country down: that all lie in the world helps nobody to find one."""
    codes = path.strip("/").split("/")
    return [code for code in codes if len(code.partition("-")[0]) == 2]


def _upwards(code: str) -> Iterable[str]:
    """A dotted code and those above it."""
    parts = code.split(".")
    return (".".join(parts[:length]) for length in range(len(parts), 0, -1))
