"""What a search finds and what comes first, by the words that are kept beside each record: alike on every database."""

from collections.abc import Iterable
from typing import Any
from unicodedata import normalize

from django.conf import settings
from django.db.models import BooleanField, Case, F, Func, IntegerField, Model, Q, TextField, Value, When
from django.db.models.functions import Coalesce, NullIf, StrIndex
from django.db.models.lookups import GreaterThan
from django.utils.translation import get_language
from modeltranslation.utils import build_localized_fieldname

from .tokens import Word, query, tokens

# How much a word weighs by where it stands; the columns of a table of words.
WEIGHTS = {"title": 16, "names": 8, "terms": 4, "summary": 2, "citations": 1}

# Letters of one column; PostgreSQL's index takes a million a row.
MOST_LETTERS = 150_000

VECTOR = "vector"  # the column that PostgreSQL's index is made of
RECORD = "record_id"


def fold(text: str) -> str:
    """Compatibility forms, upper and lower case, ё and е, and white space made one."""
    return " ".join(normalize("NFKC", text).casefold().replace("ё", "е").split())


def search_text(parts: Iterable[str | None]) -> str:
    """The texts of a record as they are compared for likeness: folded, one a line, each once."""
    return "\n".join(dict.fromkeys(fold(part) for part in parts if part))


def column_of(words: Iterable[str]) -> str:
    """Tokens as a column keeps them: each once, with a blank on both sides, so that ` word ` is found in it."""
    text = " ".join(sorted(set(words)))
    if len(text) > MOST_LETTERS:
        text = text[:MOST_LETTERS].rpartition(" ")[0]
    return f" {text} " if text else ""


def words_of(parts: Iterable[str | None]) -> str:
    """The column for these texts."""
    return column_of(token for part in parts if part for token in tokens(part))


def table_of(model: type[Model]) -> type[Model]:
    """The model that keeps the words of another one."""
    related: type[Model] = model._meta.get_field("words").related_model  # type: ignore[assignment]
    return related


def fts_table(words: type[Model]) -> str:
    """SQLite's index over a table of words."""
    return f"{words._meta.db_table}_fts"


class Found(Func):
    """Whether the index has all these words of a record; `key` leads to the record's primary key."""

    output_field = BooleanField()

    def __init__(self, model: type[Model], words: list[Word], key: str = "pk") -> None:
        self.table, self.words = table_of(model), words
        super().__init__(F(key))

    def as_sql(self, compiler: Any, connection: Any, **_options: Any) -> Any:  # type: ignore[override]
        key, params = compiler.compile(self.source_expressions[0])
        table, quote = self.table, connection.ops.quote_name
        if connection.vendor == "sqlite":
            index = quote(fts_table(table))
            inner, asked = f"SELECT rowid FROM {index} WHERE {index} MATCH %s", fts_query(self.words)  # noqa: S608
        else:
            name = quote(table._meta.db_table)
            inner, asked = f"SELECT {RECORD} FROM {name} WHERE {VECTOR} @@ %s::tsquery", ts_query(self.words)  # noqa: S608
        return f"{key} IN ({inner})", (*params, asked)


def found(model: type[Model], text: str, key: str = "pk") -> Q:
    """The condition that a record of `model`, to which `key` leads, has every word of `text`; none without a word."""
    words = query(text)
    return Q(Found(model, words, key)) if words else Q(pk__in=[])


def fts_query(words: list[Word]) -> str:
    """The words as FTS5 asks for them."""
    return _asked(words, whole='"{}"', beginning='"{}"*', either=" OR ", both=" AND ")


def ts_query(words: list[Word]) -> str:
    """The words as PostgreSQL's type tsquery has them."""
    return _asked(words, whole="'{}'", beginning="'{}':*", either=" | ", both=" & ")


def _asked(words: list[Word], *, whole: str, beginning: str, either: str, both: str) -> str:
    asked = []
    for word in words:
        tokens = [whole.format(token) for token in word.tokens]
        tokens += [beginning.format(word.beginning)] if word.beginning else []
        asked.append(f"({either.join(tokens)})")
    return both.join(asked)


def relevance(text: str) -> Any:
    """How well a record that is found fits, to order by: for each word the weight of the best place where it stands."""
    total: Any = Value(0)
    for word in query(text):
        total = total + _best_place(word)
    return total


def _best_place(word: Word) -> Case:
    """What is found and stands in no better place stands in the last one: the longest column is not looked through."""
    *better, last = WEIGHTS
    cases = [When(_stands_in(f"words__{column}", word), then=Value(WEIGHTS[column])) for column in better]
    return Case(*cases, default=Value(WEIGHTS[last]), output_field=IntegerField())


def _stands_in(column: str, word: Word) -> Q:
    wanted = [f" {token} " for token in word.tokens] + ([f" {word.beginning}"] if word.beginning else [])
    condition = Q()
    for text in wanted:
        condition |= Q(GreaterThan(StrIndex(F(column), Value(text)), 0))
    return condition


class Bytewise(Func):
    """A text to order by in the order of its code points: alike on every database, whatever its collation."""

    template = "%(expressions)s"
    output_field = TextField()

    def as_postgresql(self, compiler: Any, connection: Any, **options: Any) -> Any:
        return super().as_sql(compiler, connection, template='(%(expressions)s) COLLATE "C"', **options)


def by_title(model: Any) -> Bytewise:
    """The title or name of a record in the language in use, else in English, to order by."""
    column = model.FOUND_BY["title"][0]
    columns = [build_localized_fieldname(column, code) for code in (get_language(), settings.LANGUAGE_CODE) if code]
    return Bytewise(Coalesce(*[NullIf(F(name), Value("")) for name in columns], Value("")))
