"""Files of a run grow as parts and take their places at checkpoints; what is killed in between is put right."""

import os
import shutil

import pytest

from cleaner.io import Head, Journal, Note, Staging
from cleaner.io.atomic import AtomicFile, is_part, part_of
from cleaner.model import CleanerError, DocumentError

HEAD = Head("1", "c", "r")


@pytest.fixture
def out(tmp_path):
    (tmp_path / "out").mkdir()
    return tmp_path / "out"


@pytest.fixture
def begun(out):
    """A staging area with a journal of its own, and one that goes on with it after a kill."""
    staged = []

    def new():
        staged.append(Staging(Journal(out / ".journal", HEAD), out))
        return staged[-1]

    def again():
        for other in staged:  # a process that is killed lets its files go
            for file in (*other._open, *other._sealed):
                file.leave()
            other._journal.close()
        staged.append(Staging(Journal.read(out / ".journal"), out))
        return staged[-1]

    new.again = again
    yield new
    for staging in staged:
        staging.discard()


def names(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.name != ".journal")


def test_nothing_takes_its_place_before_the_checkpoint(out, begun):
    staging = begun()
    staging.put([(out / "a/1.txt", b"Snow."), (out / "a/1.txt.edits.json", b"{}")])
    assert not (out / "a/1.txt").exists()
    staging.checkpoint(Note(1))
    assert names(out) == ["a", "a/1.txt", "a/1.txt.edits.json"]


def test_without_a_journal_it_does_so_at_once(out):
    staging = Staging()
    (out / "old.txt").write_text("old")
    staging.put([(out / "1.txt", b"Snow.")], without=[out / "old.txt"])
    assert names(out) == ["1.txt"]


def test_an_open_part_is_cut_to_what_was_made_sure_of(out, begun):
    staging = begun()
    file = staging.open(out / "rows.jsonl")
    file.write(b"one\n")
    staging.checkpoint(Note(1))
    file.write(b"two\nhalf of thr")
    file.sync()
    later = begun.again()
    assert later.holds(out / "rows.jsonl")
    assert not later.holds(out / "other.jsonl")
    kept = later.open(out / "rows.jsonl")
    kept.write(b"three\n")
    later.finish([kept])
    later.checkpoint(Note(2))
    assert (out / "rows.jsonl").read_bytes() == b"one\nthree\n"
    assert names(out) == ["rows.jsonl"]


def test_moves_and_removals_that_were_promised_are_done_by_who_goes_on(out, begun, monkeypatch):
    (out / "stale.txt").write_text("of a former run")
    staging = begun()
    staging.put([(out / "1.txt", b"one"), (out / "2.txt", b"two")], without=[out / "stale.txt"])

    class Killed(BaseException):
        pass

    commit = AtomicFile.commit

    def killed(file):
        if file.path.name == "2.txt":
            raise Killed
        commit(file)

    with monkeypatch.context() as patch:
        patch.setattr(AtomicFile, "commit", killed)
        with pytest.raises(Killed):
            staging.checkpoint(Note(1))
    assert (out / "1.txt").exists()
    assert (out / "stale.txt").exists()
    begun.again()
    begun.again()  # once more does no harm
    assert names(out) == ["1.txt", "2.txt"]
    assert (out / "2.txt").read_bytes() == b"two"


@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError(5, "Input/output error")])
def test_what_was_promised_and_not_moved_survives_a_run_that_breaks_off(out, begun, monkeypatch, error):
    staging = begun()
    staging.put([(out / "1.txt", b"one"), (out / "2.txt", b"two")])

    def broken(*_):
        raise error

    with monkeypatch.context() as patch:
        patch.setattr("pathlib.Path.replace", broken)
        with pytest.raises((KeyboardInterrupt, CleanerError)):
            staging.checkpoint(Note(1))
    staging.discard()
    assert not (out / "1.txt").exists()
    begun.again()
    assert names(out) == ["1.txt", "2.txt"]


