"""Two clocks: what was said by a day (`as_of`), and what the registry held at a moment (`known_on`).

A view of the past runs the very queries of today's view. Each statement sent inside `past()` gets common table
expressions in front that bear the names of tables and so stand in their place: cited rows as they were held and said
then, claims with the one that stood then, projects with the projection that followed from those, and only projects of
which something had been said. No table is written.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import Case, F, Model, QuerySet, Value, When, Window
from django.db.models.functions import RowNumber
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from investors.models import Ownership
from investors.serializers import InvestorSerializer
from lib.serializers import RecordSerializer
from regions.serializers import RegionSerializer
from sources.models import Citation, Cited, Source
from sources.serializers import SourceSerializer

from .completeness import CORE, LAST_SAID
from .models import Claim, Doubt, Missing, Project, Rank
from .models.agreement import AgreementParticipant, AgreementParty, AgreementSector
from .models.standing import GROUP, first_stands
from .projection import COUNTED, FILLED, FIRST_SAID, HEADLINE_BASES
from .projection import HEADLINE as HEADLINE_ATTRIBUTES
from .recorded import Statement, quoted, real, recorded, records, rows_of_documents, texts
from .serializers import AgreementSerializer, AimSerializer, ProductSerializer, ProjectSerializer, SectorSerializer
from .services import ROWS

# Every model whose rows have a past.
CITED: tuple[type[Cited], ...] = (
    *(kind.model for kind in ROWS.values()),
    *(Ownership, AgreementParty, AgreementParticipant, AgreementSector),
)

# Forms of records whose columns come from their documents of then. Projects have a statement of their own.
RECORDS: tuple[type[RecordSerializer], ...] = (
    *(RegionSerializer, SectorSerializer, ProductSerializer, AimSerializer),
    *(SourceSerializer, InvestorSerializer, AgreementSerializer),
)


def clocks_in(given: QueryDict) -> dict[str, str]:
    """The parameters of a request that ask for a view of the past, for links that stay in it."""
    return {name: given[name] for name in ("as_of", "known_on") if given.get(name)}


@dataclass(frozen=True)
class Clocks:
    """A view of the past; a clock that is None shows today."""

    as_of: date | None = None
    known_on: datetime | None = None

    def __bool__(self) -> bool:
        return self.as_of is not None or self.known_on is not None

    @classmethod
    def read(cls, given: QueryDict) -> "Clocks":
        """The clocks of a request; raises ValidationError by parameter. The end of a day without a time is meant."""
        errors, read = {}, {}
        for name, parse in (("as_of", _day), ("known_on", _moment)):
            if text := given.get(name, "").strip():
                try:
                    read[name] = parse(text)
                except ValueError:
                    message = _("Write a day as 2025-06-16, for known_on also a moment as 2025-06-16T12:00:00Z.")
                    errors[name] = ValidationError(message, code="invalid")
        if errors:
            raise ValidationError(errors)
        return cls(**read)

    def held(self, model: type[Cited]) -> QuerySet[Any]:
        """The rows of a cited model as the two clocks show them."""
        rows = model.objects.order_by()
        rows = rows.current() if self.known_on is None else rows.held_at(self.known_on)
        return rows if self.as_of is None else rows.filter(said_last__lte=self.as_of)

    @cached_property
    def tables(self) -> dict[str, Statement]:
        """What stands in the place of each table, in the order in which they build on each other."""
        tables = {model._meta.db_table: _rows(model, self.held(model)) for model in CITED if model is not Claim}
        if self.known_on is not None:
            for form in RECORDS:
                tables[form.Meta.model._meta.db_table] = records(form, self.known_on)
                tables |= rows_of_documents(form, self.known_on)
            tables |= texts(self.known_on)
        tables[Claim._meta.db_table] = _claims(self.held(Claim))
        tables[HEADLINE] = _headlines()
        tables[Project._meta.db_table] = _projects(self.known_on)
        if self.known_on is not None:
            tables |= rows_of_documents(ProjectSerializer, self.known_on)
        return tables


def _day(text: str) -> date:
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        raise ValueError
    return date.fromisoformat(text)


def _moment(text: str) -> datetime:
    if len(text) == len("2025-06-16"):
        return datetime.combine(_day(text), time.max, tzinfo=UTC)
    moment = datetime.fromisoformat(text.replace(" ", "+"))  # a plus sign that was not escaped
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


@contextmanager
def past(clocks: Clocks) -> Iterator[None]:
    """Run the block's queries in the view of the past that `clocks` ask for; it only reads."""
    if not clocks:
        yield
        return

    def with_tables(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith("SELECT"):
            sql, params = _prefixed(clocks.tables, sql, params or ())
        return execute(sql, params, many, context)

    with connection.execute_wrapper(with_tables):
        yield


def _prefixed(tables: dict[str, Statement], sql: str, params: Any) -> Statement:
    """The statement with the tables that it names in front of it, and those that they need."""
    named: set[str] = set()
    texts = [sql]
    while texts:
        text = texts.pop()
        new = {name for name in tables if f'"{name}"' in text} - named
        named |= new
        texts += [tables[name][0] for name in new]
    if not named:
        return sql, params
    parts = [(name, *tables[name]) for name in tables if name in named]
    front = ", ".join(f'"{name}" AS ({statement})' for name, statement, _values in parts)
    return f"WITH {front} {sql}", (*[value for part in parts for value in part[2]], *params)


# The claims that speak for whole projects, and those that say why nothing can: of each the one that stands has place 1.
# Only inside a statement.
HEADLINE = "past_headline"


def _compiled(rows: QuerySet[Any], columns: list[str], **annotations: Any) -> Statement:
    if hasattr(rows, "rewrite"):
        rows = rows.rewrite(False)  # modeltranslation would take the column of the language in use for a bare name
    sql, params = rows.annotate(**annotations).values(*columns, *annotations).query.sql_with_params()
    table = rows.model._meta.db_table
    return sql.replace(f'FROM "{table}"', f"FROM {real(table)}", 1), tuple(params)


def _columns(model: type[Model], but: tuple[str, ...] = ()) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields if field.attname not in but]


