"""Distributions as packages: conversions, files, and where pip comes from."""
import os
import re
import sys
import zipfile
from pathlib import Path
from typing import Any, Dict, List, Optional, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.version import InvalidVersion
from packaging.version import Version as PythonVersion

from pkgrs.config.config import config
from pkgrs.errors import PackageRequestError, RezSystemError
from pkgrs.tool_errors import BuildError
from pkgrs.package.find import get_package
from pkgrs.pip import distribution, files, install, markers, py_dist, run, versions
from pkgrs.version.version import Version


# What Rez makes of them.
@pytest.mark.parametrize("text, expected", [
    ("1.0.0", "1.0.0"), ("1.0a1", "1.0.a1"), ("1.0.post1", "1.0.post1"), ("1.0+abc.7", "1.0-abc.7"),
    ("1!2.3.4", "2.3.4"), ("2.0b1pl0", "2.0b1pl0"), ("v1.2", "1.2"), ("1.0-alpha", "1.0.a0"), ("1.0rc", "1.0.rc0"),
    ("1.0-1", "1.0.post1"), ("1.0.post.dev3", "1.0.post0.dev3"), ("01.002.0003", "1.2.3"), ("1_0", "1_0"),
    ("1.0+Ubuntu-1", "1.0-ubuntu.1"), ("2023c", "2023.rc0"), ("1.0.0-SNAPSHOT", "1.0.0-snapshot"), ("", ""),
])
def test_versions(text: str, expected: str) -> None:
    assert versions.pip_to_rez_version(text) == expected


def test_versions_that_follow_no_rule() -> None:
    with pytest.raises(InvalidVersion, match="Version: 2.0b1pl0 is not compatible with PEP440."):
        versions.pip_to_rez_version("2.0b1pl0", allow_legacy=False)


@pytest.mark.parametrize("text, expected", [
    ("==1", "1+<1.1"), ("==1.2.3", "1.2.3+<1.2.3.1"), ("==1.2.*", "1.2"), ("==1.2a1", "1.2.a1+<1.2.0"),
    ("==1.2.post2.dev3", "1.2.post2.dev3+<1.2.post2.0"), ("==1.0+abc", "==1.0-abc"), ("!=1", "<1|1.1+"),
    ("!=1.*", "<1|2+"), ("!=1.2rc1", "<1.2.rc1|1.2.0+"), (">=1.2.dev1", "1.2.dev1+"), ("<=1.2", "<1.2.1"),
    ("<=1.2a1", "<1.2.0"), (">1", "1.1+"), (">1.2rc1", "1.2.0+"), ("<1!2.3", "<2.3"), ("~=1.2", "1.2+<2"),
    ("~=1.2.3", "1.2.3+<1.3"), ("~=1.2rc1", "1.2.rc1+<1.3"), ("~=1.2.post2.dev3", "1.2.post2.dev3+<1.2.0"),
    (">=1,<2,!=1.5", "1+<1.5|1.5.1+<2"), ("!=1,!=2", "<1|1.1+<2|2.1+"), ("", ""),
])
def test_specifiers(text: str, expected: str) -> None:
    assert str(versions.pip_specifier_to_rez_requirement(SpecifierSet(text))) == expected


@pytest.mark.parametrize("text, message", [
    ("===1.0", "Don't know how to convert PEP440 specifier <SpecifierSet\\('===1.0'\\)> into rez equivalent"),
    ("<2,>3", "converts to a non-intersecting rez version range"),
])
def test_specifiers_without_range(text: str, message: str) -> None:
    with pytest.raises(PackageRequestError, match=message):
        versions.pip_specifier_to_rez_requirement(SpecifierSet(text))


release = st.lists(st.integers(0, 3), min_size=2, max_size=3).map(lambda numbers: ".".join(map(str, numbers)))


@given(release, release, st.sampled_from(["==", "!=", ">=", "<", "~="]))
def test_ranges_hold_what_specifiers_hold(version: str, bound: str, operator: str) -> None:
    """For versions of as many numbers as the specifier's, at least."""
    if version.count(".") < bound.count(".") or PythonVersion(version).release[-1] == 0:
        return  # to pip 1.2.0 is 1.2
    specifier = SpecifierSet(operator + bound)
    found = Version(version) in versions.pip_specifier_to_rez_requirement(specifier)
    if operator in ("==", "!=") and version.startswith(bound + "."):
        return
    assert found == specifier.contains(version)


