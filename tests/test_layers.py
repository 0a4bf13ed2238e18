"""The layers of pkgrs only look down, and no two modules import each other in a circle."""
import ast
from functools import lru_cache
from pathlib import Path
from typing import Dict, Iterator, List, Set, Tuple

import pytest

ROOT = Path(__file__).parent.parent
PKGRS = ROOT / "pkgrs"

# Lower number: lower layer. Packages of one row may not import each other, except
# those of LISTED, which may import the ones listed before them.
LAYERS: Dict[str, int] = {
    "errors": 0, "tool_errors": 0, "base": 0,
    "version": 1, "platform": 1,
    "config": 2,
    "terminal": 3, "cache": 3,
    "plugin": 4, "definition": 4,
    "repository": 5,
    "package": 6, "vendor": 6,
    "solver": 7, "rex": 7,
    "shell": 8, "resolve": 8, "store": 8,
    "context": 9,
    "build": 10, "release": 10, "suite": 10, "query": 10, "testing": 10, "pip": 10, "bind": 10,
    "installer": 10, "selfcheck": 10, "check": 10,
    "gui": 11,
    "cli": 12,
}
LISTED = ["errors", "tool_errors", "base", "release", "testing", "store", "suite", "query", "pip", "bind", "build",
          "installer", "selfcheck", "terminal",
          "cache", "plugin", "definition", "shell", "resolve", "version", "platform"]


def modules() -> Dict[str, Path]:
    found = {}
    for path in sorted(PKGRS.rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        if parts[-1] == "__init__":
            parts = parts[:-1]
        found[".".join(parts)] = path
    return found


MODULES = modules()


@lru_cache(maxsize=None)
def _parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def imports(name: str, path: Path, top_level_only: bool = False) -> Iterator[Tuple[int, str]]:
    """(line, module) for each import of a pkgrs, rez or rezplugins module."""
    package = name if path.name == "__init__.py" else name.rpartition(".")[0]
    tree = _parsed(path)
    for node in _statements(tree, top_level_only):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                parents = package.split(".")[:len(package.split(".")) - node.level + 1]
                base = ".".join(parents + ([base] if base else []))
            for alias in node.names:
                full = "%s.%s" % (base, alias.name)
                yield node.lineno, full if full in MODULES else base


def _statements(tree: ast.AST, top_level_only: bool) -> Iterator[ast.AST]:
    for child in ast.iter_child_nodes(tree):
        if top_level_only and isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
            continue
        if isinstance(child, ast.If) and ast.unparse(child.test).endswith("TYPE_CHECKING"):
            yield from (s for part in child.orelse for s in _statements(part, top_level_only))
            continue
        yield child
        yield from _statements(child, top_level_only)


def area(module: str) -> str:
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else ""


@pytest.mark.parametrize("name", sorted(MODULES))
def test_imports_only_look_down(name: str) -> None:
    here = area(name)
    wrong: List[str] = []
    for line, target in imports(name, MODULES[name]):
        head = target.split(".")[0]
        if head in ("rez", "rezplugins", "rezgui"):
            wrong.append("line %d: %s is surface" % (line, target))
        if head != "pkgrs" or not here:
            continue
        there = area(target)
        if there in ("", here):
            continue
        down = LAYERS[there] < LAYERS[here]
        before = (LAYERS[there] == LAYERS[here] and here in LISTED and there in LISTED
                  and LISTED.index(there) < LISTED.index(here))
        if here == "solver" and LAYERS[there] > 1:
            down = False
        if not (down or before):
            wrong.append("line %d: %s (layer %d) imports %s (layer %d)"
                         % (line, here, LAYERS[here], target, LAYERS[there]))
    assert not wrong, "\n".join(wrong)


def test_every_package_has_a_layer() -> None:
    areas = {area(name) for name in MODULES} - {""}
    assert areas <= set(LAYERS), areas - set(LAYERS)


def test_no_import_circles() -> None:
    edges: Dict[str, Set[str]] = {
        name: {target for _, target in imports(name, path) if target in MODULES and target != name}
        for name, path in MODULES.items()
    }
    circles = [sorted(group) for group in _strongly_connected(edges) if len(group) > 1]
    assert not circles, circles


def _strongly_connected(edges: Dict[str, Set[str]]) -> List[Set[str]]:
    """Groups of nodes that reach each other (by removing what can't be in a circle, then by reachability)."""
    reach: Dict[str, Set[str]] = {}
    for start in edges:
        seen: Set[str] = set()
        todo = list(edges[start])
        while todo:
            node = todo.pop()
            if node not in seen:
                seen.add(node)
                todo.extend(edges.get(node, ()))
        reach[start] = seen
    groups: List[Set[str]] = []
    done: Set[str] = set()
    for node in edges:
        if node in done or node not in reach[node]:
            continue
        group = {other for other in reach[node] if node in reach.get(other, ())}
        done |= group
        groups.append(group)
    return groups
