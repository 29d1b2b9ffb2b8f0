"""Bytes closed part by part: they come back as they were, or not at all."""

from __future__ import annotations

import io
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeward.ground.key_ring import KeyMissing, KeyRing
from homeward.ground.sealed_bytes import (
    PART,
    BytesChanged,
    close_parts,
    new_data_key,
    open_parts,
    unwrap,
    wrap,
)

ROW, OTHER = UUID(int=1), UUID(int=2)
KEY = new_data_key()
CONTENT = bytes(range(256)) * 4096  # four parts exactly


def closed(content: bytes = CONTENT) -> list[bytes]:
    return list(close_parts(KEY, ROW, io.BytesIO(content)))


@pytest.mark.parametrize("size", [0, 1, PART - 1, PART, PART + 1, 3 * PART])
def test_whatever_its_length_it_comes_back(size: int) -> None:
    content = (CONTENT * 2)[:size]
    assert b"".join(open_parts(KEY, ROW, closed(content))) == content


@pytest.mark.parametrize(
    "parts",
    [
        closed()[:-1],
        closed()[1:],
        closed()[::-1],
        [*closed(), closed()[-1]],
        [closed()[0], *closed()[2:]],
        [*closed()[:-1], closed(CONTENT[PART:])[-1]],
        [],
        [b"short"],
    ],
    ids=["end cut", "start cut", "turned", "longer", "middle out", "other end", "none", "short"],
)
def test_parts_left_out_moved_or_put_in_are_found(parts: list[bytes]) -> None:
    with pytest.raises(BytesChanged):
        list(open_parts(KEY, ROW, parts))


@given(at=st.integers(0, 299), bit=st.integers(0, 7))
def test_any_changed_bit_is_found(at: int, bit: int) -> None:
    (part,) = closed(CONTENT[:284])
    assert len(part) == 300
    changed = bytearray(part)
    changed[at] ^= 1 << bit
    with pytest.raises(BytesChanged, match="changed outside this service"):
        list(open_parts(KEY, ROW, [bytes(changed)]))


def test_parts_belong_to_their_row_and_their_key() -> None:
    for key, row in ((KEY, OTHER), (new_data_key(), ROW)):
        with pytest.raises(BytesChanged):
            list(open_parts(key, row, closed()))


class TestRing:
    def test_keys_are_made_once_and_told_apart(self, tmp_path: Path) -> None:
        ring = KeyRing(tmp_path)
        first = ring.newest()
        assert ring.newest() == first == KeyRing(tmp_path).find(first.id)
        second = ring.add()
        assert (ring.newest(), ring.newest_number()) == (second, 2)
        assert ring.find(first.id).bytes != second.bytes
        assert first.bytes.hex() not in repr(first)

    def test_a_key_opens_what_it_closed_for_that_row(self, tmp_path: Path) -> None:
        first = KeyRing(tmp_path).newest()
        second = KeyRing(tmp_path).add()
        wrapped = wrap(first, ROW, KEY)
        assert unwrap(first, ROW, wrapped) == KEY
        assert KEY not in wrapped
        for key, row, text in ((second, ROW, wrapped), (first, OTHER, wrapped), (first, ROW, b"")):
            with pytest.raises(BytesChanged):
                unwrap(key, row, text)

    def test_another_key_under_the_same_number_is_not_tried(self, tmp_path: Path) -> None:
        known = KeyRing(tmp_path / "here").newest()
        elsewhere = KeyRing(tmp_path / "there")
        elsewhere.newest()
        for asked in (known.id, "0007-00000000", "../signing-key", ""):
            with pytest.raises(KeyMissing, match="is not in the folder of secrets"):
                elsewhere.find(asked)

    def test_only_its_owner_may_read_a_key(self, tmp_path: Path) -> None:
        KeyRing(tmp_path).newest()
        (file,) = (tmp_path / "secrets").iterdir()
        assert file.stat().st_mode & 0o777 == 0o600
