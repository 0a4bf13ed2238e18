"""Definitions of literals: read as running them gives it, or left to the compiler."""
import itertools
import subprocess
import sys

import pytest

from pkgrs.definition import literal
from pkgrs.definition.literal import read_literals

READ = [
    "",
    "\n\n",
    "name = 'foo'\n",
    "name = 'foo'",
    'name = "foo"\n',
    "# -*- coding: utf-8 -*-\n\nname = 'foo'\n\nversion = '1.0'\n",
    "requires = ['a-1', 'b']\nvariants = [\n    ['c', 'd-2'],\n    []\n]\n",
    "requires = [\n'a',\t'b'\n]\n",
    "timestamp = 1600129435\nformat_version = 2\n",
    "a = -1\nb = 1.5\nc = -2.5e3\nd = 1E2\ne = -0\nf = -0.0\n",
    "hashed_variants = True\nrelocatable = None\nb = False\n",
    "config = {'a': {'b': [1, {'c': ''}]}, 'a2': 1.0}\n",
    "twice = {'a': 1, 'b': 2, 'a': 3}\n",
    "a = 1\nb = 2\na = 3\n",
    "description = 'Größe \u2028 und \x85 # no comment = 1'\n",
    'description = "it is"\n',
    "a = ''\n",
    "_private = 1\n",
    "Upper = 1\n",
    "a = 123456789012345678901234567890\n",
    "big = 1e999\n",
]

LEFT = [
    # other statements
    "import os\n", "name = 'foo'\n\ndef commands():\n    pass\n", "'''text'''\nname = 'a'\n", "if True:\n    a = 1\n",
    "a = b = 1\n", "a.b = 1\n", "a, b = 1\n", "a: int = 1\n", "a += 1\n", "a=1\n", "a  = 1\n", "del a\n",
    # other values
    "a = ('b',)\n", "a = {'b'}\n", "a = b'c'\n", "a = u'c'\n", "a = f'c'\n", "a = 1j\n", "a = 0x10\n", "a = 1_000\n",
    "a = +1\n", "a = 1.\n", "a = .5\n", "a = [1, 2,]\n", "a = {1: 2}\n", "a = {'b': True}\n", "a = [None]\n",
    "a = 'b' 'c'\n", "a = ['b' 'c']\n", "a = 'b' + 'c'\n", "a = ['b'][0]\n", "a = 'b'.upper()\n", "a = ...\n",
    "a = \\\n1\n", "a = 'b\\n'\n", "a = '\"'\n", "a = \"it's\"\n", "a = '''b'''\n", 'a = """b"""\n', "a = r'b'\n",
    "a = True or b\n", "a = 'tab\there'\n",
    # what is data in JSON, and a name in Python
    "a = true\n", "a = [false]\n", "a = {'b': null}\n", "a = NaN\n", "a = [Infinity]\n", "a = -Infinity\n", "a = 'true'\n",
    # what else is on a line
    "a = 1  # one\n", "a = 1;\n", "a = 1 \n", "# a = 1\n", "a = 1\n# b = 2\n", "a = 1\r\n", "a = 1\x00\n", "a = 1\x1c\n",
    "\ufeffa = 1\n", "\n # -*- coding: latin-1 -*-\na = 'b'\n", "# -*- coding: utf-8 -*- \na = 1\n", "a = 1\n\f\nb = 2\n",
    # names
    "class = 1\n", "None = 1\n", "True = 1\n", "__name__ = 'a'\n", "__builtins__ = {}\n", "größe = 1\n", "1a = 1\n",
    "a-b = 1\n",
    # errors
    "a = \n", "a =", "a", "a = [\n", "a = 01\n", "a = [01]\n", " a = 1\n", "a = 1\n b = 2\n", "a = 'b\n", "a = 1 2\n",
    "a = ''b'\n", "a = -\n", "a = [,]\n", "a = " + "[" * 100000 + "\n",
]


def run(text):
    names = {}
    exec(compile(text, "text", "exec", dont_inherit=True), names)
    del names["__builtins__"]
    return names


def typed(value):
    """The value, so that different types and orders are different."""
    if isinstance(value, list):
        return [typed(item) for item in value]
    if isinstance(value, dict):
        return [(typed(key), typed(item)) for key, item in value.items()]
    return type(value), repr(value)


@pytest.mark.parametrize("text", READ)
@pytest.mark.parametrize("encode", [str, str.encode], ids=["text", "bytes"])
def test_literals_are_read_as_python_reads_them(text, encode):
    data = read_literals(encode(text))
    assert data is not None
    assert typed(data) == typed(run(encode(text)))


@pytest.mark.parametrize("text", LEFT, ids=lambda text: repr(text[:30]))
def test_all_else_is_left_to_the_compiler(text):
    assert read_literals(text) is None
    assert read_literals(text.encode()) is None


def test_all_else_is_left_to_the_compiler_in_a_process_that_uses_no_json():
    code = "import sys; from pkgrs.definition.literal import read_literals; "\
           "found = [text for text in %r if read_literals(text) is not None]; "\
           "assert 'json.decoder' not in sys.modules; print(found)" % LEFT
    done = subprocess.run([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert done.stdout == "[]\n"


def test_bytes_that_are_no_utf8_are_left_to_the_compiler():
    assert read_literals("a = 'größe'\n".encode("latin-1")) is None


def test_whatever_is_read_is_what_python_reads():
    """Texts of pieces that meet in all ways; few of them are definitions."""
    pieces = ["a = ", "b = ", "'c'", '"', "[", "]", ", ", ": ", "{", "}", "1", "-", ".", "e", "0", "\n", " ", "#", "True", "x"]
    count = 0
    for pieces_chosen in itertools.product(pieces, repeat=3):
        middle = "".join(pieces_chosen)
        for text in ("a = %s\n" % middle, "a = [%s]\n" % middle, "%sb = 1\n" % middle):
            data = read_literals(text)
            if data is not None:
                count += 1
                assert typed(data) == typed(run(text)), text
    assert count > 200


def test_names_met_before_are_not_kept_for_ever():
    for number in range(3 * literal._MOST_NAMES):
        read_literals("name%d = 1\n" % number)
    assert len(literal._names) <= literal._MOST_NAMES
