"""gunicorn's own words in the form of ours: named on its command line by the supervisor."""

from __future__ import annotations

from typing import Any

from gunicorn.glogging import Logger

from homeward.config.logs import Line


class GunicornLogger(Logger):
    """gunicorn's own words, in the same form."""

    def setup(self, cfg: Any) -> None:
        """Put our form on every handler."""
        super().setup(cfg)
        for handler in [*self.error_log.handlers, *self.access_log.handlers]:
            handler.setFormatter(Line())
