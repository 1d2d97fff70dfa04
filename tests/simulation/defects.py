"""What the functions log as an error although nothing but themselves was to blame."""

import logging

from tests.simulation.aws.trouble import is_trouble


class DefectWatch(logging.Handler):
    """Collects what the functions log as an error: each is a defect."""

    def __init__(self, defects: list[str]) -> None:
        super().__init__(logging.ERROR)
        self._defects = defects
        self.setFormatter(logging.Formatter())

    def emit(self, record: logging.LogRecord) -> None:
        """Remember it with its traceback, unless AWS alone was to blame."""
        error = record.exc_info[1] if record.exc_info else None
        if error is None or not is_trouble(error):
            self._defects.append(self.format(record))
