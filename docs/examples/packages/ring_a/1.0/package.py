name = "ring_a"

version = "1.0"

description = "Needs what needs it: a cycle, which can't be resolved."

requires = ["ring_b"]
