"""What the worker does, in which lane, how often: the whole timetable on one page."""

from __future__ import annotations

from homeward.jobs.folder import take_folder
from homeward.jobs.lanes import Piece
from homeward.jobs.papers import scan
from homeward.jobs.people import hand_on, look_for_odd, send_letters
from homeward.jobs.periodic import (
    forget_searches,
    look_for_downloads,
    look_for_due_records,
    seal,
    spread,
    sweep_repeats,
)
from homeward.jobs.rehearsal import play_days
from homeward.jobs.tasks import carry_out, copy, erase, place_forms, refresh, take_downloads

PIECES = (
    Piece("Placing reports made by form", "reports", 30, place_forms),
    Piece("Carrying out reviews", "reports", 30, carry_out),
    Piece("Spreading adopted editions", "duties", 30, spread),
    Piece("Handing work on", "reports", 30, hand_on),
    Piece("Sending letters", "letters", 30, send_letters),
    Piece("Judging duties anew", "duties", 30, refresh),
    Piece("Looking for repeating duties", "duties", 60, sweep_repeats, woken=False),
    Piece("Taking downloads", "downloads", 30, take_downloads),
    Piece("Taking the watched folder", "downloads", 30, take_folder, woken=False),
    Piece("Looking whether a download came", "downloads", 60, look_for_downloads, woken=False),
    Piece("Checking documents for harmful content", "documents", 30, scan),
    Piece("Gathering and making copies", "keeping", 30, copy),
    Piece("Looking for records that are due", "keeping", 86_400, look_for_due_records, woken=False),
    Piece("Erasing what two people decided", "keeping", 300, erase, woken=False),
    Piece("Forgetting searches", "duties", 600, forget_searches, woken=False),
    Piece("Looking for odd-looking access", "people", 60, look_for_odd, woken=False),
    Piece("Sealing the ledger", "ledger", 30, seal, woken=False),
    Piece("Playing the rehearsal's days", "rehearsal", 60, play_days, woken=False),
)
