"""One definition that breaks each rule, with the line that is to be named, and its corrected twin."""
from pathlib import Path
from typing import Dict, List, NamedTuple, Tuple

import pytest

from pkgrs.check.attributes import KNOWN_KEYS, LATE_KEYS
from pkgrs.check.finding import Finding
from pkgrs.check.rules import RULES
from pkgrs.check.run import check
from pkgrs.definition.schema import package_pod_schema
from pkgrs.definition.source import SourceCode

HEAD = 'name = "foo"\nversion = "1.0"\n'  # so that what is added begins in line 3


class Case(NamedTuple):
    rule: str
    bad: str
    line: int
    good: str


def commands(bad: str, good: str, line: int = 4, head: str = "") -> Tuple[str, int, str]:
    return (head + "def commands():\n    " + bad, line + head.count("\n"), head + "def commands():\n    " + good)


PYTHON: List[Case] = [
    Case("syntax", "requires = [", 3, "requires = []"),
    Case("bad-name", 'x = 1\n\nname = "fo o"', 5, ""),
    Case("bad-version", 'x = 1\nversion = "1..0"', 4, ""),
    Case("misspelt-key", '\nrequire = ["a"]', 4, 'requires = ["a"]'),
    Case("misspelt-key", "def comands():\n    pass", 3, "def commands():\n    pass"),
    Case("misspelt-key", "def comand():\n    pass", 3, "def _comand():\n    pass"),
    Case("repeated-key", 'tools = []\n\ntools = ["a"]', 5, 'tools = []\ntools = tools + ["a"]'),
    Case("repeated-key", "def commands():\n    pass\ndef commands():\n    pass", 5, "def commands():\n    pass"),
    Case("bad-type", 'requires = "a-1"', 3, 'requires = ["a-1"]'),
    Case("bad-type", 'variants = [\n    ["a"],\n    "b",\n]', 5, 'variants = [\n    ["a"],\n    ["b"],\n]'),
    Case("bad-type", "requires = [\n    'a',\n    12,\n]", 5, "requires = [\n    'a',\n]"),
    Case("bad-type", 'hashed_variants = "yes"', 3, "hashed_variants = True"),
    Case("bad-type", "tests = {\n    'a': 3,\n}", 4, "tests = {\n    'a': 'pytest',\n}"),
    Case("bad-type", "tests = {\n    'a': {'run_on': 'default'},\n}", 4,
         "tests = {'a': {'command': 'x', 'run_on': 'default'}, 'b': {'command': ['x']}, 'c': ['x']}"),
    Case("bad-type", "help = [['a', 'b'], 'c']", 3, "help = [['a', 'b']]"),
    Case("missing-comma", 'tools = [\n    "a"\n    "b",\n    "c"]', 4, 'tools = [\n    "a",\n    "b" + "c"]'),
    Case("missing-comma", 'variants = [[\n    "a"\n    "b"]]', 4, 'variants = [[\n    "a",\n    "b"]]\ndescription = ("a"\n "b")'),
    Case("not-late", '@late()\ndef variants():\n    return [["a"]]', 4, '@early()\ndef variants():\n    return [["a"]]'),
    Case("decorator-call", "@late\ndef requires():\n    return []", 3, "@late()\ndef requires():\n    return []"),
    Case("test-occasion", "tests = {'a': {\n    'command': 'x',\n    'run_on': ['default', 'preinstall']}}", 5,
         "tests = {'a': {'command': 'x', 'run_on': ['default', 'pre_install']}}"),
    Case("bad-request", 'requires = [\n    "a-1",\n    "b 2"]', 5, 'requires = ["a-1", "b-2"]'),
    Case("bad-request", 'build_requires = ["a=1"]', 3, 'build_requires = ["a==1"]'),
    Case("bad-request", 'version_overrides = {\n    "1..2..": {}}', 4, 'version_overrides = {"1..2": {}}'),
    Case("empty-range", 'requires = [\n    "a-3+<2"]', 4, 'requires = ["a-2+<3"]'),
    Case("empty-range", 'variants = [["a-1"],\n    ["a-3+<2"]]', 4, 'variants = [["a-1"], ["a-2..3"]]'),
    Case("empty-range", "@late()\ndef requires():\n    return ['a-3+<2']", 5, "@late()\ndef requires():\n    return ['a-2+<3']"),
    Case("wildcard", 'requires = ["a-1.*.2"]', 3, 'requires = ["a-1.2.*"]'),
    Case("wildcard", 'requires = ["a-1.2*"]', 3, 'requires = ["a-1.*.*+<*"]'),
    Case("wildcard", "@early()\ndef requires():\n    from rez.package_py_utils import expand_requires\n"
         "    return expand_requires('a-*.1')", 6,
         "@early()\ndef requires():\n    from rez.package_py_utils import expand_requires\n"
         "    return expand_requires('a-1.*')"),
    Case("contradictory-requests", 'requires = [\n    "a-1",\n    "a-2",\n]', 5, 'requires = ["a-1", "b-2"]'),
    Case("contradictory-requests", 'requires = ["a-1"]\nbuild_requires = ["!a-1"]', 4, 'requires = ["a-1"]\nbuild_requires = ["b"]'),
    Case("repeated-request", 'requires = [\n    "a-1+",\n    "a<3",\n]', 5, 'requires = ["a-1+<3"]'),
    Case("self-request", 'requires = ["foo-1"]', 3, 'requires = ["!foo-2"]'),
    Case("unreachable-variant", 'requires = ["a-1"]\nvariants = [\n    ["a-1.2"],\n    ["a-2"]]', 6,
         'requires = ["a-1"]\nvariants = [["a-1.2"], ["a-1.3"]]'),
    Case("unreachable-variant", 'variants = [["a-1", "a-2"]]', 3, 'variants = [["a-1", "b-2"]]'),
    Case("repeated-variant", 'variants = [\n    ["a-1"],\n    ["a-1"]]', 5, 'variants = [["a-1"], ["a-2"]]'),
    Case("variant-path", 'variants = [["a-1+<2"]]', 3, 'hashed_variants = True\nvariants = [["a-1+<2"]]'),
    Case("variant-path", 'variants = [["a-1"],\n    ["!a-2"]]', 4, 'hashed_variants = True\nvariants = [["a-1"], ["!a-2"]]'),
    Case("late-import", "import os\n@late()\ndef tools():\n    return os.listdir('.')", 6,
         "@late()\ndef tools():\n    import os\n    return os.listdir('.')"),
    Case("late-import", *commands("env.A = str(sys.path)", "import sys\n    env.A = str(sys.path)", head="import sys\n")),
    Case("late-name", *commands("env.A = STEP", "env.A = this._STEP", head="STEP = _STEP = 1\n")),
    Case("late-name", "def helper():\n    pass\n@late()\ndef tools():\n    return helper()", 7,
         "def helper():\n    pass\n@late()\ndef tools():\n    def helper():\n        pass\n    return helper()"),
    Case("unknown-name", *commands("setenvv('A', '1')", "setenv('A', '1')")),
    Case("unknown-name", *commands("build.source_path", "system.platform")),
    Case("unknown-attribute", *commands("env.A = this.vresion", "env.A = this.version")),
    Case("unknown-attribute", *commands("env.A = '{this.roott}/a'", "env.A = '{this.root}/a'")),
    Case("unknown-attribute", *commands("if version.mayor > 2: stop('x')", "if version.major > 2: stop('x')")),
    Case("unknown-attribute", *commands("env.A = '{this.version.mayor}'", "env.A = '{this.version.major}'")),
    Case("unknown-attribute", *commands("env.PATH.apend('{root}')", "env.PATH.append('{root}')")),
    Case("unknown-field", *commands("env.A = '{rot}/a'", "env.A = '{root}/a'")),
    Case("unknown-field", *commands("alias('a', '{self.root}/a')", "alias('a', '{this.root}/a')")),
    Case("unknown-field", *commands("env.A = '{root}/{show}'", "show = 'x'\n    env.A = '{root}/{show}'")),
    Case("unknown-field", 'commands = """\nenv.A = "1"\nenv.B = "{rot}"\n"""', 5, 'commands = """\nenv.B = "{root}"\n"""'),
    Case("unknown-field", 'commands = "env.A = \'1\'\\nenv.B = \'{rot}\'"', 3, 'commands = "env.B = \'{root}\'"'),
    Case("syntax", 'commands = """\nenv.A = "1"\nenv.B = (\n"""', 5, 'commands = """\nenv.B = ()\n"""'),
    Case("overwritten-path", *commands("env.PYTHONPATH = '{root}'", "env.PYTHONPATH.append('{root}')")),
    Case("overwritten-path", *commands("setenv('PATH', '{root}/bin')", "resetenv('PATH', '{root}/bin')")),
    Case("overwritten-path", *commands("env['MAYA_MODULE_PATH'] = '/a'", "env.MAYA_MODULE_PATH.unset()\n    env.MAYA_MODULE_PATH = '/a'")),
    Case("joined-by-hand", *commands("env.PATH.append('{root}/a:{root}/b')", "env.PATH.append('{root}/a')")),
    Case("joined-by-hand", *commands("env.A_PATH.append(expandvars('{root}/a;{root}/b'))", "env.A_HOST = '{root}:{base}'")),
    Case("joined-by-hand", *commands("env.PATH = '{root}:$PATH'", "env.PATH.prepend('{root}')")),
    Case("joined-by-hand", *commands("env.A_PATH = '{root}:{env.A_PATH}'", "env.A_URL = 'https://a/b:80/c'")),
    Case("missing-separator", *commands("env.CFLAGS.append('-g')", "env.CFLAGS = '-g'")),
    Case("env-operator", *commands("env.PATH += ':a'", "env.PATH.append('a')")),
    Case("os-environ", *commands("import os\n    os.environ['A'] = '1'", "env.A = '1'", line=5)),
]

