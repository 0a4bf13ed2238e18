"""What the configuration of a studio imports."""
from rez.package_order import FallbackComparable, PackageOrder, register_orderer
from rez.version import Version


class PinnedFirst(PackageOrder):
    """An orderer of one's own: a version of one's liking before all others."""

    name = "pinned_first"

    def __init__(self, pinned, packages=None):
        super().__init__(packages)
        self.pinned = pinned

    def sort_key_implementation(self, package_name, version):
        return FallbackComparable(str(version) == self.pinned, version)

    def __str__(self):
        return "pinned first: %s" % self.pinned

    def __eq__(self, other):
        return type(self) is type(other) and self.pinned == other.pinned

    def to_pod(self):
        return {"pinned": self.pinned, "packages": self.packages}

    @classmethod
    def from_pod(cls, data):
        return cls(data["pinned"], data.get("packages"))


register_orderer(PinnedFirst)


def preprocess(this, data):
    """A package_preprocess_function: stamps each package that is built."""
    data["description"] = "%s [%s]" % (data.get("description", ""), this.name)
    data.setdefault("authors", []).append("studio")
    if Version("2") < this.version:
        data["requires"] = list(data.get("requires", [])) + ["stamp"]
