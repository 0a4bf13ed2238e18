"""Generated cases are the same everywhere, and both sides give the same for them."""
import os
from random import Random

import pytest
from parity import known
from parity.__main__ import _open, _ours
from parity.fuzz import resolves, run


@pytest.mark.parametrize("kind", run.KINDS)
def test_a_number_always_makes_the_same_case(kind):
    make = run.KINDS[kind]
    assert make(5) == make(5) != make(6)
    compile(make(5), kind, "exec")


def test_resolves_are_varied():
    cases = [resolves.case(Random(number)) for number in range(300)]
    assert any(case.orderers for case in cases) and any(case.filters for case in cases)
    definitions = [d for case in cases for family in case.packages.values() for d in family.values()]
    assert sum("variants" in d for d in definitions) > 100
    requests = [r for case in cases for request in case.requests for r in request]
    assert {"!", "~", ".", "p"} == {r[0] for r in requests}


@pytest.mark.parity
@pytest.mark.slow
@pytest.mark.parametrize("kind", run.KINDS)
def test_both_sides_give_the_same(kind):
    with _ours(None) as ours:
        outcome = run.fuzz(kind, 5000, 50, _open("reference", os.environ["PKGRS_REFERENCE"]), ours,
                           known.load_known(run.KNOWN))
    assert not outcome.new, "\n".join(difference.text() for difference in outcome.new)
