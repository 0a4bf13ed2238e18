"""Assigning to a name of `rez`, or patching it, reaches the implementation; undoing it does too."""
import importlib
import subprocess
import sys
from pathlib import Path
from unittest import mock

import pytest

# What is patched through `rez`, and where the implementation looks it up.
REACHED = [
    ("rez.config:config", "pkgrs.config.config"),
    ("rez.config:_deprecated_settings", "pkgrs.config.deprecations"),
    ("rez.resolved_context:ResolvedContext", "pkgrs.context.context"),
    ("rez.resolver:ResolverStatus", "pkgrs.resolve.resolver"),
    ("rez.system:system", "pkgrs.platform.system"),
    ("rez.package_repository:package_repository_manager", "pkgrs.repository.manager"),
    ("rez.suite:Suite", "pkgrs.suite.suite"),
    ("rez.packages:iter_packages", "pkgrs.package.find"),
    ("rez.packages:iter_package_families", "pkgrs.package.find"),
    ("rez.packages:get_package", "pkgrs.package.find"),
    ("rez.shells:get_shell_class", "pkgrs.shell.base"),
    ("rez.shells:get_shell_types", "pkgrs.shell.base"),
    ("rez.plugin_managers:plugin_manager", "pkgrs.plugin.manager"),
    ("rez.utils.amqp:print_warning", "pkgrs.context.track"),
    ("rez.utils.amqp:print_debug", "pkgrs.context.track"),
    ("rez.utils.amqp:print_error", "pkgrs.context.track"),
    ("rez.utils.amqp:set_pika_log_level", "pkgrs.context.track"),
    ("rez.utils.amqp:ConnectionParameters", "pkgrs.context.track"),
    ("rez.utils.amqp:BlockingConnection", "pkgrs.context.track"),
    ("rez.cli.build:_package", "pkgrs.cli.commands.build"),
]


@pytest.mark.parametrize("target, implementation", REACHED)
def test_patch_reaches_the_implementation_and_is_undone(target, implementation):
    module, _, name = target.partition(":")
    importlib.import_module(module)
    inside = importlib.import_module(implementation)
    before = getattr(inside, name)
    stand_in = object()
    with mock.patch("%s.%s" % (module, name), stand_in):
        assert getattr(inside, name) is stand_in
        assert getattr(sys.modules[module], name) is stand_in
    assert getattr(inside, name) is before
    assert getattr(sys.modules[module], name) is before


def test_assignment_reaches_what_the_implementation_bound_anew(monkeypatch):
    import rez.cli.build
    from pkgrs.cli.commands import build
    monkeypatch.setattr(build, "_package", "found by the command")
    assert rez.cli.build._package == "found by the command"
    with mock.patch("rez.cli.build._package", "mine"):
        assert build.get_current_developer_package() == "mine"
    assert build._package == "found by the command"


def test_platform_name():
    import rez.utils.platform_
    from rez.system import system

    from pkgrs.platform.current import platform_
    before = platform_.name
    with mock.patch("rez.utils.platform_.platform_.name", "windows"):
        assert platform_.name == "windows"
        assert rez.utils.platform_.platform_.name == "windows"
    assert platform_.name == before == system.platform


@pytest.mark.parametrize("module, cls, method", [
    ("rez.resolved_context", "ResolvedContext", "execute_shell"),
    ("rezplugins.build_process.local", "LocalBuildProcess", "build"),
    ("rez.package_cache", "PackageCache", "cache_near_full"),
    ("rez.package_cache", "PackageCache", "get_variant_size"),
    ("rez.package_cache", "PackageCache", "variant_meets_space_requirements"),
])
def test_methods(module, cls, method):
    thing = getattr(importlib.import_module(module), cls)
    before = getattr(thing, method)
    with mock.patch("%s.%s.%s" % (module, cls, method)) as stand_in:
        assert getattr(thing, method) is stand_in
    assert getattr(thing, method) is before


def test_commands_use_the_patched_context(tmp_path, monkeypatch):
    # A command looks the class up when it runs.
    from rez.cli import env
    from rez.cli._main import setup_parser
    monkeypatch.chdir(tmp_path)
    with mock.patch("rez.resolved_context.ResolvedContext") as cls:
        cls.return_value.success = True
        cls.return_value.execute_shell.return_value = (0, None, None)
        options = setup_parser().parse_args(["env", "maya"])
        with pytest.raises(SystemExit):
            env.command(options, mock.Mock())
    assert cls.called
    assert str(cls.call_args[1]["package_requests"][0]) == "maya"


