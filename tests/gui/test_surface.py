"""`rezgui` has the modules, names, signatures, methods and signals that Rez's has."""
import ast
import importlib
import inspect
import os
import subprocess
from pathlib import Path
from typing import Any, Dict, Iterator, List

import pytest

pytest.importorskip("Qt")
import rezgui  # noqa: E402

pytestmark = pytest.mark.parity
OURS = Path(rezgui.__file__).parent


def modules(folder: Path) -> List[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*.py"))


@pytest.fixture(scope="module")
def theirs() -> Path:
    python = os.environ.get("PKGRS_REFERENCE")
    if not python:
        pytest.skip("no real Rez")
    code = "import os, rez; print(os.path.join(os.path.dirname(os.path.dirname(rez.__file__)), 'rezgui'))"
    return Path(subprocess.run([python, "-I", "-c", code], stdout=subprocess.PIPE, check=True, text=True).stdout.strip())


def test_modules(theirs: Path) -> None:
    assert modules(OURS) == modules(theirs)


def definitions(theirs: Path) -> Iterator[Any]:
    for path in modules(theirs):
        if not path.endswith("__init__.py"):
            module = importlib.import_module("rezgui." + path[:-3].replace("/", "."))
            for node in ast.parse((theirs / path).read_text()).body:
                if isinstance(node, (ast.ClassDef, ast.FunctionDef)) and not node.name.startswith("_"):
                    yield "%s:%s" % (module.__name__, node.name), node, getattr(module, node.name, None)


def parameters(node: ast.FunctionDef) -> Dict[str, Any]:
    names = [argument.arg for argument in node.args.args]
    defaults = [ast.literal_eval(default) for default in node.args.defaults]
    return dict(zip(names, [inspect.Parameter.empty] * (len(names) - len(defaults)) + defaults))


def our_parameters(function: Any) -> Dict[str, Any]:
    plain = (inspect.Parameter.POSITIONAL_OR_KEYWORD,)
    return {p.name: p.default for p in inspect.signature(function).parameters.values() if p.kind in plain}


def test_names_and_signatures(theirs: Path) -> None:
    missing, different = [], []
    for name, node, found in definitions(theirs):
        if found is None:
            missing.append(name)
            continue
        methods = [node] if isinstance(node, ast.FunctionDef) else [
            part for part in node.body if isinstance(part, ast.FunctionDef)
            and (part.name == "__init__" or not part.name.startswith("_")) and not part.decorator_list]
        for method in methods:
            ours = found if method is node else getattr(found, method.name, None)
            if ours is None:
                missing.append("%s.%s" % (name, method.name))
            elif inspect.isfunction(ours) and our_parameters(ours) != parameters(method):
                different.append("%s.%s: %s, not %s" % (name, method.name, our_parameters(ours), parameters(method)))
        for part in node.body if isinstance(node, ast.ClassDef) else ():
            if isinstance(part, ast.Assign) and not hasattr(found, part.targets[0].id):  # type: ignore[attr-defined]
                missing.append("%s.%s" % (name, ast.unparse(part.targets[0])))
    assert not missing and not different, "\n".join(missing + different)


def test_the_application_is_one() -> None:
    from pkgrs.gui.application import get_app
    from rezgui.objects.App import app

    assert app is get_app()


def test_settings_are_where_rez_has_them() -> None:
    from rezgui.objects.App import app

    assert app.config.organizationName() == rezgui.organisation_name == "AcademySoftwareFoundation"
    assert app.config.applicationName() == rezgui.application_name == "rez-gui"
