"""The index of definitions: it may only ever make things faster."""
import marshal
import os
import subprocess
import sys

import pytest

from pkgrs.cache import user_files
from pkgrs.cache.user_files import is_settled
from pkgrs.definition import index as module
from pkgrs.definition import load as loading
from pkgrs.definition.bucket import COUNT, bucket_number, digest
from pkgrs.definition.index import DefinitionIndex, definition_index, is_static
from pkgrs.definition.load import FileFormat, load_definition
from pkgrs.definition.source import SourceCode, SourceCodeExecError


@pytest.fixture
def reads(monkeypatch):
    """Paths of the definition files that were really read."""
    paths = []
    real = loading._read

    def read(path):
        paths.append(path)
        return real(path)

    monkeypatch.setattr(loading, "_read", read)
    return paths


@pytest.fixture
def definition(tmp_path):
    def write(text, version="1.0", name="package.py"):
        folder = tmp_path / "packages" / "foo" / version
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / name
        path.write_text(text)
        return str(path)

    return write


def forget(own_index):
    """Be another process, which has the files only."""
    own_index.flush()
    own_index.forget_read()


STATIC = [
    "name = 'x'\nversion = '1'\nrequires = ['a', 'b']\nn = -1\nt = (1, 2.5, None, True)\nd = {'a': {1: [2]}}\n",
    "name = 'a' 'b'\nx = name\ny = 'a%s' % name\n",
    "'docstring'\nname = 'x'\ndef commands():\n    env.X = 1\n",
    "def helper():\n    return 1\ndef pre_build_commands(): pass\n",
    "x = b'bytes'\ny = {1, 'a'}\nz = [1j, (...,)]\nv = [z, z]\n",
]
DYNAMIC = [
    "import os\n",
    "from os import path\n",
    "version = str(1)\n",
    "version = 'a'.upper()\n",
    "def f():\n    return 1\nversion = f()\n",
    "@early()\ndef version(): return '1'\n",
    "@late()\ndef tools(): return []\n",
    "with scope('config') as c:\n    c.x = 1\n",
    "class A: pass\n",
]


@pytest.mark.parametrize("text", STATIC)
def test_data_and_functions_are_static(text):
    assert is_static(compile(text, "package.py", "exec"))


@pytest.mark.parametrize("text", DYNAMIC)
def test_calls_and_imports_are_not(text):
    assert not is_static(compile(text, "package.py", "exec"))


@pytest.mark.parametrize("text", STATIC)
def test_second_time_from_the_index(own_index, definition, reads, text):
    path = definition(text)
    first = load_definition(path)
    forget(own_index)
    second = load_definition(path)
    assert second == first and list(second) == list(first)
    assert len(reads) == 1


@pytest.mark.parametrize("text", DYNAMIC + ["def preprocess(this, data): pass\n"])
def test_dynamic_definitions_are_read_each_time(own_index, definition, reads, text):
    path = definition(text)
    load_definition(path)
    forget(own_index)
    load_definition(path)
    assert len(reads) == 2


def test_source_code_comes_back(own_index, definition):
    path = definition("def commands():\n    env.X = 1\n")
    first = load_definition(path)["commands"]
    forget(own_index)
    second = load_definition(path)["commands"]
    for name in ("source", "funcname", "filepath", "eval_as_function", "decorators", "sourcename", "evaluated_code"):
        assert getattr(second, name) == getattr(first, name), name
    assert isinstance(second, SourceCode)


COMMANDS = "def commands():\n    env.X = 1\ndef post_commands():\n    raise ValueError(env)\n"


def test_compiled_code_is_kept(own_index, definition, monkeypatch):
    path = definition(COMMANDS)
    first = load_definition(path)["commands"].compiled
    load_definition(path)["post_commands"].compiled
    forget(own_index)
    monkeypatch.setattr("builtins.compile", None)
    data = load_definition(path)
    assert data["commands"].compiled == first and data["commands"].compiled.co_filename == first.co_filename
    with pytest.raises(SourceCodeExecError, match="(?s)post_commands.*line 2.*ValueError: 5"):
        data["post_commands"].exec_({"env": 5})