def test_patched_disk_usage(monkeypatch):
    import rez.package_cache

    from pkgrs.store import payload_cache
    with mock.patch("rez.package_cache.shutil.disk_usage", return_value=(1, 2, 3)) as usage:
        assert rez.package_cache.shutil is sys.modules["shutil"]
        assert sys.modules["shutil"].disk_usage is usage
    assert payload_cache is not None


def test_lazy_names_are_patched_and_come_back():
    import rez.package_test
    with mock.patch("rez.package_test.get_latest_package_from_string", 1):
        assert rez.package_test.get_latest_package_from_string == 1
    from rez.packages import get_latest_package_from_string
    assert rez.package_test.get_latest_package_from_string is get_latest_package_from_string


def test_new_names_stay_in_the_surface():
    import rez.packages

    from pkgrs.package import find
    with mock.patch("rez.packages.brand_new", 1, create=True):
        assert rez.packages.brand_new == 1
        assert not hasattr(find, "brand_new")
    assert not hasattr(rez.packages, "brand_new")


def test_config_is_one_object_that_is_swapped():
    from rez.config import _create_locked_config, config

    from pkgrs.config.config import config as inside
    assert inside is config
    other = _create_locked_config({"packages_path": ["/somewhere"]})
    before = config.packages_path
    config._swap(other)
    try:
        assert inside.packages_path == ["/somewhere"]
    finally:
        config._swap(other)
    assert inside.packages_path == before
    config.override("prefix_prompt", False)
    try:
        assert inside.prefix_prompt is False
    finally:
        config.remove_override("prefix_prompt")
    assert inside.prefix_prompt is True


def test_subclasses_of_surface_classes_are_used():
    from rez.package_repository import package_repository_manager
    from rez.utils.resources import Resource
    repository = package_repository_manager.get_repository("memory@subclass_test")
    key = next(iter(repository.pool.resource_classes))
    original = repository.pool.resource_classes[key]
    assert issubclass(original, Resource)

    class Mine(original):
        pass

    repository.pool.resource_classes[key] = Mine
    try:
        assert repository.pool.resource_classes[key] is Mine
    finally:
        repository.pool.resource_classes[key] = original


def test_star_import_gives_what_is_handed_out_late():
    names = {}
    exec("from rez.resolved_context import *", names)
    assert {"ResolvedContext", "PackageCache", "json"} <= set(names)


@pytest.mark.parametrize("path", sorted(
    str(p.relative_to(Path(__file__).parents[2])) for top in ("rez", "rezplugins")
    for p in (Path(__file__).parents[2] / top).rglob("*.py")))
def test_surface_modules_have_no_logic(path):
    """A surface module imports, re-exports, and at most registers itself."""
    import ast
    exempt = {"rez/_surface.py", "rez/utils/lint_helper.py", "rez/tests/util.py"}
    if path in exempt:
        return
    tree = ast.parse((Path(__file__).parents[2] / path).read_text())
    for node in ast.walk(tree):
        assert not isinstance(node, (ast.ClassDef, ast.For, ast.While, ast.AsyncFunctionDef)), node.lineno
        if isinstance(node, ast.FunctionDef):
            assert len(node.body) <= 3, "%s has a body of its own" % node.name


LAZY = '''
import sys
import rez.resolved_context, rez.packages, rez.config
assert not [name for name in sys.modules if name.startswith(("pkgrs.context.context", "pkgrs.package", "pkgrs.config.config"))]
from rez.config import config
assert "pkgrs.package.model" not in sys.modules
'''


def test_importing_a_module_waits_for_its_names_to_be_used():
    subprocess.run([sys.executable, "-c", LAZY], check=True, cwd=str(Path(__file__).parents[2]))


PATCHED = '''
import sys
from unittest import mock
with mock.patch("rez.packages.get_package") as stand_in:
    import pkgrs.package.find
    assert pkgrs.package.find.get_package is stand_in
    from rez.packages import get_package
    assert get_package is stand_in
import rez.packages
assert rez.packages.get_package is pkgrs.package.find.get_package is not stand_in
del rez.packages.get_package
assert rez.packages.Package is sys.modules["pkgrs.package.model"].Package
assert "Variant" in dir(rez.packages)
namespace = {}
exec("from rez.packages import *", namespace)
assert "iter_packages" in namespace
'''


def test_patching_what_was_not_used_yet():
    # In a process of its own, where no source has been imported.
    subprocess.run([sys.executable, "-c", PATCHED], check=True, cwd=str(Path(__file__).parents[2]))
