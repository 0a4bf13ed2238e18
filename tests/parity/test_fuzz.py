"""Generated cases are the same everywhere, and both sides resolve them alike."""
import os

import pytest
from parity import known
from parity.__main__ import _ours, _open
from parity.fuzz import generate, run


def test_a_number_always_makes_the_same_case():
    assert generate.case(5) == generate.case(5) != generate.case(6)


def test_cases_are_varied():
    cases = [generate.case(number) for number in range(300)]
    assert any(case.orderers for case in cases) and any(case.filters for case in cases)
    definitions = [d for case in cases for family in case.packages.values() for d in family.values()]
    assert sum("variants" in d for d in definitions) > 100
    requests = [r for case in cases for request in case.requests for r in request]
    assert {"!", "~", ".", "p"} == {r[0] for r in requests}


@pytest.mark.parity
@pytest.mark.slow
def test_both_sides_resolve_alike():
    with _ours(None) as ours:
        outcome = run.fuzz(5000, 100, _open("reference", os.environ["PKGRS_REFERENCE"]), ours, known.load_known(run.KNOWN))
    assert not outcome.new, "\n".join(difference.text() for difference in outcome.new)
