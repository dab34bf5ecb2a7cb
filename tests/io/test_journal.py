"""The journal of a run: what was promised is read back, what was not is passed over, one run at a time writes it."""

import errno
import json
import os

import pytest

from cleaner.io import Head, Journal, Note
from cleaner.io.journal import Step, journal_of
from cleaner.model import CleanerError
from cleaner.pipeline import Report


def head(stamps=(("in/a.txt", "3 17"),)):
    return Head.begun(
        cleaner="1", config="c", rules="r", effective={"profile": '"default"'}, settings={"edits": None}, stamps=stamps
    )


def counted(message):
    report = Report()
    report.fail("binary", message)
    return report


def step(number, **more):
    return Step(Note(number, 1, counted(f"{number}.txt: binary")), **more)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "out" / ".cleaner-journal.jsonl"


@pytest.fixture
def written(path):
    """A journal of three checkpoints."""
    journal = Journal(path, head())
    for number in range(3):
        journal.append(step(number, open={"a.jsonl": number * 10}, moves=[f"{number}.txt"], removals=["old.txt"]))
    journal.close()
    return path


def test_what_was_appended_is_read_back(written):
    journal = Journal.read(written)
    assert journal.head == head()
    assert journal.last == step(2, open={"a.jsonl": 20}, moves=["2.txt"], removals=["old.txt"])
    assert journal.report.failures == ["0.txt: binary", "1.txt: binary", "2.txt: binary"]
    assert journal.finished is None


@pytest.mark.parametrize("torn", [b"{", b'{"at":[9,9],"closed":false', b"\0\0\0\0", b"\xff"])
def test_half_a_line_at_the_end_was_never_promised(written, torn):
    whole = written.read_bytes()
    written.write_bytes(whole + torn)
    journal = Journal.read(written)
    assert journal.last.note.source == 2
    journal.append(step(3))
    journal.close()
    assert written.read_bytes().startswith(whole)
    assert all(json.loads(line) for line in written.read_bytes().splitlines())
    assert Journal.read(written).last.note.source == 3


def test_a_last_line_without_its_end_does_not_count(written):
    written.write_bytes(written.read_bytes()[:-1])
    assert Journal.read(written).last.note.source == 1


def test_a_journal_that_was_killed_before_its_first_checkpoint_is_none(written):
    for lines in (0, 1, 2):
        content = b"".join(written.read_bytes().splitlines(keepends=True)[:lines])
        written.write_bytes(content)
        assert Journal.read(written) is None
    assert Journal.read(written.with_name("not there")) is None


@pytest.mark.parametrize(
    ("line", "damage"),
    [
        (1, b'{"journal": 99}'),
        (1, b"[]"),
        (1, b"no journal"),
        (3, b'{"at": "there"}'),
        (3, b"\0\0\0"),
        (3, b'{"stamps": 7}'),
        (3, b"[" * 100_000),
    ],
)
def test_a_damaged_line_is_told_with_its_number(written, line, damage):
    lines = written.read_bytes().splitlines()
    lines[line - 1] = damage
    written.write_bytes(b"\n".join(lines) + b"\n")
    with pytest.raises(CleanerError) as caught:
        Journal.read(written)
    assert f"{written}:{line}: this is no journal of a run" in str(caught.value)
    assert "without --resume" in str(caught.value)


def test_another_version_is_told(written):
    written.write_bytes(written.read_bytes().replace(b'{"journal":1,', b'{"journal":2,'))
    with pytest.raises(CleanerError) as caught:
        Journal.read(written)
    assert "version 2 of the journal" in str(caught.value)


def test_a_folder_in_its_place_is_told(path):
    path.mkdir(parents=True)
    with pytest.raises(CleanerError) as caught:
        Journal.read(path)
    assert "cannot be read" in str(caught.value)


def test_a_journal_that_is_written_by_another_run_is_left_alone(written):
    first, second = Journal.read(written), Journal.read(written)
    first.append(step(3))
    content = written.read_bytes()
    for stranger in (second, Journal(written, head())):
        with pytest.raises(CleanerError) as caught:
            stranger.claim()
        assert "another run writes there now" in str(caught.value)
    assert written.read_bytes() == content
    first.close()
    stranger.claim()
    stranger.close()
    assert not written.exists()


def test_what_another_run_wrote_since_it_was_read_is_not_cut(written):
    late = Journal.read(written)
    other = Journal.read(written)
    other.append(step(3))
    other.close()
    with pytest.raises(CleanerError) as caught:
        late.claim()
    assert "run again" in str(caught.value)
    assert Journal.read(written).last.note.source == 3


def test_the_lock_lasts_until_the_run_is_finished(written):
    journal = Journal.read(written)
    journal.claim()
    kept = journal.rebased(head([("in/b.txt", None)]), 0)
    stranger = Journal(written, head())
    with pytest.raises(CleanerError):
        stranger.claim()
    kept.finish({"keep": 1})
    stranger.claim()
    stranger.close()
    assert not written.exists()


def test_names_that_are_no_unicode_come_back(path):
    name = os.fsdecode(b"in/caf\xe9.txt")
    journal = Journal(path, head([(name, "3 17"), ("in/\u2028\n.txt", None)]))
    journal.append(step(0, open={name: 4}, moves=[name]))
    journal.close()
    found = Journal.read(path)
    assert found.head.stamps == ((name, "3 17"), ("in/\u2028\n.txt", None))
    assert (found.last.open, found.last.moves) == ({name: 4}, [name])
    assert found.head.input_changes(head([(name, "3 17"), ("in/\u2028\n.txt", None)])) == []


