"""Strings with literal and expandable parts."""
from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pkgrs.errors import RexError
from pkgrs.rex.escape import EscapedString, expandable, literal

parts = st.lists(st.tuples(st.booleans(), st.text("ab :$", max_size=4)), min_size=1, max_size=5)


def build(pairs):
    result = EscapedString(pairs[0][1], pairs[0][0])
    for is_literal, text in pairs[1:]:
        result._add(text, is_literal)
    return result


def test_neighbours_of_a_kind_are_one_part():
    string = expandable("a").e("b").l("c").literal("d").expandable("").l("e")
    assert string.strings == [(False, "ab"), (True, "cd"), (False, ""), (True, "e")]
    assert str(string) == "abcde"
    assert repr(literal("x")) == "EscapedString([(True, 'x')])"


def test_equality():
    assert expandable("a") == "a" and literal("a") == "a"
    assert expandable("a") != literal("a")
    assert expandable("3") != 3
    with pytest.raises(TypeError):
        hash(literal("a"))


def test_adding_leaves_the_operands():
    first = literal("a")
    assert (first + "b").strings == [(True, "a"), (False, "b")]
    assert (first + literal("b")).strings == [(True, "ab")]
    assert first.strings == [(True, "a")]


@pytest.mark.parametrize("string, delimiter, words", [
    (expandable("a b").l("c d").e("e  f"), None, [["a"], ["b", "c"], ["d", "e"], ["f"]]),
    (expandable("a:b").l("c:d").e("e::f"), ":", [["a"], ["b", "c"], ["d", "e"], [""], ["f"]]),
    (expandable(":a:"), ":", [[""], ["a"], [""]]),
    (expandable(""), ":", [[""]]),
    (expandable(" a "), None, [[" a "]]),
    (expandable(" a b "), None, [["a"], ["b "]]),
    (expandable("x").l("   "), None, [["x", "   "]]),
])
def test_split(string, delimiter, words):
    assert [[text for _, text in word.strings] for word in string.split(delimiter)] == words


def test_join():
    assert EscapedString.join(":", [expandable("a"), literal("b"), "c"]).strings == [
        (False, "a:"), (True, "b"), (False, ":c")]
    assert EscapedString.join(":", []) == expandable("")
    assert EscapedString.join(literal(":"), ["a", "b"]).strings == [(False, "a"), (True, ":"), (False, "b")]


@given(parts)
def test_splitting_undoes_joining(pairs):
    string = build(pairs)
    assert str(EscapedString.join(":", string.split(":"))) == str(string)
    assert len(string.split(":")) == str(string).count(":") + 1


@given(parts)
def test_formatting_spares_literal_parts(pairs):
    string = build(pairs)
    doubled = string.formatted(lambda text: text * 2)
    assert doubled.strings == [(kind, text if kind else text * 2) for kind, text in string.strings]
    assert string == build(pairs)


def test_promote_demote_disallow():
    string = literal("a")
    assert EscapedString.promote(string) is string
    assert EscapedString.promote("a").strings == [(False, "a")]
    assert EscapedString.demote(string) == "a" and type(EscapedString.demote(string)) is str
    assert EscapedString.demote(3) == 3
    assert EscapedString.disallow("a") == "a"
    with pytest.raises(RexError, match="does not accept use of 'literal' or 'expandable'"):
        EscapedString.disallow(string)


def test_home(monkeypatch):
    monkeypatch.setenv("HOME", "/me")
    assert expandable("~/x").l("~").e("~").expanduser().strings == [(False, "/me/x"), (True, "~"), (False, "/me")]
