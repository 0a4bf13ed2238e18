name = "imgproc"

version = "3.1.0"

description = "Variants in folders named by a hash, as ranges make poor folder names."

hashed_variants = True

variants = [
    ["python-2.7", "!maya-2024+"],
    ["python-3.7+<4", "pointcache-1|2"],
]

tools = ["imgproc"]


def commands():
    env.PATH.append("{root}/bin")
    env.IMGPROC_VARIANT = "{this.index}"
