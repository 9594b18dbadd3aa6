"""The address tells every filter, also when the app sets one of them."""

import ast
from pathlib import Path

from pages.parts import address

PARTS = Path(__file__).parents[1] / "pages" / "parts"


def _named(node, constants):
    """The key of a bound widget: a text, or the name of a constant; null for a parameter."""
    return constants.get(node.id) if isinstance(node, ast.Name) else node.value


def _constants(tree):
    """The texts that a module gives names to, also several on one line."""
    found = {}
    for node in tree.body:
        if isinstance(node, ast.Assign):
            target = node.targets[0]
            pairs = (
                zip(target.elts, node.value.elts, strict=True)
                if isinstance(target, ast.Tuple)
                else [(target, node.value)]
            )
            found |= {
                name.id: value.value for name, value in pairs if isinstance(value, ast.Constant)
            }
    return found


def _bound(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    constants = _constants(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            given = {one.arg: one.value for one in node.keywords}
            if "bind" in given:
                yield _named(given["key"], constants)


GIVEN_AS_PARAMETER = {"organisation", "organ", "fran", "till"}
"""Keys of widgets that a function draws several of."""


def test_every_widget_that_is_bound_to_the_address_is_held():
    bound = {name for path in PARTS.glob("*.py") for name in _bound(path)}
    assert bound - {None} | GIVEN_AS_PARAMETER == set(address.FILTERS)
