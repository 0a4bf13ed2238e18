name = "ring_b"

version = "1.0"

description = "The other half of the cycle."

requires = ["ring_a"]