def test_kept_code_is_that_of_the_definition_as_it_is(own_index, definition):
    path = definition(COMMANDS)
    load_definition(path)["commands"].compiled
    forget(own_index)
    definition(COMMANDS.replace("env.X = 1", "env.Y = 2"))
    names = {"env": type("Env", (), {})()}
    load_definition(path)["commands"].exec_(names)
    assert vars(names["env"]) == {"Y": 2}


@pytest.mark.parametrize("damage", [b"", b"N", b"\xff", marshal.dumps([1])])
def test_damaged_code_is_compiled_anew(own_index, definition, damage):
    path = definition(COMMANDS)
    code = load_definition(path)["commands"].compiled
    for entries in own_index._groups.values():
        for name, entry in entries.items():
            if "\n" in name:
                entries[name] = (entry[0], damage)
    assert load_definition(path)["commands"].compiled == code


def test_yaml_is_kept(own_index, definition, monkeypatch):
    path = definition("name: x\nrequires: [a]\n", name="package.yaml")
    first = load_definition(path, FileFormat.yaml)
    forget(own_index)
    monkeypatch.setattr("yaml.load", None)
    assert load_definition(path, FileFormat.yaml) == first == {"name": "x", "requires": ["a"]}


def test_each_load_gives_data_of_its_own(own_index, definition):
    path = definition("requires = ['a']\n")
    load_definition(path)
    load_definition(path)["requires"].append("b")
    assert load_definition(path) == {"requires": ["a"]}


@pytest.mark.parametrize("change", ["content", "same size", "replaced", "touched"])
def test_a_change_is_seen(own_index, definition, reads, change):
    path = definition("name = 'x'\n")
    load_definition(path)
    forget(own_index)
    status = os.stat(path)
    if change == "content":
        definition("name = 'longer'\n")
    elif change == "same size":
        definition("name = 'y'\n")
    elif change == "replaced":
        with open(path + "2", "w") as stream:
            stream.write("name = 'z'\n")
        os.utime(path + "2", ns=(status.st_atime_ns, status.st_mtime_ns))
        os.replace(path + "2", path)
    else:
        os.utime(path, (1, 1))
    data = load_definition(path)
    assert data == loading._load_python(open(path, "rb").read(), path)[0]
    assert len(reads) == 2


def test_a_removed_file_is_missed(own_index, definition):
    path = definition("name = 'x'\n")
    load_definition(path)
    os.remove(path)
    with pytest.raises(FileNotFoundError):
        load_definition(path)


def test_a_file_just_written_is_not_kept(own_index, definition, monkeypatch):
    monkeypatch.setattr(user_files, "_SETTLED_SECONDS", 5)
    path = definition("name = 'x'\n")
    assert not is_settled(os.stat(path))
    load_definition(path)
    own_index.flush()
    assert own_index.files() == []


def corrupt(path, how):
    with open(path, "rb") as stream:
        content = stream.read()
    changed = {
        "empty": b"",
        "truncated": content[:-3],
        "flipped": content[:-5] + bytes([content[-5] ^ 1]) + content[-4:],
        "foreign": b"something else",
        "other interpreter": content.replace(module._MAGIC, module._MAGIC[:-2] + b"0\n"),
        "no dictionary": module._MAGIC + _sealed(marshal.dumps([1])),
        "no size": module._MAGIC,
    }[how]
    os.chmod(path, 0o600)
    with open(path, "wb") as stream:
        stream.write(changed)


def _sealed(body):
    return digest(body) + len(body).to_bytes(4, "big") + body


@pytest.mark.parametrize("how", ["empty", "truncated", "flipped", "foreign", "other interpreter", "no dictionary", "no size"])
def test_a_corrupt_index_is_as_none(own_index, definition, reads, how):
    path = definition("name = 'x'\n")
    load_definition(path)
    forget(own_index)
    corrupt(own_index.files()[0], how)
    assert load_definition(path) == {"name": "x"}
    assert len(reads) == 2
    forget(own_index)
    load_definition(path)
    assert len(reads) == 2  # it was mended


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="permissions")
def test_an_index_that_others_can_write_is_not_trusted(own_index, definition, reads):
    path = definition("name = 'x'\n")
    load_definition(path)
    forget(own_index)
    os.chmod(own_index.files()[0], 0o666)
    load_definition(path)
    assert len(reads) == 2


