"""The order of the floors: a package imports from its own floor and below, never from above; nobody imports registry.

Looked at are all imports (in functions and under TYPE_CHECKING too, relative ones resolved), imports by name, models
named in relations and `get_model`, and the dependencies of migrations. tests/, bench/ and manage.py may use everything.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FLOORS = ("lib", "accounts", "history", "regions", "sources", "investors", "projects", "exchange", "registry")
FREE = {"tests", "bench"}
BY_NAME = {"import_module", "import_string", "ForeignKey", "OneToOneField", "ManyToManyField", "get_model"}
DOTTED = re.compile(r"^[a-z_]+(\.\w+)*$")

Found = Iterator[tuple[int, str]]


def of_import(node: ast.Import) -> Found:
    for alias in node.names:
        yield node.lineno, alias.name


def of_import_from(node: ast.ImportFrom, package: tuple[str, ...]) -> Found:
    base = package[: len(package) - node.level + 1] if node.level else ()
    module = ".".join([*base, *(node.module.split(".") if node.module else [])])
    for alias in node.names:
        yield node.lineno, f"{module}.{alias.name}".lstrip(".")


def of_call(node: ast.Call) -> Found:
    name = getattr(node.func, "attr", None) or getattr(node.func, "id", None)
    if name not in BY_NAME:
        return
    given = [*node.args[:1], *(keyword.value for keyword in node.keywords if keyword.arg in {"to", "app_label"})]
    for value in given:
        if isinstance(value, ast.Constant) and isinstance(value.value, str) and DOTTED.match(value.value):
            yield node.lineno, value.value


def of_dependencies(node: ast.Assign) -> Found:
    if [target.id for target in node.targets if isinstance(target, ast.Name)] != ["dependencies"]:
        return
    for item in ast.walk(node.value):
        if isinstance(item, ast.Tuple) and item.elts and isinstance(item.elts[0], ast.Constant):
            yield item.lineno, str(item.elts[0].value)


def uses(source: str, package: tuple[str, ...]) -> Found:
    """Find what a file of `package` uses, as dotted names with their line."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Import():
                yield from of_import(node)
            case ast.ImportFrom():
                yield from of_import_from(node, package)
            case ast.Call():
                yield from of_call(node)
            case ast.Assign() if "migrations" in package:
                yield from of_dependencies(node)


def upward_uses(root: Path) -> list[str]:
    """Name each use of a higher floor under `root`: "regions/models.py:3 uses projects.models.Project"."""
    found = []
    for height, floor in enumerate(FLOORS):
        above = set(FLOORS[height + 1 :])
        for path in sorted((root / floor).rglob("*.py")):
            package = path.relative_to(root).parts[:-1]
            for line, name in uses(path.read_text(encoding="utf-8"), package):
                if name.split(".")[0] in above:
                    found.append(f"{path.relative_to(root)}:{line} uses {name}")
    return found


def test_no_floor_uses_a_higher_one():
    assert upward_uses(ROOT) == []


def test_every_package_has_its_floor():
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")}

    assert packages - FREE <= set(FLOORS)


@pytest.mark.parametrize(
    ("path", "source", "name"),
    [
        ("regions/models.py", "import projects.models", "projects.models"),
        ("regions/models.py", "from projects.models import Project", "projects.models.Project"),
        ("regions/admin.py", "def show():\n    from projects import models", "projects.models"),
        ("lib/edtf.py", "if TYPE_CHECKING:\n    from accounts.models import User", "accounts.models.User"),
        ("regions/api/views.py", "from ... import projects", "projects"),
        ("regions/api/views.py", "from ...projects import models", "projects.models"),
        ("sources/services.py", "import_module('investors.models')", "investors.models"),
        ("sources/models.py", "models.ForeignKey('projects.Project', models.CASCADE)", "projects.Project"),
        ("sources/models.py", "models.ManyToManyField(to='projects.Project')", "projects.Project"),
        ("sources/models.py", "apps.get_model('projects', 'Project')", "projects"),
        ("history/migrations/0001_first.py", "class M:\n    dependencies = [('regions', '0001_first')]", "regions"),
        ("exchange/csv.py", "from registry import settings", "registry.settings"),
    ],
)
def test_an_upward_use_is_found(tmp_path, path, source, name):
    file = tmp_path / path
    file.parent.mkdir(parents=True)
    file.write_text(source)

    assert [one.split(" uses ")[1] for one in upward_uses(tmp_path)] == [name]


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("projects/models/claim.py", "from ..services import add_claim\nfrom . import project"),
        ("projects/api.py", "from regions.models import Region\nfrom lib import edtf\nimport django.db"),
        ("regions/text.py", "'projects.Project is only spoken of here'"),
        ("projects/migrations/0001_first.py", "class M:\n    dependencies = [('regions', '0001_first')]"),
    ],
)
def test_a_use_of_the_own_or_a_lower_floor_is_right(tmp_path, path, source):
    file = tmp_path / path
    file.parent.mkdir(parents=True)
    file.write_text(source)

    assert upward_uses(tmp_path) == []