def test_a_finished_journal_holds_the_head_and_the_counts(written):
    journal = Journal.read(written)
    journal.finish({"keep": 5, "failed": 3})
    assert len(written.read_bytes().splitlines()) == 3
    assert list(written.parent.iterdir()) == [written]
    found = Journal.read(written)
    assert found.finished == {"failed": 3, "keep": 5}
    assert found.last is None
    assert found.head.input_changes(head([("in/b.txt", None)])) == ["in/a.txt is gone", "in/b.txt is new"]


def test_of_very_many_inputs_a_finished_journal_keeps_the_digest_alone(written, monkeypatch):
    monkeypatch.setattr("cleaner.io.journal._MOST_KEPT", 0)
    journal = Journal.read(written)
    journal.finish({"keep": 8})
    found = Journal.read(written)
    assert found.head.input_changes(head([("in/b.txt", None)])) == ["the inputs are not the same: 1 before, 1 now"]


def test_a_journal_that_made_sure_of_nothing_goes(path):
    journal = Journal(path, head())
    journal.claim()
    assert path.exists()
    journal.close()
    assert not path.exists()


def test_many_inputs_stand_in_lines_of_a_bounded_length(path):
    stamps = [(f"in/{number}.txt", "1 2") for number in range(100_000)]
    journal = Journal(path, head(stamps))
    journal.append(step(7))
    journal.close()
    assert max(len(line) for line in path.read_bytes().splitlines()) < 100_000
    found = Journal.read(path)
    assert found.head.sources == 100_000
    changed = [*stamps[:-2], ("in/99998.txt", "9 9"), *((f"new/{number}.txt", "1 1") for number in range(9))]
    told = found.head.input_changes(head(changed))
    assert told[:2] == ["in/99998.txt was changed", "in/99999.txt is gone"]
    assert told[-1] == "and 6 more"
    finished = Journal.read(path)
    finished.finish({})
    assert path.stat().st_size < 1_000


@pytest.mark.parametrize("broken", ["write", "fsync"])
def test_a_full_disk_takes_back_the_line_that_was_not_made_sure_of(written, monkeypatch, broken):
    journal = Journal.read(written)
    journal.claim()
    before = written.read_bytes()

    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        if broken == "fsync":
            patch.setattr(os, "fsync", full)
        else:
            patch.setattr(journal, "_write", full)
        with pytest.raises(CleanerError) as caught:
            journal.append(step(3))
    assert "make room" in str(caught.value)
    assert not journal.unsure
    journal.close()
    assert written.read_bytes() == before
    assert Journal.read(written).last.note.source == 2


def test_one_that_cannot_be_taken_back_is_unsure(written, monkeypatch):
    journal = Journal.read(written)
    journal.claim()

    def broken(*_):
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, "fsync", broken)
    monkeypatch.setattr(journal, "_cut", broken)
    with pytest.raises(CleanerError):
        journal.append(step(3))
    assert journal.unsure
    journal.close()


def test_another_head_keeps_the_work_and_knows_where_it_stands(written):
    journal = Journal.read(written)
    now = head([("in/b.txt", "4 4"), ("in/c.txt", "5 5")])
    journal.rebased(now, 1).close()
    found = Journal.read(written)
    assert found.head == now
    assert (found.last.note.source, found.last.open) == (1, {"a.jsonl": 20})
    assert found.report.failures == ["0.txt: binary", "1.txt: binary", "2.txt: binary"]
    assert len([line for line in written.read_bytes().splitlines() if b'"at"' in line]) == 1


def test_it_is_hidden_in_the_folder_or_beside_the_file(tmp_path):
    assert journal_of(tmp_path, single=False).parent == tmp_path
    beside = journal_of(tmp_path / "a.parquet", single=True)
    assert beside == tmp_path / ".a.parquet.cleaner-journal.jsonl"
    assert json.dumps(beside.name).startswith('".')


def test_settings_that_changed_are_told_by_name():
    now = Head.begun(
        cleaner="2",
        config="d",
        rules="s",
        effective={"profile": '"gentle"'},
        settings={"edits": "none"},
        stamps=[("in/a.txt", "3 17")],
    )
    assert head().shape_changes(now) == ["edits: not given before, none now"]
    told = head().rule_changes(now)
    assert told[:2] == ["cleaner is 2, it was 1", 'profile: "default" before, "gentle" now']
    assert "the rules are others" in told[2]
    assert head().input_changes(now) == []


def test_work_that_is_done_fits_where_only_what_is_behind_it_changed():
    before = head([("a", "1"), ("b", "1"), ("c", "1")])
    assert before.done_is_unchanged(head([("a", "1"), ("b", "1"), ("c", "2"), ("d", "1")]), 1) == 1
    assert before.done_is_unchanged(head([("b", "1"), ("c", "1")]), 1) == 0  # what came of a is written
    assert before.done_is_unchanged(head([("a", "1"), ("b", "2"), ("c", "1")]), 1) is None
    assert before.done_is_unchanged(head([("0", "1"), ("a", "1"), ("b", "1")]), 1) is None
    assert before.done_is_unchanged(head([("a", "1"), ("c", "1")]), 1) is None
