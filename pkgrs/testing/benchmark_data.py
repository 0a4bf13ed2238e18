"""Packages and requests to time resolves with, made up from a seed."""
from __future__ import annotations

import os
import random

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import List


__all__ = ["generate"]

#: Each family requires families of lower layers only.
LAYERS = 12


def generate(repository: str, families: int = 240, versions: int = 20, requests: int = 40,
             seed: int = 0) -> List[List[str]]:
    """Write packages into a new repository.

    Args:
        repository: Folder to make.
        families: Number of families.
        versions: Average number of versions of a family.
        requests: Number of requests.
        seed: The same seed gives the same packages and requests.

    Returns:
        The requests.
    """
    rnd = random.Random(seed)
    names = ["family%03d" % number for number in range(families)]
    listed = [_versions(rnd, versions) for _ in names]
    for number, name in enumerate(names):
        lower = number - number % max(1, families // LAYERS)
        for place, version in enumerate(listed[number]):
            requires = [] if not lower else [
                "%s-%s" % (names[other], _range(rnd, listed[other], place / len(listed[number])))
                for other in sorted(rnd.sample(range(lower), min(lower, rnd.randint(1, 6))))]
            _write(os.path.join(repository, name, version), name, version, requires, rnd)
    upper = names[families // 2:]
    return [sorted(rnd.sample(upper, min(len(upper), rnd.randint(1, 4)))) for _ in range(requests)]


def _versions(rnd: random.Random, average: int) -> List[str]:
    major, minor, result = 1, 0, []
    for _ in range(rnd.randint(1, 2 * average - 1)):
        if rnd.random() < 0.15:
            major, minor = major + 1, 0
        result.append("%d.%d.%d" % (major, minor, rnd.randint(0, 9)))
        minor += 1
    return result


def _range(rnd: random.Random, versions: List[str], age: float) -> str:
    """Return a range that holds the versions about as old as a package that is newer than `age` of its family."""
    major = int(versions[min(int(age * len(versions)), len(versions) - 1)].split(".")[0])
    least = max(1, major - rnd.randint(0, 1))
    return "%d+<%d" % (least, int(versions[-1].split(".")[0]) + 1) if rnd.random() < 0.8 else "%d+" % least


def _write(folder: str, name: str, version: str, requires: List[str], rnd: random.Random) -> None:
    lines = ["name = %r" % name, "version = %r" % version]
    if rnd.random() < 0.15 and len(requires) > 1:
        lines.append("variants = %r" % [[requires[-1]], [requires[-2]]])
        requires = requires[:-2]
    if requires:
        lines.append("requires = %r" % requires)
    os.makedirs(folder)
    with open(os.path.join(folder, "package.py"), "w") as file:
        file.write("\n".join(lines) + "\n")
