"""Writing requests for a copy: the clock, marks, closed files, who took them away."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from homeward.copies.models import Bundle, CopyRequest, Fetch, Mark
from homeward.ground.bulk import insert_rows
from homeward.ground.ids import new_id
from homeward.ground.key_ring import KeyRing
from homeward.ground.sealed_bytes import close_parts, new_data_key, wrap
from homeward.rules.acts import Act, Refusal
from homeward.rules.copies import Suggested


def person_of(act: Act) -> UUID:
    """Whose decision it is: the system decides nothing here."""
    if act.viewer.person is None:
        raise Refusal("A person decides this, not the system.", code="needs-person")
    return act.viewer.person


def log_request(
    act: Act,
    child: UUID | None,
    wanted: Mapping[str, str],
    said: Mapping[str, str],
    days: tuple[date, date],
) -> UUID:
    """Enter that somebody asked; `said` is who, in what capacity, with which authority."""
    request = CopyRequest(
        id=new_id(),
        child_id=child,
        wanted=dict(wanted),
        asked_by=said["asked_by"][:200],
        capacity=said["capacity"],
        authority=said["authority"][:500],
        received_on=days[0],
        due_on=days[1],
        logged_by=person_of(act),
        logged_at=act.at,
    )
    request.save(force_insert=True)
    return request.id


def extend(act: Act, request: UUID, due_on: date) -> int:
    """Extend the clock once; how many rows changed."""
    rows = CopyRequest.objects.filter(pk=request, extended_at=None, closed_at=None)
    return rows.update(extended_at=act.at, extension_reason=act.reason[:500], due_on=due_on)


def gathered(act: Act, request: UUID, child: UUID) -> None:
    """The copy of this child's record is gathered."""
    CopyRequest.objects.filter(pk=request).update(child_id=child, gathered_at=act.at)


def stop(act: Act, request: UUID, why: str) -> None:
    """The copy cannot be made; `why` says so to whoever handles it."""
    CopyRequest.objects.filter(pk=request).update(stopped=why[:300])


def suggest(act: Act, request: UUID, found: Sequence[tuple[Suggested, int]]) -> None:
    """Enter suggested marks with how often each occurs."""
    insert_rows(
        "copies_mark",
        ("request_id", "words", "exemption", "why", "times"),
        [(request, each.words[:300], each.exemption, each.why[:300], n) for each, n in found],
        once=True,
    )


def add_mark(act: Act, request: UUID, words: str, exemption: str, times: int) -> bool:
    """Mark more words for removal, with the act's reason; False where they are marked already."""
    _, made = Mark.objects.update_or_create(
        request_id=request,
        words=words[:300],
        defaults={
            "exemption": exemption,
            "why": act.reason[:300],
            "times": times,
            "removed": True,
            "decided_by": person_of(act),
            "decided_at": act.at,
        },
        create_defaults={
            "exemption": exemption,
            "why": act.reason[:300],
            "times": times,
            "removed": True,
            "added_by": person_of(act),
            "decided_by": person_of(act),
            "decided_at": act.at,
        },
    )
    return made


def decide_marks(act: Act, request: UUID, removed: Sequence[int]) -> None:
    """Decide every mark of a copy: these are removed, the others stay in."""
    marks = Mark.objects.filter(request_id=request)
    for choice, rows in (
        (True, marks.filter(pk__in=removed)),
        (False, marks.exclude(pk__in=removed)),
    ):
        rows.exclude(removed=choice).update(
            removed=choice, decided_by=person_of(act), decided_at=act.at
        )


def finish_marking(act: Act, request: UUID) -> None:
    """The first pair of eyes is done."""
    CopyRequest.objects.filter(pk=request).update(marked_by=person_of(act), marked_at=act.at)


def check(act: Act, request: UUID, *, right: bool) -> None:
    """The second pair of eyes: right, or back to marking."""
    rows = CopyRequest.objects.filter(pk=request)
    if right:
        rows.update(checked_by=person_of(act), checked_at=act.at)
    else:
        rows.update(marked_by=None, marked_at=None)


def keep_bundle(act: Act, request: UUID, kind: str, content: bytes, ring: KeyRing) -> None:
    """Close the files of a copy under a key of their own and keep them."""
    bundle, data_key, wrapping = new_id(), new_data_key(), ring.newest()
    Bundle.objects.create(
        id=bundle,
        request_id=request,
        kind=kind,
        key_id=wrapping.id,
        wrapped_key=wrap(wrapping, bundle, data_key),
        content=b"".join(close_parts(data_key, bundle, io.BytesIO(content))),
        made_at=act.at,
    )


def made(act: Act, request: UUID, until: datetime) -> None:
    """The copy is ready, to be fetched until then."""
    CopyRequest.objects.filter(pk=request).update(made_at=act.at, until_at=until)


def fetched(act: Act, request: UUID, kind: str) -> None:
    """Somebody took a file away."""
    Fetch.objects.create(
        request_id=request, kind=kind, person_id=person_of(act), at=act.at, act_id=act.id
    )


def close(act: Act, request: UUID) -> int:
    """The request is answered or withdrawn, for the act's reason; how many rows changed."""
    rows = CopyRequest.objects.filter(pk=request, closed_at=None)
    return rows.update(closed_at=act.at, close_reason=act.reason[:300])


def destroy_bundles(act: Act, before: datetime) -> int:
    """Destroy files that were made before then, keys and bytes; how many. The worker's alone."""
    gone, _ = Bundle.objects.filter(made_at__lte=before).delete()
    return gone
