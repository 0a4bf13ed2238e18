"""Text: variables, quoting, columns, units, times, format strings, lists."""
import os
import re
import textwrap
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pkgrs.base import text
from pkgrs.base.base26 import create_unique_base26_symlink, get_next_base26
from pkgrs.base.format import StringFormatMixin, StringFormatType
from pkgrs.base.object_formatter import ObjectStringFormatter
from pkgrs.base.lists import (
    dedup, find_last_sublist, get_close_matches, get_close_pkgs, is_non_string_iterable, resolve_variant_indices,
)
from pkgrs.errors import PackageRequestError


@pytest.mark.parametrize("name", ["foo", "foo.bah", "_", "0", "foo_1", "a.b.c", "Foo"])
def test_valid_package_names(name):
    assert text.is_valid_package_name(name)


@pytest.mark.parametrize("name", ["", ".", "foo.", "foo..b", "-1", "foo-1", "!foo", "f@o", "foo\n", "é", "__pycache__"])
def test_invalid_package_names(name):
    assert not text.is_valid_package_name(name)
    with pytest.raises(PackageRequestError, match="Not a valid package name: "):
        text.is_valid_package_name(name, raise_error=True)


@pytest.mark.parametrize("value, options, expected", [
    (["a", "b c"], {}, 'a "b c"'),
    (["$x", "it's", "", "`x`", "a*"], {}, '"$x" "it\'s" \'\' `x` "a*"'),
    (["a b", "$x"], {"enclose_with": "'"}, "'a b' '$x'"),
    (["a$b", "plain"], {"replacements": [(re.compile("b"), "Q"), ("$", "\\$")]}, '"a\\$Q" plain'),
    (["a b", "c"], {"unsafe_regex": lambda arg: arg == "c"}, 'a b "c"'),
    ("abc", {}, "abc"),
    (None, {}, "None"),
    ((), {}, ""),
])
def test_shlex_join(value, options, expected):
    assert text.shlex_join(value, **options) == expected


@pytest.mark.parametrize("source, expected", [
    ("$A", "1"), ("${A}", "1"), ("$AB", "x"), ("$ZZ ${ZZ}", "$ZZ ${ZZ}"), ("$A$B", "12"), ("a${A}b$E", "a1b"),
    ("${A", "${A"), ("${}", "${}"), ("$", "$"), ("%A%", "%A%"), ("\\$A", "\\1"),
])
def test_expandvars(source, expected):
    assert text.expandvars(source, {"A": "1", "B": "2", "AB": "x", "E": ""}) == expected


def test_expandvars_of_this_process(monkeypatch):
    monkeypatch.setenv("SOME_VARIABLE", "value")
    assert text.expandvars("<$SOME_VARIABLE>") == "<value>"


@pytest.mark.skipif(os.name != "posix", reason="other separators")
@pytest.mark.parametrize("source, expected", [
    ("~", "/h"), ("~/x", "/h/x"), ("a ~/b", "a /h/b"), ("a:~/b", "a:/h/b"), ("~foo", "~foo"), ("x=~/a", "x=~/a"),
    ("~;~/x", "/h;~/x"), ("/~/x", "/~/x"), ("a~", "a~"),
])
def test_expanduser(monkeypatch, source, expected):
    monkeypatch.setenv("HOME", "/h")
    assert text.expanduser(source) == expected


@pytest.mark.parametrize("source, expected", [
    ("hello {d}", "hello {dude}"), ("{h} {t}", "{hey} {t}"), ("{x}", "{x}"), ("{d.x} {d!r}", "{d.x} {d!r}"),
    ("{du}", "{dude}"), ("{h", "{h"), ("{}", "{}"),
])
def test_expand_abbreviations(source, expected):
    assert text.expand_abbreviations(source, ["hey", "there", "dude", "time"]) == expected


@given(st.text(" \t\n\r\x0b\x0cab#"))
def test_dedent_is_that_of_textwrap(value):
    assert text.dedent(value) == textwrap.dedent(value)


def test_indent():
    assert text.indent("a\n\n  b\n") == "    a\n    \n      b\n    "


@given(st.text())
def test_block_string_is_the_string(source):
    # The string itself has a line end before and after, and nothing but text at the end of a line.
    whole = "\n".join(line + "." for line in source.split("\n"))
    assert eval(text.as_block_string(whole)) == "\n%s\n" % whole


