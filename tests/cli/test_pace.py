"""How far a run is and how long it takes: arithmetic on a clock of our own."""

import gzip

import pytest

from cleaner.cli.pace import Pace
from cleaner.engines import Batch, Reading
from cleaner.engines.reading import Position, batches
from cleaner.io import Source, find_sources
from cleaner.io.piece import Piece
from cleaner.pipeline import Report


def counted(keep=0, flag=0, failed=0, raw=0):
    report = Report()
    report.verdicts.update({"keep": keep, "flag": flag, "failed": failed})
    report.characters["raw"] = raw
    return report


def texts(folder, count, size=100):
    for number in range(count):
        (folder / f"{number}.txt").write_bytes(b"x" * size)
    return find_sources([str(folder)]).sources


def batch(sources, *numbers):
    return Batch([(sources[number], Piece()) for number in numbers], Position(numbers[-1], 1))


def rows(path, count):
    content = "".join(f'{{"text": "Snow fell on day {number:08}."}}\n' for number in range(count)).encode()
    path.write_bytes(gzip.compress(content, mtime=0) if path.suffix == ".gz" else content)
    return find_sources([str(path)]).sources


def test_files_that_are_done_count_with_their_bytes(tmp_path):
    sources = texts(tmp_path, 4)
    pace = Pace(sources, done=0, now=100.0)
    assert pace.share == 0.0
    assert pace.left(101.0) is None
    pace.add(batch(sources, 0), counted(keep=1, raw=2_000_000))
    assert pace.share == pytest.approx(0.25)
    assert pace.left(102.0) == pytest.approx(6.0)
    pace.add(batch(sources, 1, 2, 3), counted(keep=1, flag=1, failed=1, raw=2_000_000))
    assert pace.share == pytest.approx(1.0)
    assert pace.left(104.0) == pytest.approx(0.0)
    assert pace.told(104.0) == "4 documents, 1/s, 1.0 MB/s, 1 flagged, 1 failed, 100%, 0:00 left"


def test_what_a_former_run_did_is_done_and_does_not_make_this_one_fast(tmp_path):
    sources = texts(tmp_path, 4)
    pace = Pace(sources, done=1, now=0.0)
    pace.add(batch(sources, 2), counted(keep=1))
    assert pace.share == pytest.approx(0.75)
    assert pace.left(10.0) == pytest.approx(10.0)


@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz"])
def test_inside_one_file_it_counts_by_bytes_as_they_are_stored(tmp_path, monkeypatch, name):
    monkeypatch.setattr("cleaner.engines.reading.BATCH_DOCUMENTS", 100)
    sources = rows(tmp_path / name, 1_000)
    pace = Pace(sources, done=0, now=0.0)
    shares = []
    for found in batches(Reading(), sources):
        pace.add(found, counted(keep=100))
        shares.append(pace.share)
    assert shares == pytest.approx([number / 10 for number in range(1, 11)], abs=0.02)
    assert pace.left(10.0) == pytest.approx(0.0, abs=0.2)


@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz"])
def test_going_on_inside_one_file_the_former_run_does_not_make_this_one_fast(tmp_path, monkeypatch, name):
    monkeypatch.setattr("cleaner.engines.reading.BATCH_DOCUMENTS", 100)
    sources = rows(tmp_path / name, 1_000)
    pace = Pace(sources, done=0, now=0.0)
    [first, *_] = batches(Reading(), sources, done=Position(0, 800))
    pace.add(first, counted(keep=100))
    assert pace.share == pytest.approx(0.9, abs=0.02)
    assert pace.left(5.0) == pytest.approx(5.0, rel=0.2)  # as long as the 100 rows before


def test_where_a_size_is_not_known_no_time_is_told():
    sources = [Source(None, "stdin.jsonl", "jsonl")]
    pace = Pace(sources, done=0, now=0.0)
    pace.add(Batch([(sources[0], Piece(span=(0, 10)))], Position(0, 1)), counted(keep=3_000))
    assert pace.share is None
    assert pace.left(2.0) is None
    assert pace.told(2.0) == "3,000 documents, 1,500/s, 0.0 MB/s"


def test_empty_files_and_no_time_at_all_do_no_harm(tmp_path):
    sources = texts(tmp_path, 2, size=0)
    pace = Pace(sources, done=0, now=7.0)
    pace.add(batch(sources, 0), counted(keep=1))
    assert pace.share is None
    assert "1 documents" in pace.told(7.0)
    assert Pace([], done=0, now=0.0).share is None


def test_an_hour_is_told_as_one(tmp_path):
    sources = texts(tmp_path, 4)
    pace = Pace(sources, done=0, now=0.0)
    pace.add(batch(sources, 0), counted(keep=1))
    assert pace.told(1_500.0).endswith("25%, 1:15:00 left")
