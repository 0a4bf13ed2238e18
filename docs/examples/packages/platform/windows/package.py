name = "platform"

version = "windows"

description = "What a package needs when it runs on platform windows only."
