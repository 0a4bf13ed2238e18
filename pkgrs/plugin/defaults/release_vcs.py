"""Settings of version control systems."""
# mypy: disable-error-code="var-annotated"

# Name of the tag that a release sets. Attributes of the package may stand in it.
tag_name = "{qualified_name}"

# Regular expressions of branches that may be released from. Empty: all.
releasable_branches = []

# Refuse to release if the tag exists.
check_tag = False

git = {
    # Release from branches that track no remote one.
    "allow_no_upstream": False
}