def test_a_line_that_may_stand_in_the_journal_keeps_what_it_promises(out, begun, monkeypatch):
    staging = begun()
    staging.put([(out / "1.txt", b"one")])
    sync = os.fsync

    def stopped(descriptor):
        sync(descriptor)
        raise KeyboardInterrupt

    staging._journal.claim()
    with monkeypatch.context() as patch:
        patch.setattr("cleaner.io.staging.sync_parts", lambda _: None)
        patch.setattr(os, "fsync", stopped)
        with pytest.raises(KeyboardInterrupt):
            staging.checkpoint(Note(1))
    staging.discard()
    begun.again()
    assert names(out) == ["1.txt"]


def test_a_move_that_cannot_be_done_again_says_why(out, begun, monkeypatch):
    staging = begun()
    staging.put([(out / "1.txt", b"one")])
    with monkeypatch.context() as patch:
        patch.setattr(staging, "_move", lambda: None)
        staging.checkpoint(Note(1))
    (out / "1.txt").mkdir()
    with pytest.raises(CleanerError) as caught:
        begun.again()
    assert "1.txt: cannot be written" in str(caught.value)
    (out / "1.txt").rmdir()
    begun.again()
    assert (out / "1.txt").read_bytes() == b"one"


def test_discard_without_a_checkpoint_leaves_nothing(out, begun):
    (out / "1.txt").write_text("old")
    staging = begun()
    staging.open(out / "rows.jsonl").write(b"one\n")
    staging.put([(out / "1.txt", b"one")], without=[out / "2.txt"])
    staging.discard()
    assert names(out) == ["1.txt"]
    assert (out / "1.txt").read_text() == "old"
    assert not (out / ".journal").exists()


def test_discard_leaves_what_the_last_checkpoint_made_sure_of(out, begun):
    staging = begun()
    rows = staging.open(out / "rows.jsonl")
    rows.write(b"one\n")
    staging.checkpoint(Note(1))
    rows.write(b"two\n")
    staging.finish([rows])
    staging.put([(out / "1.txt", b"one")])
    staging.discard()
    assert names(out) == [part_of(out / "rows.jsonl").name]
    later = begun.again()
    later.finish([later.open(out / "rows.jsonl")])
    later.checkpoint(Note(1))
    assert (out / "rows.jsonl").read_bytes() == b"one\n"


@pytest.mark.parametrize("harm", ["shorter", "gone"])
def test_a_part_that_lost_what_was_made_sure_of_ends_the_run(out, begun, harm):
    staging = begun()
    staging.open(out / "rows.jsonl").write(b"one\n")
    staging.checkpoint(Note(1))
    part = part_of(out / "rows.jsonl")
    if harm == "gone":
        part.unlink()
    else:
        part.write_bytes(b"on")
    later = begun.again()
    with pytest.raises(CleanerError) as caught:
        later.open(out / "rows.jsonl")
    assert not isinstance(caught.value, DocumentError)  # else one document would fail, and the rest be half a file
    assert "4 that the journal knows of" in str(caught.value)
    assert "without --resume" in str(caught.value)


def test_a_dropped_part_goes_at_the_next_checkpoint(out, begun):
    staging = begun()
    spool = staging.open(out / "rows.spool")
    spool.write(b"one")
    staging.checkpoint(Note(1))
    staging.drop(spool)
    assert [name for name in names(out) if is_part(name)]
    staging.checkpoint(Note(2))
    assert names(out) == []


def test_where_one_of_two_files_cannot_be_written_neither_is(out, begun):
    (out / "1.txt.edits.json").mkdir()
    staging = begun()
    with pytest.raises(DocumentError):
        staging.put([(out / "1.txt", b"one"), (out / "1.txt.edits.json", b"{}")])
    staging.checkpoint(Note(1))
    assert names(out) == ["1.txt.edits.json"]