def _not_retired(model: type[Model]) -> str:
    """What was held then looks current: the past does not know its end."""
    kind = model._meta.get_field("retired_at").db_type(connection)
    return f'CAST(NULL AS {kind}) AS "retired_at"'


def _rows(model: type[Cited], held: QuerySet[Any]) -> Statement:
    columns = _columns(model, but=("retired_at",))
    sql, params = _compiled(held, columns)
    return f"SELECT {quoted(columns)}, {_not_retired(model)} FROM ({sql}) held", params  # noqa: S608


def _claims(held: QuerySet[Claim]) -> Statement:
    """Claims with `stands` as of then, and the terms of the rule's order as `order_0` ...; deprecated never stands."""
    columns = _columns(Claim, but=("retired_at", "stands"))
    terms = {f"order_{number}": term.expression for number, term in enumerate(first_stands())}
    deprecated_last = Case(When(rank=Rank.DEPRECATED, then=Value(1)), default=Value(0)).asc()
    place = Window(RowNumber(), partition_by=[F(name) for name in GROUP], order_by=[deprecated_last, *first_stands()])
    sql, params = _compiled(held, columns, **terms, place=place)
    stands = f"""(place = 1 AND "rank" <> '{Rank.DEPRECATED}') AS "stands\""""
    chosen = f"{quoted(columns)}, {quoted(list(terms))}, {_not_retired(Claim)}, {stands}"
    return f"SELECT {chosen} FROM ({sql}) held", params  # noqa: S608


def _headlines() -> Statement:
    order = ", ".join(
        f"order_{number} {'DESC' if term.descending else 'ASC'}" for number, term in enumerate(first_stands())
    )
    bases = ", ".join("%s" for _basis in HEADLINE_BASES)
    statement = f"""
        SELECT *, ROW_NUMBER() OVER (
            PARTITION BY project_id, attribute, CASE WHEN missing = '' THEN 1 ELSE 0 END ORDER BY {order}
        ) AS place
        FROM "projects_claim" WHERE stands AND facility = '' AND for_date = '' AND basis IN ({bases})
    """  # noqa: S608
    return statement, HEADLINE_BASES


def _projects(known_on: datetime | None) -> Statement:
    """Projects with the projection of then; a project is there from the first thing said of it."""
    own, documents, params = recorded(ProjectSerializer, known_on)
    own |= {field.name: _filled(field) for field in Project._meta.concrete_fields if field.name in FILLED}
    own |= _counted()
    columns = ", ".join(f'{own[field.name]} AS "{field.column}"' for field in Project._meta.concrete_fields)
    joins = [_headline(f"by_{name}", name, "=") for name in sorted(HEADLINE_ATTRIBUTES)]
    joins += [_headline(f"why_{name}", name, "<>") for name in CORE]
    joins += [f'LEFT JOIN ({rows}) "{name}" ON "{name}".project_id = own.id' for name, rows in _counts().items()]
    statement = f"""
        SELECT {columns} FROM {real(Project._meta.db_table)} own {documents} {" ".join(joins)}
        JOIN ({_said("ASC")}) first_said ON first_said.project_id = own.id AND first_said.place = 1
        JOIN ({_said("DESC")}) last_said ON last_said.project_id = own.id AND last_said.place = 1
    """  # noqa: S608
    return statement, params


