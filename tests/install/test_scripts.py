"""Scripts that find their interpreter relative to themselves."""
import os
import shutil
import subprocess
from pathlib import Path
from typing import List

import pytest

from pkgrs.installer.scripts import entry_point_body, python_body, relative_script, write_script


@pytest.fixture()
def environment(tmp_path: Path) -> Path:
    """A folder like a virtual environment; its interpreter prints what it is called with."""
    root = tmp_path / "env with space"
    (root / "bin" / "rez").mkdir(parents=True)
    (root / "pyvenv.cfg").write_text("")
    write_script(str(root / "bin" / "python"), '#!/bin/sh\necho "$0"\nfor a in "$@"; do echo "[$a]"; done\n')
    write_script(str(root / "bin" / "rez" / "tool"), relative_script("pass\n", 2, "-E"))
    write_script(str(root / "bin" / "pip"), relative_script("pass\n", 1))
    return root


def run(command: List[str], cwd: Path) -> List[str]:
    env = {"PATH": os.environ["PATH"], "CDPATH": str(cwd)}
    return subprocess.run(command, cwd=str(cwd), env=env, stdout=subprocess.PIPE, universal_newlines=True,
                          check=True).stdout.splitlines()


def test_arguments_and_options(environment: Path) -> None:
    tool = str(environment / "bin" / "rez" / "tool")
    assert run([tool, "a b", "", "$x", "*"], environment) == [
        str(environment / "bin" / "python"), "[-E]", "[%s]" % tool, "[a b]", "[]", "[$x]", "[*]"]


def test_one_level(environment: Path) -> None:
    pip = str(environment / "bin" / "pip")
    assert run([pip], environment) == [str(environment / "bin" / "python"), "[%s]" % pip]


@pytest.mark.parametrize("cwd, name", [
    ("bin/rez", "./tool"), ("bin", "rez/tool"), (".", "bin/rez/tool"), ("bin/rez", "../rez/tool"),
    ("lib", "../bin/rez/tool"),
])
def test_relative_names(environment: Path, cwd: str, name: str) -> None:
    (environment / "lib").mkdir()
    python = run([name], environment / cwd)[0]
    assert os.path.realpath(str(environment / cwd / python)) == str(environment / "bin" / "python")


def test_through_sh(environment: Path) -> None:
    assert run(["sh", "tool"], environment / "bin" / "rez")[0] == str(environment / "bin" / "python")


def test_links(environment: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere" / "bin").mkdir(parents=True)
    (tmp_path / "python").write_text("not this one")
    (tmp_path / "elsewhere" / "python").write_text("nor this one")
    link = tmp_path / "elsewhere" / "bin" / "link"
    link.symlink_to(environment / "bin" / "rez" / "tool")
    second = tmp_path / "elsewhere" / "second"
    second.symlink_to("bin/link")
    folder = tmp_path / "elsewhere" / "tools"
    folder.symlink_to(environment / "bin" / "rez")
    for path in (link, second, folder / "tool"):
        assert run([str(path)], tmp_path)[0] == str(environment / "bin" / "python"), path


def test_moved(environment: Path, tmp_path: Path) -> None:
    shutil.move(str(environment), str(tmp_path / "new"))
    new = tmp_path / "new" / "bin"
    assert run([str(new / "rez" / "tool")], tmp_path)[0] == str(new / "python")


def test_as_interpreter_of_another_script(environment: Path, tmp_path: Path) -> None:
    shutil.move(str(environment), str(tmp_path / "env"))
    tool = tmp_path / "env" / "bin" / "rez" / "tool"
    wrapper = tmp_path / "wrapper"
    write_script(str(wrapper), "#!%s\nsome: yaml\n" % tool)
    assert run([str(wrapper), "x"], tmp_path)[1:] == ["[-E]", "[%s]" % tool, "[%s]" % wrapper, "[x]"]


def test_is_python_as_well() -> None:
    names: dict = {}
    exec(compile(relative_script("value = 1\n", 2, "-E"), "tool", "exec"), names)
    assert names["value"] == 1
    compile(entry_point_body("some.module:function"), "tool", "exec")


@pytest.mark.parametrize("text, body", [
    ("#!/env/bin/python\nimport x\n", "import x\n"),
    ("#!/env/bin/python3.11\nimport x\n", "import x\n"),
    ("#!/bin/sh\n'''exec' \"/env/bin/python\" \"$0\" \"$@\"\n' '''\nimport x\n", "import x\n"),
    ("#!/usr/bin/python\nimport x\n", None),
    ("#!/bin/sh\necho\n", None),
    ("", None),
])
def test_body(text: str, body: str) -> None:
    assert python_body(text, "/env/bin") == body
