"""``clean --resume``: runs that were killed, stopped, or had no room left end with the bytes of one left alone."""

import errno
import json
import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from random import Random

import pytest

from cleaner.io import Journal, Staging
from cleaner.io.atomic import is_part
from cleaner.io.compression import read_bounded

TEXT = "Snow closed the pass on Monday, the police said.\n\nNobody was hurt, number {}.\n"
OUTS = {
    "folder": ["--out", "out"],
    "no edits": ["--out", "out", "--edits", "none"],
    "gzip": ["--out", "out/corpus.jsonl.gz", "--edits", "inline"],
    "shards": ["--out", "out/corpus.jsonl.zst", "--shard-size", "20"],
    "Parquet": ["--out", "out/corpus.parquet"],
}
# A process that kills itself before the n-th of the calls that change what a killed one leaves.
KILLED = """
import os, signal, sys
from pathlib import Path
import cleaner.engines.reading as reading
from cleaner.cli.main import main
def counted(call):
    def counting(*arguments, **options):
        left[0] -= 1
        if not left[0]:
            os.kill(os.getpid(), signal.SIGKILL)
        return call(*arguments, **options)
    return counting
if __name__ == "__main__":
    reading.BATCH_DOCUMENTS = 8
    left = [int(sys.argv.pop(1))]
    os.fsync, Path.replace, Path.unlink = map(counted, (os.fsync, Path.replace, Path.unlink))
    main()
"""


@pytest.fixture(autouse=True)
def _small_batches(monkeypatch):
    monkeypatch.setattr("cleaner.engines.reading.BATCH_DOCUMENTS", 8)


@pytest.fixture
def inputs(grow):
    rows = "".join(json.dumps({"id": f"r{number}", "text": TEXT.format(number)}) + "\n" for number in range(30))
    texts = {f"texts/{number}.txt": TEXT.format(number) for number in range(30)}
    return grow({**texts, "rows.jsonl": f"{rows}no row\n", "broken.txt": bytes(range(256)) * 9}, "in")


def command(kind, *more):
    return ["clean", "in", *OUTS[kind], "--profile", "gentle", "--jobs", "1", *more]


@pytest.fixture
def wanted(run, tree, tmp_path):
    """What an undisturbed run writes."""

    def go(kind):
        assert run(*command(kind)).code == 1
        found = tree(tmp_path / "out")
        (tmp_path / "out").rename(tmp_path / "undisturbed")
        return found

    return go


class Killed(BaseException):
    """Stands for what ends a process at once."""


@contextmanager
def broken(call, after, error=Killed):
    """From its call number ``after`` on, the function ``call`` raises ``error``."""
    left = [after]

    def breaking(*arguments, **options):
        left[0] -= 1
        if left[0] <= 0:
            raise error
        return original(*arguments, **options)

    original = getattr(*call)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(*call, breaking)
        yield


def no_room():
    return OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize("kind", OUTS)
def test_ten_kills_at_drawn_moments_change_no_byte(run, inputs, wanted, tree, tmp_path, kind):
    target, dice = wanted(kind), Random(kind)  # noqa: S311 - no secret
    moments = {"folder": 120, "no edits": 60}.get(kind, 24)  # fewer files, fewer calls
    script = tmp_path / "killed.py"
    script.write_text(KILLED)
    for trial in range(2):
        workers = "2" if (kind, trial) in (("folder", 0), ("shards", 1)) else "1"
        call = [sys.executable, script, str(dice.randint(1, moments)), *command(kind, "--jobs", workers)]
        killed = subprocess.run(call, cwd=tmp_path, capture_output=True, check=False)
        assert killed.returncode == -signal.SIGKILL, killed.stderr
        if trial:
            with broken((os, "fsync"), 3), pytest.raises(Killed):  # and once more while it goes on
                run(*command(kind, "--resume"))
        done = run(*command(kind, "--resume"))
        assert done.code == 1
        assert "Traceback" not in done.stderr
        assert tree(tmp_path / "out") == target
        (tmp_path / "out").rename(tmp_path / f"out-{trial}")


def test_twenty_thousand_documents_are_the_same_with_two_workers(run, tree, tmp_path, monkeypatch):
    monkeypatch.setattr("cleaner.engines.reading.BATCH_DOCUMENTS", 256)
    with (tmp_path / "many.jsonl").open("w") as file:
        for number in range(20_000):
            file.write(json.dumps({"id": f"r{number}", "text": f"Snow on day {number} &amp; ice.\n"}) + "\n")
    for workers in ("1", "2"):
        done = run("clean", "many.jsonl", "--out", f"{workers}/o.jsonl.gz", "--profile", "gentle", "--jobs", workers)
        assert done.code == 0, done.stderr
    assert "20,000 documents: 20,000 kept" in done.stderr
    assert tree(tmp_path / "1") == tree(tmp_path / "2")