YAML: List[Case] = [
    Case("syntax", "requires: [a\n", 4, "requires: [a]\n"),
    Case("syntax", "commands: |\n  env.A = '1'\n  env.B = (\n", 5, "commands: |\n  env.A = '1'\n"),
    Case("repeated-key", "tools: [a]\ntools: [b]\n", 4, "tools: [b]\n"),
    Case("misspelt-key", "variant:\n- [a]\n", 3, "variants:\n- [a]\n"),
    Case("bad-type", "requires:\n- a-1\n- 2\n", 5, "requires:\n- a-1\n"),
    Case("empty-range", "requires:\n- a-1\n- b-3+<2\n", 5, "requires:\n- a-1\n- b-2+<3\n"),
    Case("unknown-field", "commands: |\n  env.A = '1'\n  env.B = '{rot}'\n", 5, "commands: |\n  env.B = '{root}'\n"),
    Case("unknown-name", "commands: setenvv('A', '1')\n", 3, "commands: setenv('A', '1')\n"),
    Case("variant-path", "variants:\n- [a-1]\n- ['a<2']\n", 5, "hashed_variants: true\nvariants:\n- [a-1]\n- ['a<2']\n"),
]

# rule -> files of a repository that breaks it (a path that ends with / is a folder), where it is told, what corrects it
FOO, BAR = "foo/1.0/package.py", "bar/1.0/package.py"
GOOD = HEAD
FOLDERS: List[Tuple[str, Dict[str, str], str, Dict[str, str]]] = [
    ("missing-name", {FOO: "version = '1.0'\n"}, FOO + ":1", {FOO: GOOD}),
    ("no-mapping", {"foo/1.0/package.yaml": "- a\n"}, "foo/1.0/package.yaml:1", {"foo/1.0/package.yaml": "name: foo\nversion: '1.0'\n"}),
    ("bad-type", {"foo/1.0/package.yaml": "name: foo\nversion: 1.0\n"}, "foo/1.0/package.yaml:2",
     {"foo/1.0/package.yaml": "name: foo\nversion: '1.0'\n"}),
    ("bad-name", {"fo o/1.0/package.py": GOOD}, "fo o", {FOO: GOOD}),
    ("name-folder", {BAR: GOOD, FOO: GOOD}, BAR + ":1", {FOO: GOOD}),
    ("name-folder", {"bar/package.py": "name = 'foo'\n"}, "bar/package.py:1", {"bar/package.py": GOOD + "requires = ['a-1.*']\n"}),
    ("left-over", {"in/foo/package.py": "name = 'foo'\n", "in/bar/package.py": "name = 'bar'\n", "_tmp-x-" + 32 * "0": ""},
     "_tmp-x-" + 32 * "0", {"in/foo/package.py": "name = 'foo'\n", "in/bar/package.py": "name = 'bar'\n"}),
    ("wildcard", {"foo/package.py": "name = 'foo'\nrequires = ['a-1.*']\nformat_version = 2\n"}, "foo/package.py:2",
     {"foo/package.py": "name = 'foo'\nrequires = ['a-1.*']\n"}),
    ("version-folder", {"foo/2.0/package.py": GOOD}, "foo/2.0/package.py:2", {FOO: GOOD}),
    ("wildcard", {FOO: GOOD + "requires = ['a-1.*']\n"}, FOO + ":3", {FOO: GOOD + "requires = ['a-1.2']\n"}),
    ("two-definitions", {FOO: GOOD, "foo/1.0/package.yaml": "name: foo\n"}, "foo/1.0", {FOO: GOOD}),
    ("no-definition", {FOO: GOOD, "foo/2.0/lib/a": ""}, "foo/2.0", {FOO: GOOD, "foo/2.0/lib/a": "", "foo/.ignore2.0": ""}),
    ("hidden-versions", {FOO: GOOD, "foo/package.py": "name = 'foo'\n"}, "foo/package.py", {"foo/package.py": "name = 'foo'\n"}),
    ("empty-family", {FOO: GOOD, "bar/": ""}, "bar", {FOO: GOOD}),
    ("unfinished", {FOO: GOOD, "foo/.building2.0": ""}, "foo/.building2.0", {FOO: GOOD}),
    ("ignored-missing", {FOO: GOOD, "foo/.ignore2.0": ""}, "foo/.ignore2.0", {FOO: GOOD, "foo/.ignore1.0": ""}),
    ("stale-lock", {FOO: GOOD, ".lock.foo-1.0.lock": ""}, ".lock.foo-1.0.lock", {FOO: GOOD}),
    ("left-over", {FOO: GOOD, "foo/_tmp-1.0-" + 32 * "0" + "/x": ""}, "foo/_tmp-1.0-" + 32 * "0", {FOO: GOOD}),
    ("missing-tool", {FOO: GOOD + "tools = ['foo']\ndef commands():\n    env.PATH.append('{root}/bin')\n", "foo/1.0/bin/food": ""},
     FOO + ":3", {FOO: GOOD + "tools = ['foo']\ndef commands():\n    env.PATH.append('{root}/bin')\n", "foo/1.0/bin/foo": ""}),
    ("missing-tool", {FOO: GOOD + "tools = ['foo']\nvariants = [['a-1']]\ndef commands():\n    env.PATH.append('{root}/bin')\n",
                      "foo/1.0/a-1/bin/food": ""},
     FOO + ":3", {FOO: GOOD + "tools = ['foo']\ndef commands():\n    env.PATH.append('/opt/bin')\n"}),
]


