"""Installing pkgrs itself: as a production install, or as a package in a repository."""
