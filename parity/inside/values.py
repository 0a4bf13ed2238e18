"""What a side gives, in a form that can be sent. It stands alone, beside the scripts that a side runs."""


def plain(value):
    """The value as JSON can carry it; what JSON does not know goes as its repr."""
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, (set, frozenset)):
        return sorted((plain(item) for item in value), key=repr)
    return repr(value)


def failure(error):
    """An error, as a result."""
    return {"error": type(error).__name__, "message": str(error)}


def attempt(function, *args, **kwargs):
    """What the function returns, or its error: what a side raises is a result."""
    try:
        return plain(function(*args, **kwargs))
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt):
            raise
        return failure(error)
