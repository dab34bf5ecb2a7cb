"""The local engine: the same bytes with any number of workers, and no document lost with a worker."""

import os
import signal
from pathlib import Path

import pytest

from cleaner.engines import Job, Reading, run, workers_for
from cleaner.io import Source, find_sources, open_writer
from cleaner.io.piece import Piece
from cleaner.model import CleanerError
from cleaner.pipeline import Cleaner, Report

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
        report = clean(folder, str(place / name), workers)
        told.append((written(place / name), report.as_dict()))
    assert told[0] == told[1] == told[2]
    assert told[0][1]["verdicts"]["failed"] == 2 * 200 + 2
    assert sum(told[0][1]["verdicts"].values()) == 700 + 1 + 3 * 200 + 2 + 200


def test_a_document_that_kills_its_worker_is_set_aside_and_the_rest_is_cleaned(tmp_path):
    folder = fill(tmp_path / "raw", 40)
    (folder / "0020-poison.txt").write_text(POISON)
    report = clean(folder, str(tmp_path / "out"), 2, site=dies)
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
    report = clean(folder, str(tmp_path / "out"), 2, site=dies_once)
    assert (tmp_path / "mark").exists()
    assert not any("worker_died" in failure for failure in report.failures)
    assert (tmp_path / "out/0020-poison.txt").read_text() == POISON


def refuses(document):
    """A site that takes more memory than there is."""
    if POISON in document.text:
        raise MemoryError
    return "example.org"


class Crashing(Reading):
    """A reader whose library crashes on a document."""

    def reader(self, source):
        return CrashingReader() if "poison" in source.name else super().reader(source)


class CrashingReader:
    def pieces(self, *_):
        yield Piece()

    def document(self, *_):
        os.kill(os.getpid(), signal.SIGSEGV)


class Unbegun:
    """A site rule that no worker can read."""

    def __reduce__(self):
        return open, ("/nowhere/at/all",)


@pytest.mark.parametrize("workers", [1, 2])
def test_a_document_that_takes_too_much_memory_fails_alone(tmp_path, workers):
    folder = fill(tmp_path / "raw", 4)
    (folder / "0002-poison.txt").write_text(POISON)
    report = clean(folder, str(tmp_path / "out"), workers, site=refuses)
    assert report.reasons["out_of_memory"] == 1
    assert (tmp_path / "out/0002-poison.txt").read_text() == POISON
    assert (tmp_path / "out/0003.txt").exists()


def test_a_document_that_crashes_who_decodes_it_fails_alone_and_not_in_this_process(tmp_path):
    folder = fill(tmp_path / "raw", 4)
    (folder / "0002-poison.txt").write_text(POISON)
    writer = open_writer(str(tmp_path / "out"))
    job = Job(Cleaner.from_config(), Crashing(), writer.encoder)
    report = run(job, find_sources([str(folder)]), writer, workers=2)
    [told] = [failure for failure in report.failures if "worker_died" in failure]
    assert "cannot even be decoded" in told
    assert (tmp_path / "out/0003.txt").exists()


def test_workers_that_cannot_begin_end_the_run_and_blame_no_document(tmp_path):
    folder = fill(tmp_path / "raw", 4)
    with pytest.raises(CleanerError) as caught:
        clean(folder, str(tmp_path / "out"), 2, site=Unbegun())
    assert "cannot begin" in str(caught.value)
    assert "--jobs 1" in str(caught.value)
    assert not list((tmp_path).glob("out/*.txt"))


def test_what_cannot_be_put_in_its_place_is_counted_once_and_in_the_order_of_the_input(tmp_path):
    folder = fill(tmp_path / "raw", 3)
    told = []
    for workers in (1, 2):
        out = tmp_path / str(workers)
        out.mkdir()
        (out / "0001.txt").write_text("Somebody else's.")
        (out / "binary.txt").write_text("Somebody else's.")
        told.append(clean(folder, str(out), workers).as_dict())
    assert told[0]["verdicts"] == told[1]["verdicts"]
    ones, twos = ([failure.split(": ")[1] for failure in one["failures"]] for one in told)
    assert ones == twos
    assert sum(told[0]["verdicts"].values()) == 3 + 1 + 3 * 200 + 2 + 200
    assert told[0]["reasons"]["exists"] == 1


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
    report = Report()
    with pytest.raises(KeyboardInterrupt):
        run(Job(Cleaner.from_config(), Reading(), writer.encoder), find_sources([str(folder)]), writer, report=report)
    assert report.verdicts["keep"] >= 256
    assert len(list((tmp_path / "out").glob("*.txt"))) == 300


def test_batches_are_told_of_in_order_with_what_was_counted(tmp_path):
    folder = fill(tmp_path / "raw", 300)
    sources, told = find_sources([str(folder)]), []
    writer = open_writer(str(tmp_path / "out"))

    def tell(batch, counted):
        told.append((batch.end, [source for source, _ in batch.items], sum(counted.verdicts.values())))

    run(Job(Cleaner.from_config(), Reading(), writer.encoder), sources, writer, progress=tell)
    whole = dict.fromkeys(source for _, batch, _ in told for source in batch)
    assert list(whole) == list(sources.sources)
    assert [count for _, _, count in told] == [len(batch) for _, batch, _ in told]
    assert told[0][:2] == ((255, 1), list(sources.sources[:256]))


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


GREEDY_TEXT = "This one takes too much."


def takes_too_much(document):
    """A site that is told by who holds 3 GB for a moment."""
    return "example.org" if GREEDY_TEXT not in document.text or bytes(3_000_000_000) else None


def test_workers_are_bounded_and_go_on_after_a_document_that_takes_too_much(tmp_path):
    folder = fill(tmp_path / "raw", 40)
    (folder / "0020-greedy.txt").write_text(GREEDY_TEXT)
    report = clean(folder, str(tmp_path / "out"), 2, site=takes_too_much)
    [told] = [failure for failure in report.failures if "out_of_memory" in failure]
    assert "0020-greedy.txt" in told
    assert (tmp_path / "out/0020-greedy.txt").read_text() == GREEDY_TEXT
    assert report.reasons["worker_died"] == 0
