"""Helpers for the code of definitions. Expected values were recorded from Rez 3.4.0."""
import sys

import pytest

from pkgrs.errors import InvalidPackageError, PackageRequestError
from pkgrs.package.helpers import exec_command, exec_python, expand_requirement, expand_requires, find_site_python
from pkgrs.version.common import VersionError

VERSIONS = {
    "python": ("2.6.8", "2.7.12", "3.7"),
    "boost": ("1.55.0", "1.56.1"),
    "weird": ("1", "1.2", "1.2.3", "1.10", "2.0alpha.1"),
    "foo_bar": ("1.0",),
    "nov": ("",),
}

EXPANDED = """
python          python
python-2        python-2
python-2.*      python-2.7
python-2.**     python-2.7.12
python-*        python-3
python-**       python-3.7
python-*.*.*.*  python-3.7
python-2.7.12.* python-2.7.12
python-2.7.12.** python-2.7.12
python==2.*     python==2.7
python==**      python==3.7
python-2.*+     python-2.7+
python-2.*+<3   python-2.7+<3
python-*+<**    python-3+<3.7
python-2.*|3.*  python-2.7|3.7
python-2.*..3.* python-2.7..3.7
python<*        python<3
python>=2.*     python-2.7+
python>*        python>3
python-9.*      python-9
python-9.**     python-9
!python-*       !python-3
!python-2.**    !python-2.7.12
~python-**      ~python-3.7
!python==2.7.** !python==2.7.12
python>=2.6.*,<3.* python-2.6.8+<3.7
python-2.*.*    python-2.7.12
boost-1.*       boost-1.56
boost-1.**      boost-1.56.1
weird-1.*       weird-1.10
weird-1.2.*     weird-1.2.3
weird-**        weird-2.0alpha.1
weird-2.*       weird-2.0alpha
weird-1.*|2.*   weird-1.10|2.0alpha
foo_bar-**      foo_bar-1.0
python*         python*
*               *
.eph~*          .eph~*
python-_1_      python-_1_
"""

# Rez fails with an IndexError on these.
DROPPED = [
    ("nope-*", "nope"), ("nope-**", "nope"), ("nope==*", "nope"), ("!nope-*", "!nope"), ("~nope-*+", "~nope"),
    ("nov-*", "nov"), ("nov-**", "nov"),
]


@pytest.fixture(scope="module")
def paths(tmp_path_factory):
    root = tmp_path_factory.mktemp("packages")
    for name, versions in VERSIONS.items():
        for version in versions:
            folder = root / name / version
            folder.mkdir(parents=True, exist_ok=True)
            (folder / "package.py").write_text("name = %r\n" % name + ("version = %r\n" % version if version else ""))
    return [str(root)]


@pytest.mark.parametrize("request_, expected", [line.split() for line in EXPANDED.split("\n") if line] + DROPPED)
def test_expand(paths, request_, expected):
    assert expand_requirement(request_, paths=paths) == expected


@pytest.mark.parametrize("request_, part", [
    ("python-2.*alpha", "'2.*alpha'"), ("python-a*", "'a*'"), ("python-*a", "'*a'"), ("python-*.7", "'*.7'"),
    ("python-2.7*", "'2.7*'"), ("python-2.*_1", "'2.*_1'"), ("python-_*", "'_*'"), ("python-***", "'***'"),
    ("python-2.*,3", "'2.*,3'"), ("python-**.*", "'**.*'"),
])
def test_misplaced_wildcards(paths, request_, part):
    with pytest.raises(VersionError) as info:
        expand_requirement(request_, paths=paths)
    assert str(info.value).startswith("Syntax error in version range %s" % part)


@pytest.mark.parametrize("request_", ["-*", ".eph-1.*", "a b-*"])
def test_bad_names(paths, request_):
    with pytest.raises(PackageRequestError, match="^Not a valid package name: "):
        expand_requirement(request_, paths=paths)


def test_token_like_text_is_kept(paths):
    assert expand_requirement("python-_w0_|2.*", paths=paths) == "python-_w0_|2.7"


def test_expand_requires(paths, settings):
    settings(packages_path=paths)
    assert expand_requires() == []
    assert expand_requires("python-*", "boost-**") == ["python-3", "boost-1.56.1"]


def test_exec_command():
    assert exec_command("x", ["sh", "-c", "echo out; echo err >&2"]) == ("out", "err")
    with pytest.raises(InvalidPackageError, match="^Error determining package attribute 'x':\nerr\n$"):
        exec_command("x", ["sh", "-c", "echo err >&2; exit 3"])


def test_exec_python():
    assert exec_python("x", ["import sys", "print(6 * 7)"], executable=sys.executable) == "42"
    assert exec_python("x", "print(1)", executable=sys.executable) == "1"
    with pytest.raises(InvalidPackageError, match="ZeroDivisionError"):
        exec_python("x", ["1/0"], executable=sys.executable)


def test_find_site_python(world, monkeypatch, tmp_path):
    sites = tmp_path / "sites"
    (sites / "somemodule").mkdir(parents=True)
    (sites / "somemodule" / "__init__.py").write_text("")
    monkeypatch.setenv("PYTHONPATH", str(sites))
    tools = tmp_path / "bin"
    tools.mkdir()
    (tools / "python").symlink_to(sys.executable)
    monkeypatch.setenv("PATH", str(tools), prepend=":")

    world.add("python", "3.7", "_site_paths = ['/nowhere']\n")
    with pytest.raises(InvalidPackageError, match="^Failed to find python installation containing the module"):
        find_site_python("somemodule")
    world.add("python", "3.8", "_site_paths = [%r]\n" % str(sites))
    assert find_site_python("somemodule", paths=[world.path]).qualified_name == "python-3.8"
    with pytest.raises(InvalidPackageError, match="^Failed to find installed python module 'nomodule'"):
        find_site_python("nomodule")
