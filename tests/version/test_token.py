"""Version tokens."""
import itertools

import pytest

from pkgrs.version import AlphanumericVersionToken, NumericToken, VersionError, VersionToken

ASCENDING = ["A", "A1", "_", "_1", "a", "a2", "a10", "aB", "a_", "b", "0", "00", "01", "1", "1A", "1_", "1a", "2", "10"]


@pytest.mark.parametrize("kind, bad", [
    (AlphanumericVersionToken, ""), (AlphanumericVersionToken, "a.b"), (AlphanumericVersionToken, "1\n"),
    (NumericToken, ""), (NumericToken, "a"), (NumericToken, "-1"),
])
def test_bad_token(kind, bad):
    with pytest.raises(VersionError) as info:
        kind(bad)
    assert str(info.value) == "Invalid version token: '%s'" % bad


def test_order():
    tokens = [AlphanumericVersionToken(text) for text in ASCENDING]
    for (i, left), (j, right) in itertools.product(enumerate(tokens), repeat=2):
        assert (left < right) == (i < j), (left, right)
        assert (left == right) == (i == j)
        assert (left >= right) == (i >= j)
        assert left.less_than(right) == (i < j)


def test_numbers_compare_by_value():
    assert NumericToken("9") < NumericToken("10")
    assert NumericToken("07") == NumericToken("7")
    assert str(NumericToken("07")) == "7"


@pytest.mark.parametrize("text, following", [("1", "1_"), ("a", "a_"), ("a_", "a__"), ("1a", "1a_")])
def test_next(text, following):
    token = AlphanumericVersionToken(text)
    assert str(token.next()) == following
    assert str(next(token)) == following
    assert token < token.next() < AlphanumericVersionToken(text + "a")


def test_next_number():
    assert str(NumericToken("9").next()) == "10"


def test_subtokens():
    assert [str(sub) for sub in AlphanumericVersionToken("beta_03a").subtokens] == ["beta_", "03", "a"]
    assert [sub.n for sub in AlphanumericVersionToken("beta_03a").subtokens] == [None, 3, None]


def test_types_do_not_mix():
    number, word = NumericToken("1"), AlphanumericVersionToken("1")
    assert number != word
    for left, right in ((number, word), (word, number)):
        with pytest.raises(AttributeError) as info:
            sorted([right, left])
        assert str(info.value) == "'NumericToken' object has no attribute 'subtokens'"
    with pytest.raises(AttributeError):
        assert word < "1"


@pytest.mark.parametrize("kind", [NumericToken, AlphanumericVersionToken])
def test_random_token(kind):
    text = kind.create_random_token_string()
    assert len(text) == 8
    kind(text)


def test_tokens_have_no_hash():
    for token in (NumericToken("1"), AlphanumericVersionToken("1"), AlphanumericVersionToken("a1").subtokens[0]):
        with pytest.raises(TypeError):
            hash(token)


def test_own_type():
    class Word(VersionToken):
        def __init__(self, token):
            self.text = token

        def __str__(self):
            return self.text

        def less_than(self, other):
            return len(self.text) < len(other.text)

    assert Word("zz") < Word("aaa")
    assert Word("zz") == Word("aa")