def _headline(name: str, attribute: str, sign: str) -> str:
    """Join the claim that gives the whole project its value, or with "<>" the one that says why there is none."""
    return f"""
        LEFT JOIN "{HEADLINE}" "{name}" ON "{name}".project_id = own.id AND "{name}".attribute = '{attribute}'
            AND "{name}".missing {sign} '' AND "{name}".place = 1
    """


def _said(direction: str) -> str:
    """The claims of a project from the first that was said, or from the last; those without a day come at the end."""
    return f"""
        SELECT project_id, said_on, NULLIF(said_first, '0001-01-01') AS said_first,
            CASE WHEN said_on <> '' THEN said_last END AS said_last,
            ROW_NUMBER() OVER (PARTITION BY project_id ORDER BY CASE WHEN said_on = '' THEN 1 ELSE 0 END,
                "projects_claim".said_first {direction}, id {direction}) AS place
        FROM "projects_claim"
    """  # noqa: S608


def _counts() -> dict[str, str]:
    """What is counted of all claims of a project, by the name under which it is joined."""
    elsewhere = [name for name in CORE if name not in HEADLINE_ATTRIBUTES]
    anywhere = ", ".join(f"MAX(CASE WHEN attribute = '{name}' THEN 1 ELSE 0 END) AS \"{name}\"" for name in elsewhere)
    rows = f'"{Claim._meta.db_table}"'
    citation, source = (f'"{model._meta.db_table}"' for model in (Citation, Source))
    return {
        "anywhere": f"SELECT project_id, {anywhere} FROM {rows} WHERE stands AND missing = '' GROUP BY project_id",  # noqa: S608
        "told": f"""
            SELECT claim.project_id, COUNT(DISTINCT NULLIF(source.publisher, ''))
                + COUNT(DISTINCT CASE WHEN source.publisher = '' THEN source.id END) AS publishers
            FROM {rows} claim JOIN {citation} citation ON citation.id = claim.citation_id
                JOIN {source} source ON source.id = citation.source_id
            GROUP BY claim.project_id
        """,  # noqa: S608
        "doubted": f"""
            SELECT claim.project_id, COUNT(*) AS doubts
            FROM {rows} claim JOIN "{Doubt._meta.db_table}" doubt ON doubt.claim_id = claim.id
            WHERE claim."rank" <> '{Rank.DEPRECATED}' GROUP BY claim.project_id
        """,  # noqa: S608
    }


def _counted() -> dict[str, str]:
    """The values of the columns that `completeness` and `counts` give, by name."""
    why = {name: f"COALESCE(\"why_{name}\".missing, '')" for name in CORE}
    has = {
        name: f'"by_{name}".id IS NOT NULL' if name in HEADLINE_ATTRIBUTES else f'COALESCE(anywhere."{name}", 0) = 1'
        for name in CORE
    }
    applies = {name: f"({has[name]} OR {why[name]} <> '{Missing.NOT_APPLICABLE}')" for name in CORE}
    stated, applicable = (
        "(" + " + ".join(f"CASE WHEN {one[name]} THEN 1 ELSE 0 END" for name in CORE) + ")" for one in (has, applies)
    )
    unstated = " || ".join(
        f"CASE WHEN {has[name]} OR NOT {applies[name]} THEN '' ELSE ' {name}:' || {why[name]} END" for name in CORE
    )
    values = (
        *(stated, applicable, f"(100 * {stated} / NULLIF({applicable}, 0))", f"TRIM({unstated})"),
        *("COALESCE(told.publishers, 0)", "COALESCE(doubted.doubts, 0)"),
        *(f"last_said.{column}" for column in LAST_SAID.values()),
    )
    return dict(zip(COUNTED, values, strict=True))


def _filled(field: Any) -> str:
    """The value of a projected column of projects: that of the claim that fills it."""
    attribute, column = FILLED[field.name]
    table = f'"by_{attribute}"'
    column = "region_id" if column == "region" else column
    value = f'{table}."{column}"'
    if field.get_internal_type() == "BigIntegerField":
        value = f"CAST({value} AS bigint)"
    if field.name in FIRST_SAID:
        return f'CASE WHEN {table}.id IS NULL THEN first_said."{FIRST_SAID[field.name]}" ELSE {value} END'
    return value if field.null else f"COALESCE({value}, '')"
