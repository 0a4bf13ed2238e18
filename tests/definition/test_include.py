"""Modules that packages carry along."""
import pytest

from pkgrs.definition.include import IncludeModuleManager
from pkgrs.definition.source import SourceCode, SourceCodeExecError


class Package:
    def __init__(self, base):
        self.base = str(base)


class DeveloperPackage(Package):
    """Only the name counts: the class belongs to a higher layer."""


@pytest.fixture
def package(tmp_path):
    (tmp_path / ".rez" / "include").mkdir(parents=True)
    return Package(tmp_path)


def put(package, name, text, digest="d1"):
    folder = package.base + "/.rez/include/"
    with open(folder + name + ".py", "w") as stream:
        stream.write(text)
    if digest:
        with open(folder + name + ".sha1", "w") as stream:
            stream.write(digest)


def test_module_of_an_installed_package(package):
    put(package, "mod", "X = 2\n")
    module = IncludeModuleManager().load_module("mod", package)
    assert (module.__name__, module.X) == ("mod", 2)


def test_equal_content_is_loaded_once(package):
    manager = IncludeModuleManager()
    put(package, "mod", "X = []\n")
    put(package, "copy", "X = []\n")
    assert manager.load_module("mod", package) is manager.load_module("copy", package)


@pytest.mark.parametrize("name, digest", [("other", "d1"), ("mod", None)])
def test_missing_module_or_hash(package, name, digest):
    put(package, "mod", "X = 2\n", digest)
    assert IncludeModuleManager().load_module(name, package) is None


def test_errors_of_the_module_pass(package):
    put(package, "mod", "X = 1/0\n")
    with pytest.raises(ZeroDivisionError):
        IncludeModuleManager().load_module("mod", package)


def test_developer_package_uses_the_module_before_it_is_copied(tmp_path, settings):
    settings(package_definition_python_path=str(tmp_path))
    (tmp_path / "mod.py").write_text("X = 7\n")
    manager = IncludeModuleManager()
    assert manager.load_module("mod", DeveloperPackage(tmp_path)).X == 7
    assert manager.load_module("other", DeveloperPackage(tmp_path)) is None


def test_code_sees_its_modules(package):
    put(package, "mod", "X = 5\n", "d5")
    code = SourceCode("return mod.X")
    code.decorators = [{"name": "include", "nargs": ["mod"]}]
    with pytest.raises(SourceCodeExecError):
        code.exec_({})
    code.set_package(package)
    assert code.exec_({}) == 5