def test_going_on_is_told_and_a_finished_run_has_nothing_left_to_do(run, inputs, tree, wanted, tmp_path):
    target = wanted("folder")
    with broken((Staging, "_move"), 3), pytest.raises(Killed):
        run(*command("folder"))
    done = run(*command("folder", "--resume"))
    assert "24 documents are done; going on" in done.stderr
    assert done.code == 1
    assert tree(tmp_path / "out") == target
    again = run(*command("folder", "--resume"))
    assert again.code == 1  # as the run that it speaks of
    assert "nothing is left to do: all 62 documents are written to out; 2 of them failed" in again.stderr
    assert tree(tmp_path / "out") == target


def test_an_input_that_was_not_found_counts_as_failed_when_nothing_is_left(run, grow):
    grow({"a.txt": TEXT.format(1)}, "in")
    assert run("clean", "in", "nowhere.txt", "--out", "out").code == 1
    done = run("clean", "in", "nowhere.txt", "--out", "out", "--resume")
    assert done.code == 1
    assert "1 of them failed" in done.stderr


def test_nothing_to_go_on_with_begins(run, inputs):
    done = run(*command("folder", "--resume"))
    assert done.code == 1
    assert "nothing to go on with here" in done.stderr


def test_what_changed_is_told_and_refused(run, inputs, tree, tmp_path):
    with broken((Staging, "_move"), 3), pytest.raises(Killed):
        run(*command("folder"))
    before = tree(tmp_path / "out")
    (inputs / "texts/3.txt").write_text("Another text by now.\n")
    done = run(*command("folder", "--resume", "--site", "example.org"))
    assert done.code == 2
    for piece in ("site: not given before, example.org now", "texts/3.txt was changed", "--force"):
        assert piece in done.stderr
    assert tree(tmp_path / "out") == before


@pytest.mark.parametrize(
    ("kind", "gone"),
    [
        ("folder", "report.json"),
        ("no edits", "texts/1*.txt"),
        ("gzip", "corpus.jsonl.gz"),
        ("shards", "corpus-00002.jsonl.zst"),
    ],
)
def test_files_of_a_finished_run_that_are_gone_are_made_again(run, inputs, wanted, tree, tmp_path, kind, gone):
    target = wanted(kind)
    run(*command(kind))
    for path in (tmp_path / "out").glob(gone):
        path.unlink()
    # A file without edits cannot be told from a foreign one.
    done = run(*command(kind, "--resume", "--force"))
    assert "files of the former run are gone" in done.stderr
    assert tree(tmp_path / "out") == target


def test_shards_of_a_stopped_run_that_are_gone_are_made_again(run, inputs, wanted, tree, tmp_path):
    target = wanted("shards")
    with broken((Staging, "_move"), 6), pytest.raises(Killed):
        run(*command("shards"))
    (tmp_path / "out/corpus-00000.jsonl.zst").unlink()
    done = run(*command("shards", "--resume", "--force"))  # its edits file stands there alone
    assert "files of the former run are gone" in done.stderr
    assert tree(tmp_path / "out") == target


def test_a_stopped_run_goes_on_with_force_where_an_input_that_is_done_is_gone(run, inputs, tmp_path):
    with broken((Staging, "_move"), 7), pytest.raises(Killed):
        run(*command("folder"))
    first = min((inputs / "texts").iterdir())
    first.unlink()
    done = run(*command("folder", "--resume", "--force"))
    assert "what is done stays as it is" in done.stderr
    assert (tmp_path / "out/texts" / first.name).exists()


def test_sigterm_stops_as_ctrl_c_does(run, inputs, tmp_path):
    def terminated(self):
        os.kill(os.getpid(), signal.SIGTERM)
        return moved(self)

    moved = Staging._move
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Staging, "_move", terminated)
        done = run(*command("folder"))
    assert done.code == 130
    assert "the same command with --resume goes on" in done.stderr


@pytest.mark.parametrize("arguments", [("clean", "-"), ("clean", "in/a.txt"), ("clean", "-", "--out", "out")])
def test_where_a_stream_is_read_or_written_nothing_can_be_gone_on_with(run, grow, arguments):
    grow({"a.txt": TEXT.format(1)}, "in")
    done = run(*arguments, "--resume", stdin=b"Snow.")
    assert done.code == 2
    assert "--resume" in done.stderr
    assert "nothing to go on with" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--out", "out", "--shard-size", "100"), "only a single file can be parted"),
        (("--out", "-", "--shard-size", "100"), "only a single file can be parted"),
        (("--out", "o.jsonl", "--shard-size", "many"), "`many` is no size"),
        (("--out", "o.jsonl", "--shard-size", "0"), "`0` is no size"),
    ],
)
def test_shard_sizes_that_make_no_sense_are_told(run, grow, tmp_path, arguments, told):
    grow({"a.txt": TEXT.format(1)}, "in")
    done = run("clean", "in", *arguments)
    assert done.code == 2
    assert "--shard-size" in done.stderr
    assert told in " ".join(done.stderr.split())
    assert [path.name for path in tmp_path.iterdir()] == ["in"]


