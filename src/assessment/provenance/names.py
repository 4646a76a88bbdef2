"""Which names a cell takes from the cells before it, and which it gives to those after it.

A name that a cell gives a value before it uses it is its own. What stands in a branch or loop may not happen: it
gives a name, and takes away none. What stands in a function happens later, so that its names may come from any cell.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
_SCOPES = (*_FUNCTIONS, *_COMPREHENSIONS, ast.ClassDef)
# The only kinds of node that anything below `_note` looks at.
_GIVERS = (ast.Import, ast.ImportFrom, ast.MatchAs, ast.MatchStar, ast.ExceptHandler)
_TELLING = frozenset((ast.Name, ast.AugAssign, ast.Attribute, ast.Subscript, ast.Expr, *_SCOPES, *_GIVERS))


@dataclass
class Names:
    """``uses`` are taken from before, ``late`` whenever a function runs; ``binds`` may be given, ``surely`` are."""

    uses: set[str] = field(default_factory=set)
    late: set[str] = field(default_factory=set)
    binds: set[str] = field(default_factory=set)
    surely: set[str] = field(default_factory=set)


def names_of(tree: ast.Module) -> Names:
    """The names of a cell."""
    found = Names()
    found.surely = _follow(tree.body, set(), found)
    return found


def _follow(statements: Iterable[ast.stmt], bound: set[str], found: Names) -> set[str]:
    """Go through statements in order; gives the names that surely have a value of the cell's own after them."""
    for statement in statements:
        bound = _after(statement, bound, found)
    return bound


def _after(node: ast.stmt, bound: set[str], found: Names) -> set[str]:
    bodies = [getattr(node, name, None) for name in ("body", "orelse", "finalbody")]
    bodies += [part.body for part in (*getattr(node, "handlers", ()), *getattr(node, "cases", ()))]
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)) or not any(bodies):
        given = _note(node, bound, found)
        return bound - given if isinstance(node, ast.Delete) else bound | given
    inside = set(bound)
    for part in ast.iter_child_nodes(node):  # the head of a loop, a branch, a `with`
        if not isinstance(part, ast.stmt):
            inside |= _note(part, bound, found, but=_statements(part))
    for body in filter(None, bodies):
        _follow(body, set(inside), found)
    return bound


def _statements(node: ast.AST) -> set[ast.AST]:
    """The statements below a node, which are gone through by themselves."""
    body = getattr(node, "body", ())  # of a conditional expression, an expression
    parts = body if isinstance(body, list) else ()
    return {below for part in parts if isinstance(part, ast.stmt) for below in ast.walk(part)}


def _note(node: ast.AST, bound: set[str], found: Names, but: AbstractSet[ast.AST] = frozenset()) -> set[str]:
    """Note what is taken and given below a node; gives the names that have a value after it."""
    nodes = [below for below in ast.walk(node) if type(below) in _TELLING and below not in but]
    scopes = [below for below in nodes if isinstance(below, _SCOPES)]
    if scopes:
        uses, given = _free(node, but), _given(node, but)
    else:  # most statements: no name is anybody else's, and there is no need to look at them level by level
        uses = {n for below in nodes for n in _read_by(below)}
        given = {n for below in nodes for n in _given_by(below)}
    found.uses |= uses - bound
    found.binds |= given | _changed(nodes)
    for below in scopes:
        if isinstance(below, (*_FUNCTIONS, ast.GeneratorExp)):
            found.late |= _free(below, but)
    return given


def _read_by(node: ast.AST) -> set[str]:
    """The name that a node itself reads."""
    if isinstance(node, ast.Name):
        return {node.id} if isinstance(node.ctx, ast.Load) else set()
    return {node.target.id} if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name) else set()


def _given_by(node: ast.AST) -> set[str]:
    """The names that a node itself gives a value."""
    if isinstance(node, ast.Name):
        return set() if isinstance(node.ctx, ast.Load) else {node.id}
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        return {(alias.asname or alias.name).partition(".")[0] for alias in node.names}
    named = isinstance(node, (ast.MatchAs, ast.MatchStar, ast.ExceptHandler)) and node.name
    return {str(named)} if named else set()


def _free(node: ast.AST, but: AbstractSet[ast.AST]) -> set[str]:
    """The names that are read below a node and are not its own, such as a parameter or what a comprehension counts."""
    if node in but:
        return set()
    names = _read_by(node).union(*(_free(child, but) for child in ast.iter_child_nodes(node)))
    if isinstance(node, _COMPREHENSIONS):
        first = _free(node.generators[0].iter, but)
        return (names - {name for part in node.generators for name in _stored(part.target)}) | first
    if isinstance(node, _FUNCTIONS):
        outside = [*node.args.defaults, *node.args.kw_defaults, *getattr(node, "decorator_list", ())]
        return (names - _own(node)).union(*(_free(part, but) for part in outside if part))
    return names


def _own(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) -> set[str]:
    """Parameters of a function, and what it gives a value unless it says that the name is not its own."""
    arguments = node.args
    every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, arguments.vararg, arguments.kwarg]
    names = {one.arg for one in every if one}
    if isinstance(node, ast.Lambda):
        return names
    shared = {n for below in ast.walk(node) if isinstance(below, (ast.Global, ast.Nonlocal)) for n in below.names}
    return (names | {name for part in node.body for name in _stored(part)}) - shared


def _given(node: ast.AST, but: AbstractSet[ast.AST] = frozenset()) -> set[str]:
    """The names that get a value when a statement is carried out, outside functions and comprehensions."""
    if node in but:
        return set()
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return {node.name} | {n for below in ast.walk(node) if isinstance(below, ast.Global) for n in below.names}
    if isinstance(node, (ast.Lambda, *_COMPREHENSIONS)):
        return set()
    return _given_by(node).union(*(_given(child, but) for child in ast.iter_child_nodes(node)))


def _stored(node: ast.AST) -> set[str]:
    return {n.id for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}


def _changed(nodes: Iterable[ast.AST]) -> set[str]:
    """The names of things that may be changed in place: `x[…] = …`, `x.y = …`, `x.add(…)`."""
    names: set[str] = set()
    for node in nodes:
        if isinstance(node, (ast.Attribute, ast.Subscript)) and isinstance(node.ctx, (ast.Store, ast.Del)):
            names |= _base(node)
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            names |= _base(node.value.func) if isinstance(node.value.func, ast.Attribute) else set()
    return names


def _base(node: ast.expr) -> set[str]:
    while isinstance(node, (ast.Attribute, ast.Subscript, ast.Call)):
        node = node.func if isinstance(node, ast.Call) else node.value
    return {node.id} if isinstance(node, ast.Name) else set()
