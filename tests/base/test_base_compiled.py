"""Modules from a single file of compiled ones."""
import importlib
import inspect
import json
import os
import py_compile
import subprocess
import sys

import pytest

from pkgrs.base import compiled
from pkgrs.installer.compiled import write

FILES = {
    "made/__init__.py": "where = __file__\n",
    "made/one.py": "'''Doc.'''\nfrom made.inner import two\n\ndef f():\n    return two.value\n",
    "made/inner/__init__.py": "",
    "made/inner/two.py": "value = 2\n",
    "made/bad.py": "def f():\n    raise ValueError\n",
}


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A package, compiled, and its file beside it."""
    monkeypatch.setattr(sys, "pycache_prefix", None)
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
        py_compile.compile(str(path), doraise=True)
    write(str(tmp_path / "file"), str(tmp_path), "made")
    monkeypatch.setattr(sys, "meta_path", list(sys.meta_path))
    yield tmp_path
    for name in [name for name in sys.modules if name == "made" or name.startswith("made.")]:
        del sys.modules[name]


def finder(folder):
    return compiled.CompiledFinder(os.open(str(folder / "file"), os.O_RDONLY), str(folder))


def test_modules_are_as_python_makes_them(folder):
    compiled.use(str(folder / "file"), str(folder))  # the folder is not on sys.path: only the file tells of it
    import made
    from made import bad, one

    assert one.f() == 2 and one.__doc__ == "Doc."
    assert made.__path__ == [str(folder / "made")]
    assert made.where == made.__file__ == str(folder / "made" / "__init__.py")
    assert one.__package__ == "made" and made.__package__ == "made"
    assert one.__cached__.endswith(".pyc") and os.path.dirname(one.__cached__) == str(folder / "made" / "__pycache__")
    assert inspect.getsource(one.f).startswith("def f():")
    with pytest.raises(ValueError) as info:
        bad.f()
    assert str(info.traceback[-1].path) == str(folder / "made" / "bad.py")


def test_the_compiled_files_are_not_read(folder):
    for path in (folder / "made").rglob("*.pyc"):
        path.write_bytes(b"")
    assert finder(folder).find_spec("made.one").loader.get_code("made.one").co_consts[0] == "Doc."


def test_a_moved_folder_is_known_by_its_new_name(folder, tmp_path_factory):
    moved = tmp_path_factory.mktemp("moved") / "there"
    os.rename(str(folder), str(moved))
    code = finder(moved).find_spec("made.one").loader.get_code("made.one")
    assert code.co_filename == str(moved / "made" / "one.py")
    os.rename(str(moved), str(folder))


@pytest.mark.parametrize("change", ["edited", "touched", "removed"])
def test_what_changed_since_is_left_to_python(folder, change):
    path = folder / "made" / "one.py"
    if change == "edited":
        stat = path.stat()
        path.write_text("longer = 'than before, and at the same time' * 20\n")
        os.utime(str(path), ns=(stat.st_atime_ns, stat.st_mtime_ns))
    elif change == "touched":
        os.utime(str(path), (1, 1))
    else:
        path.unlink()
    assert finder(folder).find_spec("made.one") is None
    assert finder(folder).find_spec("made") is not None


def test_modules_that_cannot_be_compiled_are_left_out(folder):
    (folder / "made" / "new.py").write_text("no python")
    (folder / "made" / "one.py").write_bytes(b"'\xff'")
    write(str(folder / "file"), str(folder), "made")
    assert [finder(folder).find_spec(name) is None for name in ("made.new", "made.one", "made.inner.two")] == [
        True, True, False]


def test_what_functions_and_classes_say_about_themselves_is_left_out(folder):
    (folder / "made" / "one.py").write_text(
        '"""Doc."""\nclass A:\n    "Of A."\n    def f(self):\n        "Of f."\n        return "kept"\n')
    write(str(folder / "file"), str(folder), "made")
    compiled.use(str(folder / "file"), str(folder))
    from made import one
    assert (one.__doc__, one.A.__doc__, one.A.f.__doc__, one.A().f()) == ("Doc.", None, None, "kept")
    assert one.A.f.__code__.co_firstlineno == 4


def test_types_of_arguments_are_left_out_of_our_own_functions_only(folder, monkeypatch):
    text = "class A:\n    x: int = 1\n    async def g(self, *a: int, b: str = 'b', **c: int) -> str: return lambda d: d\n" \
           "def f(a: int, /, b: 'str' = 'b') -> int:\n    def inner(c: int): return c\n    return inner\n"
    (folder / "made" / "one.py").write_text(text)
    (folder / "other.py").write_text(text)
    monkeypatch.syspath_prepend(str(folder))
    import other
    write(str(folder / "file"), str(folder), "made", ["other"])
    compiled.use(str(folder / "file"), str(folder))
    from made import one
    assert [f.__annotations__ for f in (one.f, one.f(1), one.A.g)] == [{}, {}, {}]
    assert one.A.__annotations__ == {"x": int} and one.f(1)(3) == 3
    assert str(inspect.signature(one.A.g)) == "(self, *a, b='b', **c)"
    names = {}
    exec(finder(folder).find_spec("other").loader.get_code("other"), names)
    assert names["f"].__annotations__ == other.f.__annotations__ == {"a": int, "b": "str", "return": int}
    del sys.modules["other"]


def test_others_are_none_of_its_business(folder):
    assert finder(folder).find_spec("json") is None


def test_modules_of_python_come_along(folder):
    code = "from pkgrs.installer.compiled import write; import sys; write(sys.argv[1], sys.argv[2], 'made', ['textwrap'])"
    subprocess.run([sys.executable, "-c", code, str(folder / "file"), str(folder)], check=True)
    import textwrap
    spec = finder(folder).find_spec("textwrap")
    assert spec.origin == textwrap.__file__ and spec.loader.get_code("textwrap").co_filename == textwrap.__file__
    assert finder(folder).find_spec("re" if sys.version_info < (3, 11) else "re._parser") is not None
    assert finder(folder).find_spec("marshal") is None


GROUP = ["made", "made.inner", "made.inner.two", "made.one"]


@pytest.fixture
def grouped(folder):
    """The file has a group of modules, of which `made.one` is the last; what Python compiled is gone."""
    write(str(folder / "file"), str(folder), "made", groups=[["made.bad", "made.gone"], GROUP, ["made", "made.one"]])
    for path in (folder / "made").rglob("*.pyc"):
        path.write_bytes(b"")
    return folder


def test_a_group_is_made_when_its_last_module_is_imported(grouped):
    compiled.use(str(grouped / "file"), str(grouped))
    import made
    assert "made.inner.two" not in sys.modules
    from made import one
    assert one.f() == 2 and one.two is sys.modules["made.inner.two"] and made.inner.two is one.two
    assert [name for name in sys.modules if name.startswith("made")] == GROUP


def test_modules_of_a_group_are_as_python_makes_them(grouped):
    compiled.use(str(grouped / "file"), str(grouped))
    from made import one
    two, inner = sys.modules["made.inner.two"], sys.modules["made.inner"]
    assert inspect.getsource(one.f).startswith("def f():") and inspect.getsource(two) == "value = 2\n"
    assert inner.__path__ == [str(grouped / "made" / "inner")] and not hasattr(two, "__path__")
    for module in (two, inner):
        spec = module.__spec__
        assert (spec.name, spec.origin, spec.cached, spec.loader, spec.has_location) == (
            module.__name__, module.__file__, module.__cached__, module.__loader__, True)
    assert (two.__package__, inner.__package__) == ("made.inner", "made.inner")
    assert two.__cached__ == str(grouped / "made" / "inner" / "__pycache__") + (
        "/two.%s.pyc" % sys.implementation.cache_tag)
    (grouped / "made" / "inner" / "two.py").write_text("value = 30\n")
    importlib.reload(two)
    assert one.f() == 30


def test_what_is_imported_already_is_not_made_again(grouped):
    compiled.use(str(grouped / "file"), str(grouped))
    import made.inner.two
    made.inner.two.value = 5
    from made import one
    assert one.f() == 5


def test_a_group_of_which_one_changed_is_not_used(grouped, monkeypatch):
    (grouped / "made" / "inner" / "two.py").write_text("value = 300\n")
    compiled.use(str(grouped / "file"), str(grouped))
    monkeypatch.syspath_prepend(str(grouped))
    from made import one
    assert one.f() == 300


def test_a_package_that_imports_its_modules_comes_before_them(folder):
    (folder / "made" / "inner" / "__init__.py").write_text("order = ['inner']\nfrom made.inner.two import value\n")
    (folder / "made" / "inner" / "two.py").write_text(
        "from made.inner import order\norder.append('two')\nvalue = 2\n")
    for name in ("__init__", "two"):
        py_compile.compile(str(folder / "made" / "inner" / (name + ".py")), doraise=True)
    write(str(folder / "file"), str(folder), "made", groups=[["made", "made.inner.two", "made.inner", "made.one"]])
    compiled.use(str(folder / "file"), str(folder))
    from made import one
    assert one.f() == 2 and sys.modules["made.inner"].order == ["inner", "two"]


def test_an_error_in_a_group_is_that_of_the_import(folder):
    (folder / "made" / "inner" / "two.py").write_text("raise KeyError('no')\n")
    py_compile.compile(str(folder / "made" / "inner" / "two.py"), doraise=True)
    write(str(folder / "file"), str(folder), "made", groups=[GROUP])
    compiled.use(str(folder / "file"), str(folder))
    with pytest.raises(KeyError) as info:
        from made import one  # noqa: F401
    assert [entry.path.name for entry in info.traceback if str(folder) in str(entry.path)] == ["one.py", "two.py"]
    assert "made.inner.two" not in sys.modules and "made.one" not in sys.modules


def test_which_modules_are_imported_together(tmp_path):
    """The program notes the modules of each import, in the order in which they are run."""
    root = os.path.dirname(os.path.dirname(compiled.__file__))
    script = tmp_path / "script"
    script.write_text("import sys\nfrom pkgrs.plugin import manager\nprint(sys.argv, sys.path[0])\nsys.exit(0)\n")
    done = subprocess.run([sys.executable, os.path.join(root, "installer", "imports.py"), str(tmp_path / "found"),
                           str(script), "argument"], stdout=subprocess.PIPE, universal_newlines=True,
                          env={**os.environ, "PYTHONPATH": os.path.dirname(root)})
    assert (done.returncode, done.stdout) == (0, "%r %s\n" % ([str(script), "argument"], tmp_path))
    groups = json.loads((tmp_path / "found").read_text())
    names = [name for group in groups for name in group]
    assert len(names) == len(set(names))
    together = next(group for group in groups if group[-1] == "pkgrs.plugin.manager")
    assert together.index("pkgrs.plugin.paths") < together.index("pkgrs.plugin.types") < len(together) - 1


def test_the_file_of_another_python_is_ignored(folder, monkeypatch):
    monkeypatch.setattr(compiled, "PYTHON", ("cpython-999", 0, 0))
    with pytest.raises(ValueError):
        finder(folder)


@pytest.mark.parametrize("content", [b"", b"abc", b"\xff" * 8, b"\xff" * 7 + b"\0" + b"x" * 30,
                                     b"\x04" + b"\0" * 7 + b"i\0\0\0", b"\x05" + b"\0" * 7 + b"i\0\0\0\0"])
def test_a_damaged_file_is_ignored(folder, content):
    (folder / "file").write_bytes(content)
    before = list(sys.meta_path)
    compiled.use(str(folder / "file"), str(folder))
    assert sys.meta_path == before


def test_damaged_data_is_left_to_python(folder, monkeypatch):
    path = folder / "file"
    data = path.read_bytes()
    path.write_bytes(data[:8 + int.from_bytes(data[:8], "little")] + b"\0" * len(data))
    compiled.use(str(path), str(folder))
    monkeypatch.syspath_prepend(str(folder))
    from made import one
    assert one.f() == 2


def test_no_file_is_no_error(tmp_path):
    before = list(sys.meta_path)
    compiled.use(str(tmp_path / "file"), str(tmp_path))
    assert sys.meta_path == before


def test_a_command_uses_the_file_beside_its_script(tmp_path):
    import pkgrs
    root = os.path.dirname(os.path.dirname(os.path.abspath(pkgrs.__file__)))
    script = tmp_path / "rez-x"
    script.write_text("import sys\nsys.path.insert(1, %r)\nfrom pkgrs.cli.entry import _use_compiled\n_use_compiled()\n"
                      "print([type(f).__name__ for f in sys.meta_path][0])\n" % root)

    def first_finder():
        return subprocess.run([sys.executable, str(script)], stdout=subprocess.PIPE, check=True).stdout.split()[-1]

    assert first_finder() != b"CompiledFinder"
    write(str(tmp_path / ".modules"), root, "pkgrs")
    assert first_finder() == b"CompiledFinder"
