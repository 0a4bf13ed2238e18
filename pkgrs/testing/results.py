"""What test runs came to."""
from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, List


RULE = "-" * 80


class PackageTestResults:
    """The outcome of each test on each variant."""

    __module__ = "rez.package_test"

    valid_statuses = ("success", "failed", "skipped")

    def __init__(self) -> None:
        self.test_results: List[Dict[str, Any]] = []

    @property
    def num_tests(self) -> int:
        """How many outcomes there are."""
        return len(self.test_results)

    @property
    def num_success(self) -> int:
        return self._count("success")

    @property
    def num_failed(self) -> int:
        return self._count("failed")

    @property
    def num_skipped(self) -> int:
        return self._count("skipped")

    def _count(self, status: str) -> int:
        return sum(result["status"] == status for result in self.test_results)

    def add_test_result(self, test_name: str, variant: Any, status: str, description: str) -> None:
        """Add an outcome.

        Args:
            variant: What was tested.
            status: One of `valid_statuses`.

        Raises:
            RuntimeError: The status is none of these.
        """
        if status not in self.valid_statuses:
            raise RuntimeError("Invalid status")
        self.test_results.append({"test_name": test_name, "variant": variant, "status": status,
                                  "description": description})

    def print_summary(self) -> None:
        """Print the counts, and a table of the outcomes."""
        from pkgrs.base.text import columnise
        print("Test results:\n%s" % RULE)
        print("%d succeeded, %d failed, %d skipped\n" % (self.num_success, self.num_failed, self.num_skipped))
        rows = [("Test", "Status", "Variant", "Description"), ("----", "------", "-------", "-----------")]
        rows += [(r["test_name"], r["status"], r["variant"].root, r["description"]) for r in self.test_results]
        print("\n".join(columnise(rows)))
