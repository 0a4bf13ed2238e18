"""The environment that a context makes."""
import os

import pytest

from pkgrs.config.config import config
from pkgrs.errors import PackageCommandError, ResolvedContextError


def names_of_actions(context):
    return [action.args[0] for action in context.get_actions(parent_environ={}) if action.name == "setenv"]


def test_variables(resolve, packages):
    environ = resolve("app", "lib-1.0", ".feature-1", "plain").get_environ(parent_environ={"PATH": "/parent"})
    root = os.path.join(packages, "lib", "1.0")
    assert {name: environ[name] for name in environ if name.startswith("REZ_LIB")} == {
        "REZ_LIB_VERSION": "1.0", "REZ_LIB_MAJOR_VERSION": "1", "REZ_LIB_MINOR_VERSION": "0",
        "REZ_LIB_PATCH_VERSION": "", "REZ_LIB_BASE": root, "REZ_LIB_ROOT": root}
    assert environ["REZ_USED_REQUEST"] == "app lib-1.0 .feature-1 plain"
    assert environ["REZ_USED_RESOLVE"] == "lib-1.0 app-1.0.0 plain"
    assert environ["REZ_USED_IMPLICIT_PACKAGES"] == "~platform==linux"
    assert environ["REZ_USED_EPH_RESOLVE"] == ".feature-1"
    assert environ["REZ_EPH_FEATURE_REQUEST"] == "1"
    assert environ["REZ_USED_REQUESTED_TIMESTAMP"] == "0"
    assert environ["LIB_FEATURE"] == ".feature-1"
    assert (environ["LIB_PRE"], environ["LIB_VERSION"], environ["LIB_POST"], environ["APP"]) == (
        "lib", "1.0", "1.0", "1.0")
    assert environ["LITERAL"] == "$HOME {x}"
    assert environ["PATH"].startswith(os.path.join(root, "bin") + os.pathsep)
    assert "/parent" not in environ["PATH"]


def test_build_environment_is_marked(resolve):
    assert "REZ_BUILD_ENV" not in resolve("plain").get_environ()
    assert resolve("plain", building=True).get_environ()["REZ_BUILD_ENV"] == "1"


def test_order(resolve):
    names = names_of_actions(resolve("app", "lib-1.0", ".feature-1"))
    first = ["REZ_USED", "REZ_USED_VERSION", "REZ_USED_TIMESTAMP", "REZ_USED_REQUESTED_TIMESTAMP", "REZ_USED_REQUEST",
             "REZ_USED_IMPLICIT_PACKAGES", "REZ_USED_RESOLVE", "REZ_USED_PACKAGES_PATH", "REZ_USED_EPH_RESOLVE"]
    assert names[:len(first)] == first
    places = [names.index(name) for name in (
        "REZ_LIB_ROOT", "REZ_APP_ROOT", "LIB_PRE", "LIB_VERSION", "APP", "LIB_POST", "REZ_EPH_FEATURE_REQUEST")]
    assert places == sorted(places)


def test_local_packages_are_named(resolve, packages):
    assert "REZ_USED_LOCAL_RESOLVE" not in resolve("plain").get_environ()
    config.override("local_packages_path", packages)
    from pkgrs.repository.manager import package_repository_manager
    package_repository_manager.clear_caches()
    assert resolve("plain").get_environ()["REZ_USED_LOCAL_RESOLVE"] == "plain"


@pytest.mark.parametrize("package, cause", [
    ("bad_name", "name 'nonesuch' is not defined"),
    ("bad_env", "Referenced undefined environment variable: NOT_SET_ANYWHERE"),
    ("bad_stop", "no more"),
])
def test_failing_commands(resolve, packages, package, cause):
    with pytest.raises(PackageCommandError) as error:
        resolve(package).get_environ(parent_environ={})
    uri = os.path.join(packages, package, "1", "package.py[]")
    assert str(error.value) == "Error in commands in package %r:\n%s" % (uri, cause)


def test_failing_commands_are_shown_whole_if_configured(resolve):
    from pkgrs.definition.source import SourceCodeExecError
    config.override("catch_rex_errors", False)
    with pytest.raises(SourceCodeExecError, match="Failed to execute"):
        resolve("bad_name").get_environ(parent_environ={})


def test_shell_code(resolve):
    code = resolve("lib-1.0").get_shell_code("bash", parent_environ={})
    headings = [line[2:] for line in code.split("\n") if line.startswith("# ") and line.strip("# ")]
    assert headings == [
        "system setup", "package variables", "variables for package lib-1.0[]", "-" * 80, "pre_commands",
        "pre_commands from package lib-1.0[]", "-" * 80, "commands", "commands from package lib-1.0[]", "-" * 80,
        "post_commands", "post_commands from package lib-1.0[]", "-" * 80, "post system setup"]
    assert 'export LIB_VERSION="1.0"' in code


def test_code_names_the_file_of_a_saved_context(resolve, tmp_path):
    context = resolve("plain")
    path = str(tmp_path / "c.rxt")
    context.save(path)
    assert "REZ_RXT_FILE" not in context.get_shell_code("bash")
    context.set_load_path(path)
    assert context.get_shell_code("bash").split("\n")[1] == 'export REZ_RXT_FILE="%s"' % path


def test_parent_variables(resolve):
    config.override("parent_variables", ["PATH"])
    context = resolve("lib-1.0")
    assert context.get_environ(parent_environ={"PATH": "/parent"})["PATH"].startswith("/parent" + os.pathsep)


def test_system_paths_can_be_left_out(resolve, packages):
    context = resolve("lib-1.0")
    context.append_sys_path = False
    assert context.get_environ()["PATH"] == os.path.join(packages, "lib", "1.0", "bin")


@pytest.mark.parametrize("visibility, parent, expected", [
    ("never", None, []), ("never", "b", []), ("always", None, ["a", "b"]), ("parent", None, []),
    ("parent", "b", ["b"]), ("parent_priority", "b", ["b"]),
])
def test_suites_stay_visible(resolve, tmp_path, monkeypatch, visibility, parent, expected):
    for name in ("a", "b"):
        (tmp_path / name / "bin").mkdir(parents=True)
        (tmp_path / name / "suite.yaml").write_text("contexts: {}\n")
    monkeypatch.setenv("PATH", os.pathsep.join([str(tmp_path / "a" / "bin"), str(tmp_path / "b" / "bin"), "/bin"]))
    config.override("suite_visibility", visibility)
    context = resolve("plain")
    context.append_sys_path = False
    if parent:
        context._set_parent_suite(str(tmp_path / parent), "context")
    path = context.get_environ().get("PATH", "")
    assert path == os.pathsep.join(str(tmp_path / name / "bin") for name in expected)


@pytest.mark.parametrize("method", [
    "get_environ", "get_tools", "apply", "get_shell_code", "get_actions", "validate", "get_resolve_as_exact_requests",
    "print_tools", "get_conflicting_tools", "get_dependency_graph", "execute_shell"])
def test_failed_context(resolve, method):
    with pytest.raises(ResolvedContextError, match="Cannot perform operation in a failed context"):
        getattr(resolve("lib-1", "lib-2"), method)()
