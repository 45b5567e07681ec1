class HistoryError(Exception):
    """The base of what the history refuses."""


class HistoryIsKept(HistoryError):
    """Somebody tried to change or delete what the history holds."""
