"""The form that chooses and orders the columns of the table of projects."""

from typing import Any

from lib.pages import ListPage

from .columns import PROJECT_COLUMNS, USUAL, chosen_columns


class ColumnForm:
    """What `projects/_column_form.html` shows: the columns in their order, then those that are not chosen."""

    def __init__(self, page: ListPage) -> None:
        self.page = page
        self.chosen = chosen_columns(page.query.getlist("columns"))

    @property
    def kept(self) -> list[dict[str, str]]:
        """What the form sends along: all other parameters."""
        given = self.page.query.lists()
        return [{"name": name, "value": value} for name, values in given if name != "columns" for value in values]

    @property
    def choices(self) -> list[dict[str, Any]]:
        rest = [name for name in PROJECT_COLUMNS if name not in self.chosen]
        return [self._choice(name, place) for place, name in enumerate([*self.chosen, *rest])]

    def _choice(self, name: str, place: int) -> dict[str, Any]:
        is_chosen = place < len(self.chosen)
        return {
            "name": name,
            "label": PROJECT_COLUMNS[name].heading,
            "is_chosen": is_chosen,
            "before_url": self._moved(place, -1) if is_chosen and place else "",
            "after_url": self._moved(place, 1) if place < len(self.chosen) - 1 else "",
        }

    def _moved(self, place: int, step: int) -> str:
        names = list(self.chosen)
        names.insert(place + step, names.pop(place))
        return self._url(names)

    def _url(self, names: list[str]) -> str:
        return self.page.changed(columns="" if names == list(USUAL) else ",".join(names))

    @property
    def usual_url(self) -> str:
        """The same list with its usual columns; blank where it has them."""
        return "" if self.chosen == list(USUAL) else self._url(list(USUAL))
