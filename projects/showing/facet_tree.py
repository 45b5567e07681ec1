"""The values of a facet that stand in a tree, in its order: what lies above, then what lies below it."""

from collections.abc import Container
from dataclasses import dataclass, field
from typing import Any

from ..dimensions import Tree

Value = dict[str, Any]


@dataclass
class Node:
    """A value of the facet and those below it."""

    value: Value
    below: list["Node"] = field(default_factory=list)


def in_tree(tree: Tree, values: list[Value], chosen: Container[str]) -> list[tuple[Value, int]]:
    """The values with their depth, the most frequent first among those at one place; one query.

    What lies above all that is counted and tells nothing more (Asia above Kazakhstan, with as many projects) is left
    out unless it is chosen.
    """
    by_code = {value["value"]: value for value in values}
    places = tree.model.objects.filter(code__in=list(by_code)).annotate(node_path=tree.path(""))
    paths = sorted(places.order_by().values_list("node_path", "code"))
    roots: list[Node] = []
    above: list[tuple[str, Node]] = []
    for path, code in paths:
        while above and not path.startswith(above[-1][0]):
            above.pop()
        node = Node(by_code[code])
        (above[-1][1].below if above else roots).append(node)
        above.append((path, node))
    return list(_flat([_told(root, chosen) for root in roots], 0))


def _told(node: Node, chosen: Container[str]) -> Node:
    """The first node from the top that tells something."""
    while len(node.below) == 1 and node.below[0].value["count"] == node.value["count"]:
        if node.value["value"] in chosen:
            break
        node = node.below[0]
    return node


def _flat(nodes: list[Node], depth: int) -> Any:
    for node in sorted(nodes, key=lambda node: (-node.value["count"], str(node.value["label"]))):
        yield node.value, depth
        yield from _flat(node.below, depth + 1)