@pytest.mark.parametrize("text, expected, extras", [
    ("a", "a", None), ("a ; extra == 'dev'", "a", {"dev"}), ("a ; 'dev' == extra", "a", {"dev"}),
    ("a ; extra == 'x' and extra == 'y'", "a", {"x", "y"}), ("a[b] (>1) ; extra=='t'", "a>1", {"t"}),
    ("a[b]>1", "a[b]>1", None), ("a>=1.*", "a>=1", None),
    ("a ; (python_version<'3' and extra=='q') or sys_platform=='w'",
     'a; python_version < "3" or sys_platform == "w"', {"q"}),
    ("a ; python_version<'3' and (extra=='t' or os_name=='u' or os_name=='v')",
     'a; python_version < "3" and (os_name == "u" or os_name == "v")', {"t"}),
    ("a ; platform_release == ' or extra'", 'a; platform_release == " or extra"', None),
])
def test_extras(text: str, expected: str, extras: Any) -> None:
    [found] = markers.normalize_requirement(text)
    assert (str(found), found.conditional_extras) == (expected, extras)


def test_requirements_in_dictionaries() -> None:
    found = markers.normalize_requirement(
        {"requires": ["a", "b (>1)"], "environment": "python_version<'3'", "extra": "x"})
    assert [str(r) for r in found] == ['a; python_version < "3"', 'b>1; python_version < "3"']
    assert [r.conditional_extras for r in found] == [{"x"}, {"x"}]


def test_requirements() -> None:
    found = versions.packaging_req_to_rez_req(Requirement("Foo-Bar.baz[x]>=1,<2 ; os_name=='a'"))
    assert str(found) == "Foo_Bar.baz-1+<2"
    assert markers.get_marker_sys_requirements("platform_machine=='x' or os_name=='y'") == ["platform", "arch"]


def dist_info(folder: Path, name: str = "thing", requires: Sequence[str] = (), record: Sequence[str] = (),
              pure: bool = True, entry: str = "") -> distribution.InstalledDistribution:
    path = folder / ("%s-1.0.dist-info" % name.replace("-", "_"))
    path.mkdir(parents=True)
    (path / "METADATA").write_text("Metadata-Version: 2.1\nName: %s\nVersion: 1.0\n%s\n" % (
        name, "".join("Requires-Dist: %s\n" % text for text in requires)))
    (path / "WHEEL").write_text("Root-Is-Purelib: %s\n" % pure)
    (path / "RECORD").write_text("".join("%s,,\n" % line for line in record))
    if entry:
        (path / "entry_points.txt").write_text(entry)
    return distribution.InstalledDistribution(str(path))


@pytest.mark.parametrize("arguments, requires, variant", [
    ({}, [], ["python-3.9"]),
    ({"pure": False}, [], ["platform", "arch", "python-3.9"]),
    ({"entry": "[gui_scripts]\na = b:c\n"}, [], ["platform", "arch", "python-3.9"]),
    ({"entry": "[other]\na = b:c\n"}, [], ["python-3.9"]),
    ({"requires": ["six", "foo-bar>=1", "e; extra=='x'"]}, ["six", "Foo_Bar-1+"], ["python-3.9"]),
    ({"requires": ["a; python_full_version>='3.9.5'", "b; python_version<'3'"]}, [], ["python-3.9", "a"]),
    ({"requires": ["a; sys_platform=='nothing'", "b; os_name!='nothing'"]}, [], ["platform", "python-3.9", "b"]),
])
def test_what_packages_require(tmp_path: Path, arguments: Dict[str, Any], requires: List[str],
                               variant: List[str]) -> None:
    found = distribution.get_rez_requirements(dist_info(tmp_path, **arguments), Version("3.9.7"), ["Foo-Bar"])
    assert found["requires"] == requires
    assert [re.sub("^(platform|arch)-.*", r"\1", request) for request in found["variant_requires"]] == variant
    assert found["metadata"] == {"is_pure_python": arguments.get("pure", True)}


