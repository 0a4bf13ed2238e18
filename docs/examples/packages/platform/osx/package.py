name = "platform"

version = "osx"

description = "What a package needs when it runs on platform osx only."
