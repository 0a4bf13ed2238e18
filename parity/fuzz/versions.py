"""Versions, ranges and requirements, from texts valid and not, and what is done with them."""
from __future__ import annotations

import json
from random import Random
from typing import List

_ATOMS = (
    "1", "2", "10", "0", "a", "b", "alpha", "1a", "a1", "_", "1_", "rc1", "", ".", "-", ".", "-", "+", "<", ">", "<=",
    ">=", "==", "|", ",", "~", "!", "..", " ", "^", "=", "foo", "foo-", "1.2", "1.2.3", "2.0", ">=1", ">1.0", "<2",
    "1+<2", "1..2", "1-2", "==1.0", "#", "@", "%", "*", "()",
)

# Run in each side: texts[kind] are tried one by one, then those that are valid with each other.
_CODE = """
import json
from itertools import combinations
from rez.version import Requirement, RequirementList, Version, VersionRange

texts = json.loads(%r)
result = []

def made(kind, cls, describe):
    found = []
    for text in texts[kind]:
        try:
            value = cls(text)
        except Exception as error:
            result.append([text, type(error).__name__ + ": " + str(error)])
        else:
            found.append(value)
            result.append([text, attempt(describe, value)])
    return found

versions = made("versions", Version, lambda v: [
    str(v), repr(v), list(map(str, v.tokens)), v.seps, str(v.major), str(v.trim(1)), len(v), bool(v), str(v.next())])
ranges = made("ranges", VersionRange, lambda r: [
    str(r), list(map(str, r.bounds)), str(r.inverse()), str(r.span()), r.is_any(), r.bounded(), str(r.to_versions())])
requirements = made("requirements", Requirement, lambda r: [
    str(r), repr(r), r.name, str(r.range), r.conflict, r.weak, r.safe_str(), r.sep])
for a, b in combinations(versions, 2):
    result.append(attempt(lambda: [a < b, a == b, a > b, str(VersionRange.as_span(a, b))]))
for a, b in combinations(ranges, 2):
    result.append(attempt(lambda: [str(a | b), str(a & b), str(a - b), a == b, a < b, a.issuperset(b), a.intersects(b)]))
for a in ranges:
    result.append(attempt(lambda: [[v in a for v in versions], list(map(str, a.split()))]))
for a, b in combinations(requirements, 2):
    result.append(attempt(lambda: [a.conflicts_with(b), str(a.merged(b)), a == b, a < b]))
    result.append(attempt(lambda: [str(RequirementList([a, b])), str(RequirementList([a, b]).conflict)]))
"""


def code(number: int) -> str:
    """The code of that number, which leaves the outcomes in `result`."""
    random = Random(number)
    return _CODE % json.dumps({
        "versions": _texts(random, 5),
        "ranges": _texts(random, 8),
        "requirements": [random.choice(["", "", "!", "~", "."]) + random.choice(["foo", "foo", "foo_bar", "a.b", "1x", ""]) + text
                         for text in _texts(random, 6)],
    })


def _texts(random: Random, longest: int) -> List[str]:
    return ["".join(random.choice(_ATOMS) for _ in range(random.randint(1, longest))) for _ in range(12)]
