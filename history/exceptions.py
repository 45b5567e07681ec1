class HistoryError(Exception):
    """The base of what the history refuses."""


class HistoryIsKept(HistoryError):
    """Somebody tried to change or delete what the history holds."""


class Stale(HistoryError):
    """The record was changed since the writer read it; `record` is the record as it is now."""

    def __init__(self, record: object) -> None:
        super().__init__("The record was changed by somebody else in the meantime.")
        self.record = record
