"""Forms from before Rez 2."""
import pytest

from pkgrs.definition.legacy import (
    convert_old_command_expansions, convert_old_commands, convert_old_variant_handle)

# old command -> what Rez 3.4.0 makes of it
COMMANDS = [
    ("export FOO=bar", "setenv('FOO', 'bar')"),
    ("export PATH=!ROOT!/bin:$PATH", "prependenv('PATH', '{root}/bin')"),
    ("export PATH=$PATH:!ROOT!/x", "appendenv('PATH', '{root}/x')"),
    ("export A=${A}:b", "appendenv('A', 'b')"),
    ("export PATH=/a:/b:$PATH", "prependenv('PATH', '/a:/b')"),
    ("export PATH=$PATH", "setenv('PATH', '$PATH')"),
    ("export PATH=/a:$PATH:/b", "setenv('PATH', '/a:$PATH:/b')"),
    ("export A=b::$A", "prependenv('A', 'b')"),
    ("export A=:$A", "setenv('A', ':$A')"),
    ("export A='x:$A'", "prependenv('A', 'x')"),
    ('export A="$A":b', "setenv('A', '\"$A\":b')"),
    ("export CMAKE_MODULE_PATH=$CMAKE_MODULE_PATH;a;b", "appendenv('CMAKE_MODULE_PATH', 'a;b')"),
    ("export CMAKE_MODULE_PATH=!ROOT!/cmake:$CMAKE_MODULE_PATH", "prependenv('CMAKE_MODULE_PATH', '{root}/cmake')"),
    ("export X=", "setenv('X', '')"),
    ("  export Z=1", "setenv(' export Z', '1')"),
    ('export X="it\'s \\"q\\""', "setenv('X', 'it\\'s \"q\"')"),
    ('export X=\\"a\\"', "setenv('X', '\"a\"')"),
    ("export FOO", "command('export FOO')"),
    ("alias x=foo", "alias('x', 'foo')"),
    ('alias x="a b"', "alias('x', 'a b')"),
    ("alias  x = foo ", "alias('x', 'foo')"),
    ("alias q", "command('alias q')"),
    ("# comment", "comment('comment')"),
    ("#comment", "comment('')"),
    ("source /foo/bar.sh", "command('source /foo/bar.sh')"),
    ('echo \\"hi\\"', "command('echo \"hi\"')"),
    ("", "command('')"),
]


@pytest.mark.parametrize("old, new", COMMANDS)
def test_commands(old, new):
    assert convert_old_commands([old], annotate=False) == new


def test_old_commands_stay_as_comments():
    assert convert_old_commands(["export A='x'", "#"]) == (
        "comment(\"OLD COMMAND: export A='x'\")\nsetenv('A', 'x')\ncomment('OLD COMMAND: #')\ncomment('')")
    assert convert_old_commands([]) == ""


@pytest.mark.parametrize("old, new", [
    ("!VERSION! !MAJOR_VERSION! !MINOR_VERSION!", "{version} {version.major} {version.minor}"),
    ("!BASE!/!ROOT! !USER! !REZ_X!", "{base}/{root} {system.user} !REZ_X!"),
])
def test_expansions(old, new):
    assert convert_old_command_expansions(old) == new


@pytest.mark.parametrize("path, key", [
    ("/x/package.yaml", "filesystem.variant"), ("/x/foo.py", "filesystem.variant.combined")])
def test_variant_handles(path, key):
    old = {"path": path, "variables": {"name": "a", "version": "1", "index": 0, "search_path": "/x", "zoo": 3}}
    assert convert_old_variant_handle(old) == {"key": key, "variables": {
        "repository_type": "filesystem", "name": "a", "version": "1", "index": 0, "location": "/x"}}