@pytest.mark.parametrize("source, expected", [("a ", "a"), ("a \nb\u3000\n", "a\nb\n"), ("  a", "  a"), ("a\t", "a\\t")])
def test_block_string_ends_of_lines(source, expected):
    assert text.as_block_string(source) == '"""\n%s\n"""' % expected


def test_block_string():
    assert text.as_block_string('a"b\n\\c\té') == '"""\na\\"b\n\\\\c\\té\n"""'


def test_dict_to_attributes_code():
    code = text.dict_to_attributes_code({"foo": "bah", "c": {"red": 1, "x": {"y": [1, 2]}}, "l": list(range(40))})
    lines = code.split("\n")
    assert lines[:5] == ["foo = 'bah'", "c.red = 1", "c.x.y = [1, 2]", "l = \\", "    [0,"]
    assert lines[-1] == "     39]"


def test_long_values_stay_below_their_attribute():
    code = text.dict_to_attributes_code({"a": {"b": list(range(40))}})
    assert code.startswith("a.b = \\\n    [0,\n     1,\n")


@pytest.mark.parametrize("rows, expected", [
    ([], []),
    ([("a", "bb", "c"), ("aaa", "b", "ccc")], ["a    bb  c", "aaa  b   ccc"]),
    ([[1, None], [300, 4]], ["1    None", "300  4"]),
    ([("a",), ("b", "c")], ["a", "b  c"]),
])
def test_columnise(rows, expected):
    assert text.columnise(rows) == expected


def test_print_colored_columns():
    printed = []
    text.print_colored_columns(lambda line, style: printed.append((line, style)),
                               [("a", "bb", None), ("aaa", "b", str.upper)])
    assert printed == [("a    bb", None), ("aaa  b", str.upper)]


def test_header_comments():
    class Executor:
        lines = []

        def comment(self, line):
            self.lines.append(line)

    text.header_comment(Executor(), "title")
    text.minor_header_comment(Executor(), "part")
    assert Executor.lines == ["", "", "#" * 80, "title", "#" * 80, "", "part", "-" * 80]


@pytest.mark.parametrize("number, expected", [
    (-5, "zeroeth"), (0, "zeroeth"), (1, "first"), (2, "second"), (3, "third"), (7, "7th"), (11, "11th"), (13, "13th"),
    (21, "21st"), (102, "102nd"), (111, "111st"),
])
def test_positional_number_string(number, expected):
    assert text.positional_number_string(number) == expected


@pytest.mark.parametrize("seconds, expected", [
    (0, "0 seconds"), (1, "1 second"), (59, "59 seconds"), (61, "1 minute"), (90, "1.5 minutes"), (601, "10 minutes"),
    (3599, "60 minutes"), (5400, "1.5 hours"), (86400, "1 day"), (100000, "1.2 days"), (604800, "1 week"),
    (31535999, "12 months"), (400000000, "13 years"), (-100, "-1.7 minutes"), (0.4, "0.4 seconds"),
])
def test_readable_time_duration(seconds, expected):
    assert text.readable_time_duration(seconds) == expected


@pytest.mark.parametrize("size, expected", [
    (0, "0 bytes"), (1, "1 bytes"), (1023, "1023 bytes"), (1200, "1.2 Kb"), (20000, "20 Kb"), (1 << 20, "1 Mb"),
    (1 << 50, "1024 Tb"), (-30000, "-29 Kb"),
])
def test_readable_memory_size(size, expected):
    assert text.readable_memory_size(size) == expected


@pytest.mark.parametrize("source, ago", [("-12s", 12), ("-5.4m", 324), ("-1h", 3600), ("-2d", 172800)])
def test_times_before_now(source, ago):
    assert abs(text.get_epoch_time_from_str(source) - (time.time() - ago)) < 2


def test_times():
    assert text.get_epoch_time_from_str("1418350671") == 1418350671
    assert text.get_epoch_time_from_str("-7") == -7  # a number is taken as it is, sign and all


@pytest.mark.parametrize("source", ["", "abc", "-3w", "-s", "+5s", "1.5", "5s"])
def test_bad_times(source):
    with pytest.raises(ValueError, match="'%s' is an unrecognised time format." % re.escape(source)):
        text.get_epoch_time_from_str(source)


