"""Taking one police download from the command line. Loaded when the record is open."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from django.conf import settings

from homeward.casework.adopt_edition import adopt_default
from homeward.casework.begin_download import begin_download
from homeward.casework.carry_out_reviews import carry_out_reviews
from homeward.casework.take_download import TakenFile, take_download
from homeward.cli.acts import system_act
from homeward.cli.answers import BadInput
from homeward.intake.download.own_columns import aliases_of
from homeward.intake.download.reader import BadFile, open_download


def take_file(path: Path, told: Callable[[int, int], None]) -> TakenFile:
    """Take one download as the worker does. Raises BadInput when it is refused whole.

    In a record that never adopted an edition of the protocol, the shipped current one is
    adopted first: without an edition nothing could be owed.
    """
    try:
        download = open_download(path, aliases_of(settings.VAR))
    except BadFile as bad:
        raise BadInput(bad.sentence) from None
    adopt_default(system_act("adopt_edition"))
    begun = begin_download(system_act("begin_download"), download)

    def heard(taken: TakenFile) -> None:
        told(taken.rows, download.rows_total)

    act = system_act("take_download")
    taken = take_download(act, download, begun.record, begun.agency, heard)
    carry_out_reviews(system_act("carry_out_reviews"))
    return taken