def test_no_folder_is_made_where_a_file_is_to_come(out, begun):
    staging = begun()
    staging.put([(out / "a.txt", b"one")])
    with pytest.raises(DocumentError) as caught:
        staging.put([(out / "a.txt/b.txt", b"two")])
    assert caught.value.reason == "unwritable"
    staging.checkpoint(Note(1))
    assert names(out) == ["a.txt"]


def test_links_are_followed_and_stay(tmp_path, out, begun):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (out / "folder").symlink_to(elsewhere)
    (elsewhere / "real.txt").write_text("old")
    (out / "link.txt").symlink_to(elsewhere / "real.txt")
    staging = begun()
    staging.put([(out / "folder/1.txt", b"one"), (out / "link.txt", b"new")])
    rows = staging.open(out / "folder/rows.jsonl")
    rows.write(b"one\n")
    staging.checkpoint(Note(1))
    assert (out / "link.txt").is_symlink()
    assert (elsewhere / "real.txt").read_bytes() == b"new"
    assert (elsewhere / "1.txt").read_bytes() == b"one"
    later = begun.again()
    later.finish([later.open(out / "folder/rows.jsonl")])
    later.checkpoint(Note(2))
    assert (elsewhere / "rows.jsonl").read_bytes() == b"one\n"


def test_a_folder_that_leads_to_another_file_system_is_written_in(out, begun):
    if not os.path.isdir("/dev/shm") or os.stat("/dev/shm").st_dev == out.stat().st_dev:  # noqa: PTH112, PTH116, S108
        pytest.skip("there is no other file system here")
    other = os.path.join("/dev/shm", f"newswash-{os.getpid()}")  # noqa: PTH118, S108
    os.mkdir(other)  # noqa: PTH102
    try:
        (out / "far").symlink_to(other)
        staging = begun()
        staging.put([(out / "far/1.txt", b"one")])
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(staging, "_move", lambda: None)
            staging.checkpoint(Note(1))
        begun.again()
        assert (out / "far/1.txt").read_bytes() == b"one"
    finally:
        shutil.rmtree(other)


def test_a_device_is_written_in_place(out, begun):
    (out / "null").symlink_to("/dev/null")
    staging = begun()
    staging.put([(out / "null", b"one")])
    file = staging.open(out / "null")
    file.write(b"two")
    staging.checkpoint(Note(1))
    step = Journal.read(out / ".journal").last
    assert (step.open, step.moves) == ({}, [])
    assert (out / "null").is_symlink()
    staging.finish([file])
    staging.checkpoint(Note(2))
    assert (out / "null").read_bytes() == b""


def test_names_with_two_dots_at_their_beginning_are_gone_on_with(out, begun):
    staging = begun()
    staging.open(out / "..rows.jsonl").write(b"one\n")
    staging.checkpoint(Note(1))
    assert list(Journal.read(out / ".journal").last.open) == ["..rows.jsonl"]
    assert begun.again().holds(out / "..rows.jsonl")


def test_the_folder_may_be_called_otherwise_by_who_goes_on(tmp_path, out, begun, monkeypatch):
    staging = begun()
    staging.open(out / "a/rows.jsonl").write(b"one\n")
    staging.checkpoint(Note(1))
    staging.discard()
    monkeypatch.chdir(tmp_path)
    (tmp_path / "linked").symlink_to(out)
    for place in ("out", "./out/", "linked", tmp_path / "linked"):
        path = type(out)(place)
        later = Staging(Journal.read(path / ".journal"), path)
        assert later.holds(path / "a/rows.jsonl")
        assert later.open(path / "a/rows.jsonl").sync() == 4
        later.discard()


def test_closing_says_so(out, begun):
    staging = begun()
    staging.put([(out / "1.txt", b"one")])
    staging.checkpoint(Note(3, 2))
    staging.put([(out / "2.txt", b"two")])
    staging.close()
    last = Journal.read(out / ".journal").last
    assert (last.note.source, last.note.pieces, last.note.closed) == (3, 2, True)
    assert names(out) == ["1.txt", "2.txt"]
