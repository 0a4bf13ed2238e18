"""Settings of package repositories."""

filesystem = {
    # How a repository is locked while written to: "default" (what suits the platform), "link", "mkdir", "symlink".
    "file_lock_type": "default",
    # Seconds to wait for the lock. Zero: do not wait.
    "file_lock_timeout": 10,
    # Folder below the repository for locks. None: the repository itself.
    "file_lock_dir": None,
    # Take a folder for a version only if a definition is in it.
    "check_package_definition_files": False,
    # Names of definition files, without suffix. The first one is written.
    "package_filenames": [
        "package"
    ]
}
