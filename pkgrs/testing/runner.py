"""Running the tests that a package's definition lists."""
from __future__ import annotations

import sys
import time

from pkgrs.base.log import print_error, print_info, print_warning
from pkgrs.config.config import config
from pkgrs.errors import PackageNotFoundError, RezError
from pkgrs.tool_errors import PackageTestError
from pkgrs.package.find import get_latest_package
from pkgrs.testing.results import RULE, PackageTestResults
from pkgrs.version.package_request import PackageRequest
from pkgrs.version.requirement import Requirement, RequirementList

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, Iterable, List, Optional, Sequence, Set, Union
    from pkgrs.context.context import ResolvedContext
    from pkgrs.package.model import Package, Variant


class PackageTestRunner:
    """Runs tests of a package, each in an environment that has the package and what the test requires.

    Args:
        package_request: The package; the latest one that fits is tested.
        use_current_env: Run in the current context, instead of environments of the tests' own.
        extra_package_requests: More packages for the environments.
        package_paths: Where to search; the configured packages path if None.
        stdout, stderr: Where tests print to.
        verbose: How much to say.
        dry_run: Only tell what would be run.
        stop_on_fail: Do not go on after a failure.
        cumulative_test_results: Also gets the outcomes.
        context_kwargs: Further arguments of the environments' contexts.
    """

    def __init__(self, package_request: Union[str, Requirement], use_current_env: bool = False,
                 extra_package_requests: Optional[Sequence[Union[str, Requirement]]] = None,
                 package_paths: Optional[List[str]] = None, stdout: Any = None, stderr: Any = None,
                 verbose: int = 0, dry_run: bool = False, stop_on_fail: bool = False,
                 cumulative_test_results: Optional[PackageTestResults] = None, **context_kwargs: Any) -> None:
        if isinstance(package_request, str):
            package_request = Requirement(package_request)
        self.package_request = package_request
        self.package_paths = config.packages_path if package_paths is None else package_paths
        self.extra_package_requests = extra_package_requests
        self.context_kwargs = context_kwargs
        self.use_current_env, self.dry_run, self.stop_on_fail = use_current_env, dry_run, stop_on_fail
        self.verbose = verbose
        self.stdout, self.stderr = stdout or sys.stdout, stderr or sys.stderr
        self.cumulative_test_results = cumulative_test_results

        self.package: Optional[Package] = None
        self.stopped_on_fail = False
        self.test_results = PackageTestResults()
        # All environments are of one moment, so that a release in between can't tear them apart.
        self.timestamp = int(time.time())
        self.contexts: Dict[Any, Any] = {}

    def get_package(self) -> Optional[Package]:
        """The package that is tested; None if it is to come from the current context, which lacks it.

        Raises:
            PackageNotFoundError: There is no such package.
        """
        if self.package is not None:
            return self.package
        if self.use_current_env:
            from pkgrs.context.context import ResolvedContext
            current = ResolvedContext.get_current()
            variant = current.get_resolved_package(self.package_request.name) if current else None
            if variant is None or variant.version not in self.package_request.range:
                return None
            self.package = variant.parent
        else:
            self.package = get_latest_package(name=self.package_request.name, range_=self.package_request.range,
                                              paths=self.package_paths)
            if self.package is None:
                raise PackageNotFoundError("Could not find package to test: %s" % self.package_request)
        return self.package

    @classmethod
    def get_package_test_names(cls, package: Package, run_on: Optional[Iterable[str]] = None,
                               ran_once: Optional[Set[str]] = None) -> List[str]:
        """The names of the package's tests, sorted.

        Args:
            run_on: Only tests that run on one of these occasions.
            ran_once: Tests that have run; those of them that run on one variant only are left out.
        """
        tests = package.tests or {}
        names = set(tests)
        if run_on:
            wanted = set(run_on)
            names = {name for name in names if wanted & set(_occasions(tests[name]))}
        if ran_once:
            names -= {name for name in names & set(ran_once) if not _on_variants(tests[name])}
        return sorted(names)

    def get_test_names(self, run_on: Optional[Iterable[str]] = None) -> List[str]:
        """The names of the tests; see `get_package_test_names`."""
        package = self.get_package()
        return self.get_package_test_names(package, run_on=run_on) if package is not None else []

    def find_requested_test_names(self, requested_tests: Sequence[str]) -> Iterable[str]:
        """The names of the tests that fit one of the patterns; those that run by default if there are none."""
        import fnmatch
        if not requested_tests:
            return self.get_test_names(run_on=["default"])
        return {name for pattern in requested_tests
                for name in fnmatch.filter(self.get_test_names(), pattern)}

    @property
    def num_tests(self) -> int:
        return self.test_results.num_tests

    @property
    def num_success(self) -> int:
        return self.test_results.num_success

    @property
    def num_failed(self) -> int:
        return self.test_results.num_failed

    @property
    def num_skipped(self) -> int:
        return self.test_results.num_skipped

    def run_test(self, test_name: str, extra_test_args: Optional[List[str]] = None) -> int:
        """Run a test, on each variant that it is for.

        Args:
            extra_test_args: More arguments for its command.

        Returns:
            The exit code of the first failure; -1 for an environment that did not resolve; 0 if all is well.
        """
        outcome = 0
        package = self.get_package()
        if test_name not in self.get_test_names():
            raise PackageTestError("Test '%s' not found in package %s" % (
                test_name, package.uri if package else self.package_request))
        for variant in self._get_target_variants(test_name):
            code = self._run_on_variant(test_name, variant, extra_test_args)
            if code and not outcome:
                outcome = code
            if code and self.stop_on_fail:
                self.stopped_on_fail = True
                break
        return outcome

    def print_summary(self) -> None:
        """Print what the tests came to."""
        self.test_results.print_summary()

    def _run_on_variant(self, name: str, variant: Variant, extra: Optional[List[str]]) -> int:
        if self.verbose:
            if self.verbose > 1:
                self._print_header("\nRunning test: %s\nPackage: %s\n%s\n", name, variant.uri, RULE)
            else:
                self._print_header("\nRunning test: %s\n%s\n", name, RULE)
        info = self._get_test_info(name, variant)
        if info is None:
            self._add_test_result(name, variant, "skipped", "The test is not declared in this variant")
            return 0
        if not self._wanted_on(variant, info["on_variants"]):
            text = "Test skipped as specified by on_variants '%s' filter" % info["on_variants"]["type"]
            print_info(text)
            self._add_test_result(name, variant, "skipped", text)
            return 0

        if self.use_current_env:
            context = self._current_context(variant, info["requires"])
            if context is None:
                text = "The current environment does not meet test requirements"
                print_error(text)
                self._add_test_result(name, variant, "failed", text)
                return -1
        else:
            try:
                context = self._get_context(info["requires"])
            except RezError as error:
                text = "The test environment failed to resolve: %s" % error
                print_error(text)
                self._add_test_result(name, variant, "failed", text)
                return -1
            if context is None or not context.success:
                print_error("The test environment failed to resolve")
                self._add_test_result(name, variant, "failed", "The test environment failed to resolve")
                return -1
            resolved = context.get_resolved_package(self.package_request.name)
            if resolved is None or resolved.handle != variant.handle:
                print_warning("Could not resolve environment for this variant (%s). This is a known issue and will be "
                              "fixed once 'explicit variant selection' is added to rez.", variant.uri)
                self._add_test_result(name, variant, "skipped", "Could not resolve to variant (known issue)")
                return 0
        return self._execute(name, variant, context, info["command"], extra)

    def _execute(self, name: str, variant: Variant, context: ResolvedContext, command: Any,
                 extra: Optional[List[str]]) -> int:
        import shlex
        target = context.get_resolved_package(self.package_request.name)
        assert target is not None
        if isinstance(command, str):
            if extra:
                command = "%s %s" % (command, " ".join(map(shlex.quote, extra)))
            command = shown = target.format(command)
        else:
            command = [target.format(word) for word in command]
            if extra:
                command = [shlex.quote(word) for word in command] + [shlex.quote(word) for word in extra]
            shown = " ".join(map(shlex.quote, command))

        if self.verbose > 1:
            print()
        if self.verbose:
            print("Running test command: %s" % shown)
        if self.dry_run:
            self._add_test_result(name, variant, "skipped", "Dry run mode")
            return 0

        def pre_test_commands(executor: Any) -> None:
            from pkgrs.base.attrdict import RO_AttrDictWrapper
            from pkgrs.rex.bindings import VariantBinding
            code = getattr(variant, "pre_test_commands", None)
            if not code:
                return
            with executor.reset_globals():
                executor.bind("this", VariantBinding(variant))
                executor.bind("test", RO_AttrDictWrapper({"name": name}))
                executor.execute_code(code)

        self.stdout.flush()  # the test writes to it, too
        code, _, _ = context.execute_shell(command=command, stdout=self.stdout, stderr=self.stderr, block=True,
                                           post_actions_callback=pre_test_commands)
        if code:
            print_warning("Test command exited with code %d", code)
            self._add_test_result(name, variant, "failed", "Test failed with exit code %d" % code)
        else:
            self._add_test_result(name, variant, "success", "Test succeeded")
        return code

    def _add_test_result(self, *nargs: Any, **kwargs: Any) -> None:
        self.test_results.add_test_result(*nargs, **kwargs)
        if self.cumulative_test_results is not None:
            self.cumulative_test_results.add_test_result(*nargs, **kwargs)

    @classmethod
    def _print_header(cls, txt: str, *nargs: Any) -> None:
        from pkgrs.terminal.colour import Printer, heading
        Printer(sys.stdout)(txt % nargs, heading)

    def _wanted_on(self, variant: Variant, on_variants: Any) -> bool:
        if not isinstance(on_variants, dict):
            return True
        return bool(getattr(self, "_on_variant_" + on_variants["type"])(variant, on_variants))

    def _on_variant_requires(self, variant: Variant, params: Dict[str, Any]) -> bool:
        """Whether what the variant requires fits what the test asks of it."""
        wanted = params["value"]
        both = RequirementList(list(variant.variant_requires) + [Requirement(str(r)) for r in wanted])
        if both.conflict:
            return False
        names = {requirement.name for requirement in variant.variant_requires}
        return all(Requirement(str(r)).conflict or Requirement(str(r)).name in names for r in wanted)

    def _get_test_info(self, test_name: str, variant: Variant) -> Optional[Dict[str, Any]]:
        """A test's command, its environment's requests, when and where it runs; None if the variant lacks it."""
        entry = (variant.tests or {}).get(test_name)
        if entry is None:
            return None
        if not isinstance(entry, dict):
            entry = {"command": entry}
        requires = ["%s==%s" % (variant.name, variant.version) if variant.version else variant.name]
        requires += [str(request) for request in entry.get("requires") or ()]
        requires += [str(request) for request in variant.variant_requires]
        requires += [str(request) for request in self.extra_package_requests or ()]
        return {"command": entry["command"], "requires": requires, "run_on": _occasions(entry),
                "on_variants": _on_variants(entry)}

    def _get_context(self, requires: Sequence[Any], quiet: bool = False) -> Optional[ResolvedContext]:
        """The environment of these requests; one that has been resolved before is used again."""
        from pkgrs.context.context import ResolvedContext
        key = tuple(sorted(map(str, requires)))
        context = self.contexts.get(key)
        if context is None:
            if self.verbose and not quiet:
                import shlex
                self._print_header("Resolving test environment: %s\n", " ".join(shlex.quote(str(r)) for r in requires))
            context = ResolvedContext(package_requests=requires, package_paths=self.package_paths, buf=self.stdout,
                                      timestamp=self.timestamp, testing=True, **self.context_kwargs)
            self.contexts[key] = context
        if not quiet and not context.success:
            context.print_info(self.stderr)
        elif not quiet and self.verbose > 1:
            context.print_info(self.stdout)
        return context

    def _current_context(self, variant: Variant, requires: Sequence[Any]) -> Optional[ResolvedContext]:
        """The current context, if it has the variant and what the test requires; else None."""
        from pkgrs.context.context import ResolvedContext
        context = ResolvedContext.get_current()
        if context is None:
            return None
        for request in map(PackageRequest, map(str, requires)):
            if request.ephemeral:
                continue
            present = context.get_resolved_package(request.name)
            if present is None:
                if not (request.conflict or request.weak):
                    return None
            elif (present.version in request.range) == bool(request.conflict and not request.weak):
                return None
        if self.verbose > 1:
            context.print_info(self.stdout)
        return context

    def _get_target_variants(self, test_name: str) -> List[Variant]:
        """The variants to run a test on: that of the current context, all, or the one that resolves by itself."""
        package = self.get_package()
        if package is None:
            return []
        if self.use_current_env:
            from pkgrs.context.context import ResolvedContext
            current = ResolvedContext.get_current()
            variant = current.get_resolved_package(package.name) if current else None
            return [variant] if variant is not None else []
        variants = list(package.iter_variants())
        for variant in variants:
            entry = (variant.tests or {}).get(test_name)
            if entry and _on_variants(entry) is False and variant == self._preferred_variant(variant, entry):
                return [variant]
        return variants

    def _preferred_variant(self, variant: Variant, entry: Any) -> Optional[Variant]:
        """The variant that is resolved to where only the package is asked for; None if there is no such environment."""
        requires = ["%s==%s" % (variant.name, variant.version) if variant.version else variant.name]
        if isinstance(entry, dict):
            requires += [str(request) for request in entry.get("requires") or ()]
        requires += [str(request) for request in self.extra_package_requests or ()]
        try:
            context = self._get_context(requires, quiet=True)
        except RezError:
            return None
        return context.get_resolved_package(variant.name) if context is not None and context.success else None


def _occasions(entry: Any) -> List[str]:
    found = entry.get("run_on", "default") if isinstance(entry, dict) else "default"
    return [found] if isinstance(found, str) else list(found or ["default"])


def _on_variants(entry: Any) -> Any:
    return entry.get("on_variants", False) if isinstance(entry, dict) else False