def test_shards_are_restored_one_by_one(run, inputs, tmp_path):
    run(*command("shards"))
    done = run("restore", "out/corpus-00001.jsonl.zst", "--to", "raw")
    assert done.code == 0, done.stderr
    with (tmp_path / "raw/corpus-00001.jsonl.zst").open("rb") as file:
        rows = [json.loads(line) for line in read_bounded(file, "zst").splitlines()]
    assert len(rows) == 20
    texts = {row["id"]: row["text"] for row in rows if row["id"].startswith("r")}
    assert texts["r20"] == TEXT.format(20)
    assert all(text == TEXT.format(name[1:]) for name, text in texts.items() if text is not None)


def test_shards_are_no_input_of_the_run_that_writes_them(run, inputs, tree, tmp_path):
    parted = ("clean", "in", "--out", "in/c.jsonl", "--shard-size", "20", "--jobs", "1")
    with broken((Staging, "_move"), 5), pytest.raises(Killed):
        run(*parted)
    assert run(*parted, "--resume").code == 1
    first = tree(inputs)
    assert run(*parted).code == 1
    assert tree(inputs) == first
    named = run("clean", "in/c-00001.jsonl", "--out", "in/c.jsonl", "--shard-size", "20", "--force")
    assert named.code == 1
    assert "would be written over the input itself" in named.stderr
    assert tree(inputs) == first


@pytest.mark.parametrize("kind", OUTS)
@pytest.mark.parametrize("after", [1, 5, 12, 20])
def test_a_disk_that_fills_ends_the_run_clearly_and_it_goes_on_when_there_is_room(
    run, inputs, wanted, tree, tmp_path, kind, after
):
    target = wanted(kind)
    with broken((os, "fsync"), after, no_room()):
        done = run(*command(kind))
    assert done.code == 1
    assert "No space left on device" in done.stderr
    assert "Traceback" not in done.stderr
    if (tmp_path / "out").exists() and any("journal" in path.name for path in (tmp_path / "out").iterdir()):
        assert "--resume goes on" in done.stderr
    else:  # before the first checkpoint nothing is left
        assert not [path for path in (tmp_path / "out").rglob("*") if path.is_file()]
    assert run(*command(kind, "--resume")).code == 1
    assert tree(tmp_path / "out") == target


def test_a_folder_that_turns_read_only_ends_the_run_clearly_and_it_goes_on(run, inputs, wanted, tree, tmp_path):
    target = wanted("folder")
    for after in (1, 30):
        with broken((Path, "replace"), after, OSError(errno.EROFS, "Read-only file system")):
            done = run(*command("folder", *(["--resume"] if after > 1 else [])))
        assert done.code == 1
        assert "Read-only file system" in done.stderr
        assert "Traceback" not in done.stderr
    assert run(*command("folder", "--resume")).code == 1
    assert tree(tmp_path / "out") == target


def test_a_journal_that_cannot_be_written_is_told_before_anything_is(run, inputs, tree, tmp_path):
    (tmp_path / "out/.cleaner-journal.jsonl").mkdir(parents=True)
    done = run(*command("folder"))
    assert done.code == 1
    assert ".cleaner-journal.jsonl: cannot be written" in done.stderr
    assert tree(tmp_path / "out") == {}


def test_an_input_that_is_deleted_during_the_run_fails_alone(run, inputs, tmp_path):
    move = Staging._move

    def deleting(staging):
        (inputs / "texts/9.txt").unlink(missing_ok=True)
        move(staging)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Staging, "_move", deleting)
        done = run(*command("folder"))
    assert done.code == 1
    assert "texts/9.txt: unreadable" in done.stderr
    assert len(list((tmp_path / "out/texts").glob("*.txt"))) == 29
    again = run(*command("folder", "--resume"))
    assert again.code == 2
    assert "in/texts/9.txt is gone" in again.stderr


def test_a_run_that_is_refused_after_it_began_leaves_no_journal(run, grow, tmp_path):
    grow({"a.txt": TEXT.format(1)}, "in")
    grow({"c.jsonl": '{"text": "not ours"}\n'}, "out")
    done = run("clean", "in", "--out", "out/c.jsonl")
    assert done.code == 1
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["c.jsonl"]


def test_no_part_is_left_by_a_run_that_was_killed_while_it_reported(run, inputs, wanted, tree, tmp_path):
    target = wanted("folder")
    with broken((Journal, "finish"), 1), pytest.raises(Killed):
        run(*command("folder"))
    (tmp_path / "out/report.json").unlink()
    with broken((Path, "replace"), 2), pytest.raises(Killed):
        run(*command("folder", "--resume"))
    run(*command("folder", "--resume"))
    assert tree(tmp_path / "out") == target
    assert not [path for path in (tmp_path / "out").rglob("*") if is_part(path.name)]
