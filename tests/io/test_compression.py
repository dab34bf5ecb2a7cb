"""Compressed files: bounded when read, the same bytes whenever written."""

import bz2
import gzip
import io
import lzma
import tracemalloc

import pytest
import zstandard

from cleaner.io.compression import COMPRESSIONS, Compressor, compress, pieces, read_bounded
from cleaner.model import DocumentError

KINDS = sorted(COMPRESSIONS.values())
CONTENT = b"Snow fell on the town all night.\n" * 500


@pytest.mark.parametrize("compression", [None, *KINDS])
def test_what_was_compressed_is_read_again(compression):
    assert read_bounded(io.BytesIO(compress(CONTENT, compression)), compression) == CONTENT


@pytest.mark.parametrize("compression", KINDS)
def test_several_frames_in_a_row_are_one_file(compression):
    content = compress(CONTENT, compression) + compress(b"", compression) + compress(b"More.", compression)
    assert read_bounded(io.BytesIO(content), compression) == CONTENT + b"More."


def test_gzip_has_no_time_and_no_name():
    content = compress(CONTENT, "gz")
    assert content[3:8] == b"\0\0\0\0\0"  # flags, mtime


@pytest.mark.parametrize("compression", KINDS)
def test_pieces_written_one_by_one_give_the_same_bytes(compression):
    out = io.BytesIO()
    stream = Compressor(out, compression)
    for line in CONTENT.splitlines(keepends=True):
        stream.write(line)
    stream.close()
    assert out.getvalue() == compress(CONTENT, compression)


@pytest.mark.parametrize("compression", KINDS)
@pytest.mark.parametrize("damage", ["truncated", "foreign", "empty", "flipped"])
def test_damaged_files_say_so(compression, damage):
    whole = compress(CONTENT, compression)
    middle = len(whole) // 2
    content = {
        "truncated": whole[:-5],
        "foreign": b"not compressed at all",
        "empty": b"",
        "flipped": whole[:middle] + bytes([whole[middle] ^ 0xFF]) + whole[middle + 1 :],
    }[damage]
    with pytest.raises(DocumentError) as caught:
        read_bounded(io.BytesIO(content), compression)
    assert caught.value.reason == "damaged_compression"


@pytest.mark.parametrize("compression", KINDS)
def test_a_bomb_is_stopped_at_the_bound(compression):
    size = 300_000_000
    frame = zstandard.ZstdCompressor(level=3).compress(bytes(10**6)) if compression == "zst" else None
    bomb = (frame or compress(bytes(10**6), compression)) * (size // 10**6)
    read = 0
    with pytest.raises(DocumentError) as caught:
        read_bounded(io.BytesIO(bomb), compression, limit=1_000_000)
    assert caught.value.reason == "too_large"
    for piece in pieces(io.BytesIO(bomb), compression):
        assert len(piece) <= 34_000_000
        read += len(piece)
        if read > 70_000_000:
            break
    assert read > 70_000_000


@pytest.mark.parametrize(("compression", "made"), [("gz", gzip.compress), ("bz2", bz2.compress), ("xz", lzma.compress)])
def test_what_another_program_compressed_is_read(compression, made):
    assert read_bounded(io.BytesIO(made(CONTENT)), compression) == CONTENT


@pytest.mark.parametrize("compression", ["gz", "bz2", "xz"])
def test_frames_may_be_padded_with_zeros(compression):
    content = compress(CONTENT, compression) + bytes(512)
    assert read_bounded(io.BytesIO(content), compression) == CONTENT
    if compression != "gz":
        assert read_bounded(io.BytesIO(content + content), compression) == CONTENT * 2


@pytest.mark.parametrize("compression", ["bz2", "xz"])
def test_what_follows_a_frame_and_is_none_is_damage(compression):
    with pytest.raises(DocumentError, match="is damaged after 16,500 decompressed bytes"):
        read_bounded(io.BytesIO(compress(CONTENT, compression) + b"More."), compression)


def test_an_xz_file_that_asks_for_much_memory_is_refused():
    filters = [{"id": lzma.FILTER_LZMA2, "preset": 0, "dict_size": 1 << 28}]
    content = lzma.compress(CONTENT, filters=filters)
    with pytest.raises(DocumentError, match=r"[Mm]emory"):
        read_bounded(io.BytesIO(content), "xz")


@pytest.mark.parametrize("compression", ["bz2", "xz"])
def test_one_frame_of_zeros_comes_in_small_pieces(compression):
    bomb = io.BytesIO(compress(bytes(50_000_000), compression))
    tracemalloc.start()
    try:
        with pytest.raises(DocumentError, match="max_document_bytes = 100,000"):
            read_bounded(bomb, compression, limit=100_000)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 5_000_000
