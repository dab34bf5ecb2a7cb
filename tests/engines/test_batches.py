"""How pieces of sources are put into batches: by bytes and number, and alone where somebody waits for an answer."""

import io

import pytest

from cleaner.engines import Reading
from cleaner.engines.reading import BATCH_DOCUMENTS, batches
from cleaner.io import Source, find_sources


def sizes(sources, stream=None):
    return [len(batch.items) for batch in batches(Reading(), sources, stream)]


@pytest.fixture
def folder(tmp_path):
    for number in range(5):
        (tmp_path / f"{number}.txt").write_text("Snow fell. " * 40_000)  # 440 kB
    return find_sources([str(tmp_path)]).sources


def test_a_batch_ends_behind_the_file_that_fills_it(folder):
    assert sizes(folder) == [3, 2]


def test_small_rows_are_counted(tmp_path):
    rows = tmp_path / "rows.jsonl"
    rows.write_text('{"text": "Snow."}\n' * (2 * BATCH_DOCUMENTS + 1))
    assert sizes(find_sources([str(rows)]).sources) == [BATCH_DOCUMENTS, BATCH_DOCUMENTS, 1]


def test_a_file_that_is_gone_is_still_a_piece(folder):
    folder[1].path.unlink()
    assert sum(sizes(folder)) == 5


def test_rows_of_a_pipe_come_alone():
    stream = io.BytesIO(b'{"text": "Snow."}\n' * 3)
    assert sizes([Source(None, "stdin.jsonl", "jsonl")], stream) == [1, 1, 1]


def test_no_sources_make_no_batches():
    assert sizes([]) == []
