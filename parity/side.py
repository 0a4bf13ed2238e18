"""A side: an interpreter with its `rez`, in which steps are run."""
from __future__ import annotations

import json
import os
import re
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Dict, List, Optional

from parity import worlds
from parity.model import Scenario, Step, World
from parity.processes import Finish, finish, late, overdue

PROBE = Path(__file__).parent / "inside" / "probe.py"
TIMEOUT = 120


_WHO = """
import json, platform, rez
try:
    import pkgrs
    product = "pkgrs " + pkgrs.__version__
except ImportError:
    product = "Rez " + rez.__version__
print(json.dumps([rez.__version__, product, platform.python_version()]))
"""


class SideError(Exception):
    """A side can't be used; the text names its interpreter and the cause."""


@dataclass(frozen=True)
class Side:
    """`python` is its interpreter, `bin` the folder of its commands, `path` what its PYTHONPATH is to be; `version` is
    that of its `rez`, `product` the name and version of what provides it; `finish` runs its processes."""

    name: str
    python: Path
    bin: Path
    version: str
    path: Optional[str] = None
    hash_seed: int = 0
    product: str = ""
    python_version: str = ""
    finish: Finish = field(default=finish, compare=False, repr=False)

    def environment(self, world: World, folder: Path) -> Dict[str, str]:
        env = worlds.environment(world, folder)
        env["PATH"] = "%s:%s" % (self.bin, env["PATH"])
        env["PYTHONHASHSEED"] = str(self.hash_seed)
        if self.path:
            env["PYTHONPATH"] = self.path
        return env


def open_side(name: str, python: str, path: Optional[str] = None, bin: Optional[str] = None) -> Side:
    """The side of this interpreter.

    Raises:
        SideError: The interpreter does not run, or has no `rez`.
    """
    full = Path(os.path.abspath(python))
    env = dict(os.environ)
    env.pop("PYTHONPATH", None)
    if path:
        env["PYTHONPATH"] = path
    try:
        # Not in the working directory, which may be a checkout: it would be asked for its `rez`.
        answer = subprocess.run([str(full), "-c", _WHO], env=env, cwd=os.sep,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, universal_newlines=True, timeout=60)
    except (OSError, subprocess.SubprocessError) as error:
        raise SideError("%s: %s does not run: %s" % (name, python, error))
    if answer.returncode != 0:
        last = (answer.stderr.strip().splitlines() or [""])[-1]
        if not re.match(r"[\w.]+(Error|Exception)\b", last):
            raise SideError("%s: %s is no Python interpreter" % (name, python))
        raise SideError("%s: %s has no rez: %s" % (name, python, last))
    try:
        version, product, python_version = json.loads(answer.stdout)
    except ValueError:
        raise SideError("%s: %s is no Python interpreter" % (name, python))
    return Side(name, full, Path(bin) if bin else full.parent, version, path, 0, product, python_version)


def run_scenario(side: Side, scenario: Scenario, folder: Path) -> List[Any]:
    """What each step of the scenario gave, in order; steps of the API share one process."""
    results: List[Any] = [None] * len(scenario.steps)
    batch: List[int] = []

    def flush() -> None:
        if batch:
            answers = _probe(side, scenario.world, [scenario.steps[i] for i in batch], folder)
            for index, answer in zip(batch, answers):
                results[index] = answer
            del batch[:]

    for index, step in enumerate(scenario.steps):
        if step.kind == "cli":
            flush()
            results[index] = _command(side, scenario.world, step, folder)
        else:
            batch.append(index)
    flush()
    return results


def run_batch(side: Side, scenarios: List[Scenario], folder: Path) -> Dict[str, List[Any]]:
    """The scenarios of one world that only read: all their API steps in one process, unless that takes too long, which
    must cost one scenario only."""
    steps = [step for scenario in scenarios for step in scenario.steps]
    limit = max([_limit(step) for step in steps] or [0]) + 10 * len(steps)
    answers = _probe(side, scenarios[0].world, steps, folder, limit) if steps else []
    if overdue(answers) and len(scenarios) > 1:
        return {scenario.name: _probe(side, scenario.world, list(scenario.steps), folder) for scenario in scenarios}
    results: Dict[str, List[Any]] = {}
    position = 0
    for scenario in scenarios:
        results[scenario.name] = answers[position:position + len(scenario.steps)]
        position += len(scenario.steps)
    return results


def load_contexts(side: Side, world: World, texts: List[str], folder: Path) -> List[Any]:
    """What contexts with these texts are, once this side has loaded them: content and environment, or an error."""
    place = folder / "exchanged"
    place.mkdir(exist_ok=True)
    steps = []
    for number, text in enumerate(texts):
        path = place / ("%d.rxt" % number)
        path.write_text(text, encoding="utf-8")
        steps.append(Step("load", {"load": str(path)}))
    return _probe(side, world, steps, folder)


def _limit(step: Step) -> float:
    return float(step.arguments.get("timeout", TIMEOUT))


def _probe(side: Side, world: World, steps: List[Step], folder: Path, limit: Optional[float] = None) -> List[Any]:
    """What the steps give in one process, which may take `limit` seconds, or the sum of what each may take."""
    request = {"folder": str(folder), "steps": [
        _filled(dict(step.arguments, kind=step.kind), folder) for step in steps]}
    try:
        answer = side.finish([str(side.python), str(PROBE)], json.dumps(request), side.environment(world, folder),
                             str(folder), limit or sum(map(_limit, steps)))
    except subprocess.TimeoutExpired as error:
        return [late(error) for _ in steps]
    try:
        return json.loads(answer.stdout)
    except ValueError:
        if len(steps) > 1:  # one step ended the process: find it by running each alone
            return [_probe(side, world, [step], folder)[0] for step in steps]
        return [{"error": "probe ended with status %d" % answer.returncode, "message": answer.stderr[-2000:]}]


def _command(side: Side, world: World, step: Step, folder: Path) -> Dict[str, Any]:
    arguments = _filled(step.arguments, folder)
    env = side.environment(world, folder)
    env.update(arguments.get("env", {}))
    name, *rest = arguments["cli"]
    tool = side.bin / name
    argv = [str(tool) if tool.exists() else name] + rest
    try:
        answer = side.finish(argv, arguments.get("stdin", ""), env, str(folder / arguments.get("cwd", ".")), _limit(step))
        result: Dict[str, Any] = {"exit": answer.returncode, "stdout": answer.stdout, "stderr": answer.stderr}
    except subprocess.TimeoutExpired as error:
        result = late(error)
    except OSError as error:
        result = {"error": type(error).__name__, "message": str(error)}
    if arguments.get("quiet"):
        result.update(stdout="", stderr="")
    if arguments.get("words"):
        result["stdout"] = sorted(result["stdout"].split())
    if "tree" in arguments:
        result["tree"] = worlds.tree(folder, arguments["tree"])
    return result


def _filled(value: Any, folder: Path) -> Any:
    """The value with `{world}` replaced in each of its strings."""
    if isinstance(value, str):
        return value.replace("{world}", str(folder))
    if isinstance(value, dict):
        return {key: _filled(item, folder) for key, item in value.items()}
    if isinstance(value, list):
        return [_filled(item, folder) for item in value]
    return value
