"""The local engine: the same bytes with any number of workers, and no document lost with a worker."""

import os
import signal
from pathlib import Path

import pytest

from cleaner.engines import Job, Reading, Totals, run, workers_for
from cleaner.io import Source, find_sources, open_writer
from cleaner.pipeline import Cleaner

TEXT = "Snow closed the pass on Monday, police said.\n\nShare this article\n\nNobody was hurt, number {}."
POISON = "This one kills its worker."


def fill(folder, count=700):
    """Texts, pages, rows, and what cannot be read among them."""
    folder.mkdir()
    for number in range(count):
        (folder / f"{number:04}.txt").write_text(TEXT.format(number))
    (folder / "page.html").write_text(f"<html><body><article><p>{TEXT.format('p') * 9}</p></article></body></html>")
    (folder / "rows.jsonl").write_text('{"text": "Snow fell."}\nno row\n{"text": 7}\n{"text": "More snow."}\n' * 200)
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 20)
    (folder / "gone.txt").symlink_to("nowhere.txt")
    return folder


def clean(folder, out, workers, site=None):
    sources = find_sources([str(folder)], out=Path(out), mirror=not out.endswith(".jsonl"))
    writer = open_writer(out)
    return run(Job(Cleaner.from_config(), Reading(), writer.encoder, site), sources, writer, workers=workers)


def written(path):
    """All files below ``path`` with their bytes."""
    path = Path(path)
    return {one.name: one.read_bytes() for one in sorted(path.parent.rglob("*")) if one.is_file()}


def dies(document):
    """A site that is never told: whoever asks for it is killed, as the kernel kills what takes too much memory."""
    if POISON in document.text:
        os.kill(os.getpid(), signal.SIGKILL)
    return "example.org"


def dies_once(document):
    mark = Path(document.origin.uri).parent.parent / "mark"
    if POISON in document.text and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return "example.org"


@pytest.mark.parametrize("name", ["out", "out.jsonl", "out.jsonl.zst"])
def test_the_number_of_workers_changes_no_byte(tmp_path, name):
    folder = fill(tmp_path / "raw")
    told = []
    for workers in (1, 2, 3):
        place = tmp_path / str(workers)
        place.mkdir()
        totals = clean(folder, str(place / name), workers)
        told.append((written(place / name), totals.report.as_dict(), totals.sites))
    assert told[0] == told[1] == told[2]
    assert told[0][1]["verdicts"]["failed"] == 2 * 200 + 2
    assert sum(told[0][1]["verdicts"].values()) == 700 + 1 + 3 * 200 + 2 + 200


def test_a_document_that_kills_its_worker_is_set_aside_and_the_rest_is_cleaned(tmp_path):
    folder = fill(tmp_path / "raw", 40)
    (folder / "0020-poison.txt").write_text(POISON)
    report = clean(folder, str(tmp_path / "out"), 2, site=dies).report
    [told] = [failure for failure in report.failures if "worker_died" in failure]
    assert "0020-poison.txt" in told
    assert "raw is kept" in told
    assert (tmp_path / "out/0020-poison.txt").read_text() == POISON
    assert (tmp_path / "out/0039.txt").read_text() == TEXT.format(39).replace("Share this article\n\n", "")
    assert len(list((tmp_path / "out").glob("00*.txt"))) == 41
    assert report.verdicts["failed"] == 2 * 200 + 2 + 1


def test_a_worker_that_dies_once_costs_nothing(tmp_path):
    folder = fill(tmp_path / "raw", 40)
    (folder / "0020-poison.txt").write_text(POISON)
    report = clean(folder, str(tmp_path / "out"), 2, site=dies_once).report
    assert (tmp_path / "mark").exists()
    assert not any("worker_died" in failure for failure in report.failures)
    assert (tmp_path / "out/0020-poison.txt").read_text() == POISON


def test_what_was_found_before_a_run_broke_off_is_known(tmp_path, monkeypatch):
    folder = fill(tmp_path / "raw", 600)
    writer = open_writer(str(tmp_path / "out"))
    put, count = writer.put, []

    def stops(encoded, source):
        count.append(source)
        if len(count) > 300:
            raise KeyboardInterrupt
        put(encoded, source)

    monkeypatch.setattr(writer, "put", stops)
    totals = Totals()
    with pytest.raises(KeyboardInterrupt):
        run(Job(Cleaner.from_config(), Reading(), writer.encoder), find_sources([str(folder)]), writer, totals=totals)
    assert totals.report.verdicts["keep"] >= 256
    assert len(list((tmp_path / "out").glob("*.txt"))) == 300


def test_sources_are_told_of_in_order_once_each(tmp_path):
    folder = fill(tmp_path / "raw", 300)
    sources, told = find_sources([str(folder)]), []
    writer = open_writer(str(tmp_path / "out"))
    run(Job(Cleaner.from_config(), Reading(), writer.encoder), sources, writer, progress=told.append)
    assert told == list(sources.sources)


def test_little_work_gets_one_worker_and_a_pipe_too(tmp_path):
    folder = fill(tmp_path / "raw", 3)
    assert workers_for(None, find_sources([str(folder)])) == 1
    assert workers_for(3, find_sources([str(folder)])) == 3
    pipe = find_sources(["-"])
    assert pipe.sources == (Source(None, "stdin.txt", "text", None, named=True),)
    assert workers_for(3, pipe) == 1


def test_much_work_gets_a_worker_for_each_core(tmp_path, monkeypatch):
    big = tmp_path / "big.txt"
    with big.open("wb") as file:
        file.truncate(10_000_000)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: range(64), raising=False)
    assert workers_for(None, find_sources([str(big)])) == 2
    with big.open("wb") as file:
        file.truncate(1_000_000_000)
    assert workers_for(None, find_sources([str(big)])) == 64