def test_nowhere_to_write(definition, reads, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv(module.SETTING, str(tmp_path / "file" / "index"))
    monkeypatch.setattr(user_files, "_SETTLED_SECONDS", -1)
    path = definition("name = 'x'\n")
    load_definition(path)
    definition_index().flush()
    assert not definition_index().writable
    assert load_definition(path) == {"name": "x"}


@pytest.mark.parametrize("setting", ["off", "OFF", "0", "relative/path"])
def test_switched_off(setting, definition, monkeypatch, reads):
    monkeypatch.setenv(module.SETTING, setting)
    assert definition_index() is None
    path = definition("name = 'x'\n")
    load_definition(path)
    load_definition(path)
    assert len(reads) == 2


def test_on_by_default_in_the_cache_folder(monkeypatch, tmp_path):
    monkeypatch.delenv(module.SETTING, raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(module, "_indexes", {})
    if sys.platform.startswith("linux"):
        assert definition_index().folder == str(tmp_path / "pkgrs" / "definitions")


def test_processes_add_to_each_other(own_index, definition, reads):
    paths = [definition("name = 'x%s'\n" % version, version) for version in "123"]
    other = DefinitionIndex(own_index.folder)
    load_definition(paths[0])
    other.add(paths[1], os.stat(paths[1]), {"name": "x2"})
    own_index.flush()
    other.flush()
    forget(own_index)
    for path in paths[:2]:
        load_definition(path)
    assert reads == [paths[0]]


def test_families_of_one_file_are_kept_apart(own_index, tmp_path):
    names = [name for name in ("f%d" % number for number in range(500)) if bucket_number(name) == 7][:3]
    folders = [str(tmp_path / "packages" / name) for name in names]
    for folder in folders:
        os.makedirs(os.path.join(folder, "1"))
        path = os.path.join(folder, "1", "package.py")
        with open(path, "w") as stream:
            stream.write("name = 'x'\n")
        load_definition(path)
        forget(own_index)
    assert len(own_index.files()) == 1
    assert sorted(group for group, _ in own_index.groups()) == sorted(folders)
    own_index.remove(folders[:1])
    assert sorted(group for group, _ in own_index.groups()) == sorted(folders[1:])
    assert list(own_index.entries(folders[1])) == ["1/package.py"]
    own_index.remove(folders)
    assert own_index.files() == []


def test_entries_of_removed_packages_go(own_index, definition):
    paths = [definition("name = 'x'\n", version) for version in "12"]
    load_definition(paths[0])
    forget(own_index)
    os.remove(paths[0])
    load_definition(paths[1])
    forget(own_index)
    assert list(own_index._read(os.path.dirname(os.path.dirname(paths[0])))) == ["2/package.py"]


def test_many_entries_are_written_before_the_end(own_index, tmp_path):
    for number in range(module._FLUSH_ENTRIES + 1):
        folder = tmp_path / "packages" / ("p%d" % number) / "1"
        folder.mkdir(parents=True)
        (folder / "package.py").write_text("name = 'x'\n")
        load_definition(str(folder / "package.py"))
    assert len(own_index.groups()) >= module._FLUSH_ENTRIES
    assert len(own_index.files()) == COUNT


def test_written_at_the_end_of_a_process(definition, tmp_path):
    path = definition("name = 'x'\n")
    os.utime(path, (1, 1))
    code = ("import sys; from pkgrs.cache import user_files; from pkgrs.definition import index, load; user_files._SETTLED_SECONDS = -1; "
            "load.load_definition(sys.argv[1])")
    environ = dict(os.environ, PKG_DEFINITION_INDEX=str(tmp_path / "index"), PYTHONPATH=os.pathsep.join(sys.path))
    subprocess.run([sys.executable, "-c", code, path], check=True, env=environ)
    assert len(DefinitionIndex(str(tmp_path / "index")).files()) == 1


def test_clear(own_index, definition):
    load_definition(definition("name = 'x'\n"))
    own_index.flush()
    with open(own_index.files()[0] + ".123.tmp", "w"):
        pass  # a process was killed
    assert own_index.clear() == 2
    assert not [name for _, _, names in os.walk(own_index.folder) for name in names]
