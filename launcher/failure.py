class Failure(Exception):
    """What the user is told, without a traceback: what went wrong, and what to do about it."""
