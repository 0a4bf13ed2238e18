name = "arch"

version = "x86_64"

description = "What a package needs when it runs on arch x86_64 only."