def mapping(folder: Path, *record: str) -> Dict[str, str]:
    for name in ("lib.py", "bin/tool", "share/man/x.1", "deep/y"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("")
    return files._get_distribution_files_mapping(dist_info(folder, record=record), str(folder))


def test_places(tmp_path: Path) -> None:
    config.override("pip_install_remaps", config.pip_install_remaps + [
        {"record_path": "{p}{s}own{s}(.*)", "pip_install": r"deep{s}\1", "rez_install": r"mine{s}\1"}])
    try:
        assert mapping(tmp_path, "lib.py", "../../bin/tool", "../../share/man/x.1", "gone.py", "../own/y") == {
            "lib.py": "python/lib.py", "bin/tool": "bin/tool", "share/man/x.1": "share/man/x.1", "deep/y": "mine/y"}
    finally:
        config.remove_override("pip_install_remaps")


@pytest.mark.parametrize("path", [
    "/etc/passwd", "../../../../etc/passwd", "../../bin/../../../etc/passwd", "pkg/../../../etc/passwd", "..", "../x",
    "link/passwd",
])
def test_hostile_places(tmp_path: Path, path: str, capsys: pytest.CaptureFixture) -> None:
    os.symlink("/etc", tmp_path / "link")
    with pytest.raises(OSError, match="Don't know what to do with relative path in thing-1.0.dist-info/RECORD"):
        mapping(tmp_path, path)


def wheel(folder: Path, name: str, meta: str = "", data: Optional[Dict[str, str]] = None) -> Path:
    info = "%s-1.0.dist-info/" % name
    content = {name + ".py": "", info + "METADATA": "Metadata-Version: 2.1\nName: %s\nVersion: 1.0\n%s" % (name, meta),
               info + "WHEEL": "Root-Is-Purelib: true\n", **(data or {})}
    content[info + "RECORD"] = "".join(
        "%s,,\n" % ("../../" + key if key.startswith("bin/") else key) for key in content)
    path = folder / (name + ".whl")
    with zipfile.ZipFile(path, "w") as archive:
        for key, text in content.items():
            archive.writestr(key, text)
    return path


@pytest.fixture
def own_pip(monkeypatch: pytest.MonkeyPatch) -> List[List[str]]:
    """A pip that unpacks; gives its commands."""
    commands: List[List[str]] = []

    def run_command(context: Any, command: List[str]) -> None:
        commands.append(command)
        target = next(word[len("--target="):] for word in command if word.startswith("--target="))
        with zipfile.ZipFile(command[-1]) as archive:
            archive.extractall(target)

    monkeypatch.setattr(run, "_cmd", run_command)
    monkeypatch.setattr(run, "find_pip", lambda *args: ("/python", None))
    return commands


def test_install(tmp_path: Path, own_pip: List[List[str]]) -> None:
    meta = "Summary: S\nAuthor: A\nAuthor-email: a@b\nHome-page: http://h\nRequires-Dist: x>1\n"
    path = wheel(tmp_path, "thing", meta=meta, data={"bin/tool": "#!"})
    installed, skipped = install.pip_install_package(str(path), prefix=str(tmp_path / "repo"))
    [variant], package = installed, installed[0].parent
    assert skipped == [] and own_pip[0][:5] == ["/python", "-m", "pip", "install", "--use-pep517"]
    assert (package.qualified_name, package.description, package.authors, package.help) == (
        "thing-1.0", "S", ["A a@b"], [["Home Page", "http://h"]])
    assert [str(r) for r in package.requires] == ["x-1.1+"] and package.tools == ["tool"] and package.hashed_variants
    assert (package.pip_name, package.from_pip, package.is_pure_python) == ("thing (1.0)", True, True)
    assert os.listdir(os.path.join(variant.root, "bin")) == ["tool"]
    assert "thing.py" in os.listdir(os.path.join(variant.root, "python"))
    assert install.pip_install_package(str(path), prefix=str(tmp_path / "repo"))[0] == []
    assert not os.path.exists(next(word for word in own_pip[0] if word.startswith("--target"))[9:])


@pytest.mark.parametrize("mode, extra, expected", [
    ("min_deps", None, ["--use-pep517", "--target=T"]), ("no_deps", None, ["--use-pep517", "--target=T", "--no-deps"]),
    ("no_deps", ["--no-deps"], ["--use-pep517", "--target=T", "--no-deps"]),
    ("min_deps", ["--target=X"], ["--use-pep517", "--target=X"]),
    ("min_deps", ["-t", "X", "--no-use-pep517"], ["-t", "X", "--no-use-pep517"]),
])
def test_command(mode: str, extra: Any, expected: List[str]) -> None:
    command = install._pip_command("P", "T", "name", install.InstallMode[mode], extra)
    assert command == ["P", "-m", "pip", "install"] + expected + ["name"]


def test_where_pip_comes_from(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    answers: Dict[Any, Any] = {}

    def find(python_version: Any, pip_version: Any = None) -> Any:
        asked.append((python_version, pip_version))
        return answers.get(pip_version, (None, None, None))

    monkeypatch.setattr(run, "find_pip_from_context", find)
    monkeypatch.setattr(run, "_own_pip", lambda: ("20.0", "/pip"))
    assert run.find_pip(python_version="3")[1] is None and asked == [("3", None), ("3", "latest")]
    answers["latest"] = ("/p2", "21", "context2")
    assert run.find_pip() == ("/p2", "context2")
    answers[None] = ("/p1", "9.0", "context1")
    assert run.find_pip() == ("/p2", "context2")
    answers[None] = ("/p1", "19.1", "context1")
    assert run.find_pip() == ("/p1", "context1")
    asked.clear()
    answers["18"] = ("/p3", "20", "context3")
    assert run.find_pip(pip_version="18") == ("/p3", "context3") and asked == [(None, "18")]
    answers.clear()
    monkeypatch.setattr(run, "_own_pip", lambda: (None, None))
    with pytest.raises(RezSystemError, match="pip>=19 is required! Please update your pip."):
        run.find_pip()


def test_failure() -> None:
    with pytest.raises(BuildError, match="Failed to download source with pip: false 'a b'"):
        run._cmd(None, ["false", "a b"])


class OldRequirement:
    project_name = "Foo-bar"

    def __init__(self, *specs: Any) -> None:
        self.specs = specs


# What Rez makes of them.
@pytest.mark.parametrize("specs, expected", [
    ([], ["Foo_bar"]), ([(">=", "1.0")], ["Foo_bar-1.0+"]), ([("<=", "2")], ["Foo_bar-0+<2|2"]),
    ([("==", "1.0"), ("!=", "2")], ["Foo_bar-1.0", "!Foo_bar-2"]), ([("~=", "1.2")], ["Foo_bar"]),
    ([("<", "2"), (">", "1")], ["Foo_bar-0+<2", "Foo_bar-1+", "!Foo_bar-1"]),
])
def test_old_requirements(specs: Any, expected: List[str]) -> None:
    assert py_dist.convert_requirement(OldRequirement(*specs)) == expected


def test_installed_distributions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = tmp_path / "site"
    record = ["thing/a.py", "thing/tests/t.py", "../../bin/tool", "gone.py"]
    dist_info(site, "my-thing", ["other>=1", "more; extra=='x'"], record)
    dist_info(site, "other", ["my-thing", "third"])
    dist_info(site, "third")
    (site / "thing" / "tests").mkdir(parents=True)
    for name in ("a.py", "tests/t.py"):
        (site / "thing" / name).write_text("")
    monkeypatch.syspath_prepend(str(site))
    assert py_dist.get_dist_dependencies("my-thing") == ["my_thing", "other", "third"]
    assert py_dist.get_dist_dependencies("my-thing", recurse=False) == ["my_thing", "other"]

    path = py_dist.convert_dist("my-thing", str(tmp_path / "repo"), ignore_dirs=["tests"])
    assert path == str(tmp_path / "repo" / "my_thing" / "1.0")
    package = get_package("my_thing", "1.0", paths=[str(tmp_path / "repo")])
    assert package and [str(r) for r in package.requires] == ["other-1+"]
    [variant] = package.iter_variants()
    assert variant.subpath == "python-%d.%d" % sys.version_info[:2]
    assert os.listdir(os.path.join(variant.root, "thing")) == ["a.py"]