def write(folder: Path, files: Dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        if name.endswith("/"):
            path.mkdir(parents=True)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
    return folder


def found(path: Path) -> List[Finding]:
    report = check([str(path)])
    assert report.problems == []
    return report.findings


def summary(findings: List[Finding], folder: Path) -> List[Tuple[str, str]]:
    result = []
    for one in findings:
        where = str(Path(one.path).relative_to(folder))
        result.append((one.rule, "%s:%d" % (where, one.line) if one.line else where))
    return result


@pytest.mark.parametrize("case", PYTHON, ids=["%s-%d" % (case.rule, i) for i, case in enumerate(PYTHON)])
def test_python(case: Case, tmp_path: Path) -> None:
    folder = write(tmp_path, {"package.py": HEAD + case.bad + "\n"})
    expected = [(case.rule, "package.py:%d" % case.line)]
    assert [pair for pair in summary(found(folder), folder) if pair[0] != "repeated-key" or case.rule == "repeated-key"] == expected
    folder = write(tmp_path / "good", {"package.py": HEAD + case.good + "\n"})
    assert found(folder) == []


@pytest.mark.parametrize("case", YAML, ids=["%s-%d" % (case.rule, i) for i, case in enumerate(YAML)])
def test_yaml(case: Case, tmp_path: Path) -> None:
    folder = write(tmp_path, {"package.yaml": "name: foo\nversion: '1.0'\n" + case.bad})
    assert summary(found(folder), folder) == [(case.rule, "package.yaml:%d" % case.line)]
    folder = write(tmp_path / "good", {"package.yaml": "name: foo\nversion: '1.0'\n" + case.good})
    assert found(folder) == []


@pytest.mark.parametrize("rule, bad, where, good", FOLDERS, ids=["%s-%d" % (case[0], i) for i, case in enumerate(FOLDERS)])
def test_folders(rule: str, bad: Dict[str, str], where: str, good: Dict[str, str], tmp_path: Path) -> None:
    folder = write(tmp_path / "bad", bad)
    assert summary(found(folder), folder) == [(rule, where)]
    assert found(write(tmp_path / "good", good)) == []


def test_unknown_family(tmp_path: Path) -> None:
    folder = write(tmp_path, {FOO: GOOD + "requires = [\n    'bar', '!none',\n    'bra-1',\n    '.eph-1',\n]\n",
                              BAR: "name = 'bar'\nversion = '1.0'\n"})
    assert found(folder) == []
    report = check([str(folder)], families=set())
    assert summary(report.findings, folder) == [("unknown-family", FOO + ":5")]
    assert check([str(folder)], families={"bra"}).findings == []


def test_each_rule_has_a_case() -> None:
    tried = {case.rule for case in PYTHON + YAML} | {case[0] for case in FOLDERS} | {"unknown-family"}
    assert tried == set(RULES)


def test_late_keys_are_those_of_the_schema() -> None:
    late = set()
    for key, schema in package_pod_schema._schema.items():
        if isinstance(key._schema, str):
            try:
                if key._schema not in ("revision", "previous_revision") and not key._schema.endswith("commands"):
                    type(package_pod_schema)(schema).validate(SourceCode("pass"))
                    late.add(key._schema)
            except Exception:
                pass
    assert late == LATE_KEYS
    assert late <= KNOWN_KEYS
