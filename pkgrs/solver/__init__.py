"""The resolve algorithm, over tables of versions and requirements."""