# -- format strings

class Subject(StringFormatMixin):
    name = "nm"
    items = [1, 2]
    table = {"k": "v"}
    none = None
    number = 5.0


@pytest.mark.parametrize("source, expected", [
    ("{name}", "nm"), ("{items}", "1 2"), ("{none}|", "|"), ("{table[k]}", "v"), ("{name!r}", "'nm'"),
    ("{name:>5}", "   nm"), ("{items:>5}", "  1 2"), ("{number:.2f}", "5.00"), ("a{{b}}", "a{b}"),
])
def test_format(source, expected):
    assert Subject().format(source) == expected


@pytest.mark.parametrize("source", ["{zz}", "{zz.y}", "{name.zz}", "{table[zz]}", "{zz[0].b}"])
def test_format_with_unknown_fields(source):
    assert Subject().format(source, expand=StringFormatType.unchanged) == source
    assert Subject().format(source, expand=StringFormatType.empty) == ""
    with pytest.raises((AttributeError, TypeError, KeyError)):
        Subject().format(source)


def test_format_not_pretty():
    assert Subject().format("{items} {none}", pretty=False) == "[1, 2] None"


def test_formatter_of_a_dictionary():
    formatter = ObjectStringFormatter({"a": [1, 2]}, pretty=True)
    assert formatter.format("{a} {0} {b}", "x", b="y") == "1 2 x y"


# -- lists

def test_dedup():
    assert list(dedup([3, 1, 3, 2, 1])) == [3, 1, 2]


@pytest.mark.parametrize("sequence, part, expected", [
    ([1, 2, 3, 1, 2], [1, 2], 3), ([1, 1, 1], [1, 1], 1), ([1], [2], None), ([1], [1, 2], None),
])
def test_find_last_sublist(sequence, part, expected):
    assert find_last_sublist(sequence, part) == expected


@pytest.mark.parametrize("value, expected", [
    ("a", False), (5, False), (None, False), ([], True), ({}, True), (b"", True),
])
def test_is_non_string_iterable(value, expected):
    assert is_non_string_iterable(value) is expected


@pytest.mark.parametrize("indices, count, expected", [
    ([0, -1], 3, ({0, 2}, [])),
    ([5, -9, 2], 2, ({0, 1}, [-9, 2, 5])), ([-1, 4], 0, ({-1, 4}, [])), ([], 2, (set(), [])),
])
def test_resolve_variant_indices(indices, count, expected):
    assert resolve_variant_indices(indices, count) == expected


def test_close_matches():
    matches = get_close_matches("FOO", ["bar", "fo", "foobar", "foo"])
    assert [name for name, _ in matches] == ["foo", "foobar", "fo"]
    assert [round(score, 4) for _, score in matches] == [1.0, 0.8855, 0.8]
    assert get_close_matches("foo", [("Foo", 1)], key=lambda pair: pair[0]) == [(("Foo", 1), 0.99)]


def test_close_packages():
    matches = get_close_pkgs("maya-2020", ["maya-2020.1", "maya", "mayapy-2019", "nuke-1"])
    assert [(name, round(score, 4)) for name, score in matches] == [
        ("maya-2020.1", 0.9844), ("mayapy-2019", 0.8176), ("maya", 0.8077)]


# -- letters

@pytest.mark.parametrize("name, expected", [
    (None, "a"), ("", "a"), ("a", "b"), ("z", "aa"), ("az", "ba"), ("zz", "aaa"), ("aaz", "aba"),
])
def test_next_base26(name, expected):
    assert get_next_base26(name) == expected


@given(st.from_regex(r"\A[a-z]{1,4}\Z"))
def test_next_base26_is_greater(name):
    following = get_next_base26(name)
    assert (len(following), following) > (len(name), name)


@pytest.mark.parametrize("name", ["A", "1", "a-"])
def test_bad_base26(name):
    with pytest.raises(ValueError, match="Invalid base26"):
        get_next_base26(name)


def test_unique_links(tmp_path):
    made = [create_unique_base26_symlink(str(tmp_path), str(tmp_path / ("target%d" % i))) for i in range(28)]
    assert [os.path.basename(path) for path in made[-3:]] == ["z", "aa", "ab"]
    assert create_unique_base26_symlink(str(tmp_path), str(tmp_path / "target5")) == made[5]
