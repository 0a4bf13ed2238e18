name = "platform"

version = "linux"

description = "What a package needs when it runs on platform linux only."
