"""A repository that grows, while what a request touches stays the same.

Families come in blocks of a hundred; the packages of a block require only packages of the same block. A request on the
first block thus has the same answer, from the same definitions, in a repository of any number of blocks.
"""
from __future__ import annotations

import os
import random
from pathlib import Path
from typing import Callable, List, Tuple

BLOCK = 100
VERSIONS = 20
REQUEST = ["b0000f095", "b0000f097-1.4+", "b0000f099-1"]


def grow(folder: Path, start: int, end: int, done: Callable[[int], None] = lambda count: None) -> None:
    """Add families to a repository.

    Args:
        folder: The repository.
        start: How many families it has; a multiple of the size of a block.
        end: How many it is to have.
        done: Called with a number of families that were written.
    """
    for block in range(start // BLOCK, end // BLOCK):
        for number, definitions in enumerate(_block("b%04d" % block)):
            family = folder / _name("b%04d" % block, number)
            family.mkdir(parents=True)
            for version, text in definitions:
                path = "%s/%s" % (family, version)
                os.mkdir(path)
                with open(path + "/package.py", "w") as file:
                    file.write(text)
        done(BLOCK)


def _name(prefix: str, number: int) -> str:
    return "%sf%03d" % (prefix, number)


def _block(prefix: str) -> List[List[Tuple[str, str]]]:
    """The definitions of each family of a block: version and text. They differ from block to block in names only."""
    rnd = random.Random(1)
    return [[_definition(prefix, number, place, rnd) for place in range(VERSIONS)] for number in range(BLOCK)]


def _definition(prefix: str, number: int, place: int, rnd: random.Random) -> Tuple[str, str]:
    version = "1.%d.0" % place
    lines = ["name = %r" % _name(prefix, number), "version = %r" % version, "description = 'One of many packages'",
             "authors = ['someone']", "tools = ['run', 'show']"]
    if number:
        lower = range(max(0, number - 12), number)
        requires = ["%s-1.%d+<2" % (_name(prefix, other), max(0, place - 10))
                    for other in sorted(rnd.sample(lower, min(2, len(lower))))]
        lines.append("requires = %r" % requires)
    lines += ["", "def commands():", "    env.PATH.append('{root}/bin')", "    env.%s_HERE = '{root}'"
              % _name("x", number).upper()]
    return version, "\n".join(lines) + "\n"
