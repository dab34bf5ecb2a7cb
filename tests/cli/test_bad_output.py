"""Where output cannot go: a message with its place, nothing half-written, nothing of another's lost."""

import errno
import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from cleaner.io.atomic import AtomicFile


def test_two_inputs_for_one_output_fail_but_for_the_first(check, run, grow, words, tmp_path):
    page = f"<html><body><article><p>{words[2] * 3}</p></article>"
    told = ["same_output", "in/m.html and in/m.txt would both write m.txt"]
    check({"m.html": page, "m.txt": words[2]}, code=1, told=told, kept=["m.txt"])
    grow({"one/a.txt": words[2], "two/a.txt": words[0]})
    done = run("clean", "one", "two", "--out", "both")
    assert done.code == 1
    assert "one/a.txt and two/a.txt would both write a.txt" in done.stderr
    assert (tmp_path / "both/a.txt").read_text() == words[2]


def test_an_output_folder_inside_the_input_is_no_input(run, grow, tmp_path, words, tree):
    grow({"a.txt": words[0]}, "in")
    for _ in range(2):
        done = run("clean", "in", "--out", "in/out")
        assert done.code == 0
        assert "1 document: 1 kept" in done.stderr
    assert sorted(tree(tmp_path / "in")) == [
        *("a.txt", "out/.cleaner-journal.jsonl", "out/a.txt", "out/a.txt.edits.json"),
        *("out/cleaner.config.toml", "out/report.json", "out/report.md"),
    ]


def test_an_output_file_inside_the_input_is_no_input(run, grow, tmp_path, words, tree):
    grow({"a.txt": words[0]}, "in")
    assert run("clean", "in", "--out", "in/out.jsonl").code == 0
    first = tree(tmp_path / "in")
    assert run("clean", "in", "--out", "in/out.jsonl").code == 0
    assert tree(tmp_path / "in") == first


def test_a_folder_that_is_its_own_output_is_refused(run, grow, words, tmp_path):
    grow({"a.txt": words[0]}, "in")
    done = run("clean", "in", "--out", "in")
    assert done.code == 1
    assert "input_is_output: this folder is OUT itself" in done.stderr
    assert (tmp_path / "in/a.txt").read_text() == words[0]


def full_after(monkeypatch, files):
    """The disk is full once so many files were brought to it."""
    synced = []
    sync = os.fsync

    def fsync(number):
        synced.append(number)
        if len(synced) > files:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        sync(number)

    monkeypatch.setattr(os, "fsync", fsync)


@pytest.mark.parametrize("files", [0, 1, 3, 5])
def test_a_full_disk_leaves_nothing_without_a_checkpoint(run, grow, words, tmp_path, monkeypatch, files, tree):
    grow({"a.txt": words[0], "b.txt": b"\x00\x01" * 99, "c.txt": words[0], "d.txt": words[0]}, "in")
    full_after(monkeypatch, files)
    done = run("clean", "in", "--out", "out")
    assert done.code == 1
    assert "cleaner: out/" in done.stderr
    assert "No space left on device" in done.stderr
    assert "make room" in done.stderr
    if files >= 2:
        assert "failed: in/b.txt: binary" in done.stderr  # what was found before is told
    assert tree(tmp_path / "out") == {}


def test_a_full_disk_leaves_the_former_rows_alone(run, grow, words, tmp_path, monkeypatch, tree):
    grow({"a.txt": words[0]}, "in")
    run("clean", "in", "--out", "out.jsonl")
    before = tree(tmp_path)
    grow({"b.txt": words[0]}, "in")
    with monkeypatch.context() as patch:
        full_after(patch, 1)
        done = run("clean", "in", "--out", "out.jsonl")
    assert (done.code, "make room" in done.stderr) == (1, True)
    before.pop(".out.jsonl.cleaner-journal.jsonl")  # it told of the run that is not the last one any more
    assert tree(tmp_path) == {**before, "in/b.txt": words[0].encode()}


def test_a_full_standard_output_is_an_error(grow, tmp_path, words):
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    grow({"a.txt": words[0]})
    command = [sys.executable, "-c", "from cleaner.cli.main import main; main()", "clean", "a.txt"]
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(command, cwd=tmp_path, stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 1
    assert b"standard output cannot be written: No space left on device" in done.stderr
    assert b"Traceback" not in done.stderr


def test_a_file_over_the_bound_of_the_system_fails_alone(check, spawn, words):
    def small():
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))

    def limited(*arguments):
        return spawn(*arguments, preexec_fn=small)

    told = ["failed: in/m.txt: unwritable: out/m.txt", "File too large"]
    check({"m.txt": words[2] * 2_000}, code=1, told=told, command=limited)


def test_an_output_folder_that_cannot_be_written_says_so(grow, spawn_mortal, words, tmp_path):
    grow({"a.txt": words[0]}, "in")
    (tmp_path / "out").mkdir()
    (tmp_path / "out").chmod(0o500)
    done = spawn_mortal("clean", "in", "--out", "out")
    assert done.code == 1
    assert "cannot be written: Permission denied. Check the permissions of the folder" in done.stderr
    assert "Traceback" not in done.stderr
    assert list((tmp_path / "out").iterdir()) == []


def test_an_out_that_is_a_file_is_refused(run, grow, words, tmp_path):
    grow({"a.txt": words[0], "out": "mine"})
    done = run("clean", "a.txt", "--out", "out")
    assert done.code == 1
    assert "cleaner: out: exists and is no folder" in done.stderr
    assert (tmp_path / "out").read_text() == "mine"


def test_foreign_files_in_out_are_left_alone_without_force(run, grow, words, tmp_path):
    grow({"in/a.txt": words[0], "in/b.txt": words[0], "out/a.txt": "mine", "out/notes.txt": "mine too"})
    done = run("clean", "in", "--out", "out")
    assert done.code == 1
    assert "failed: in/a.txt: exists: out/a.txt: exists" in done.stderr
    assert "--force" in done.stderr
    assert (tmp_path / "out/a.txt").read_text() == "mine"
    assert (tmp_path / "out/b.txt").read_text() == words[1]
    assert run("clean", "in", "--out", "out", "--force").code == 0
    assert (tmp_path / "out/a.txt").read_text() == words[1]
    assert (tmp_path / "out/notes.txt").read_text() == "mine too"


@pytest.mark.parametrize(("out", "taken"), [("out", "out/report.json"), ("o.jsonl", "o.jsonl.report.json")])
def test_a_foreign_report_is_not_overwritten(run, grow, words, tmp_path, out, taken, tree):
    grow({"in/a.txt": words[0], taken: '{"quarter": 3}'})
    before = tree(tmp_path)
    done = run("clean", "in", "--out", out)
    assert done.code == 1
    assert f"cleaner: {taken}: exists and is not from cleaner" in done.stderr
    assert tree(tmp_path) == before
    assert run("clean", "in", "--out", out, "--force").code == 0


def test_foreign_rows_are_not_overwritten(run, grow, words, tmp_path):
    grow({"in/a.txt": words[0], "out.jsonl": '{"text": "mine"}\n'})
    done = run("clean", "in", "--out", "out.jsonl")
    assert done.code == 1
    assert "out.jsonl: exists" in done.stderr
    assert (tmp_path / "out.jsonl").read_text() == '{"text": "mine"}\n'


def test_an_error_of_the_writer_loses_no_other_document(check, monkeypatch):
    from cleaner.model import DocumentError

    seal = AtomicFile.seal

    def refuses(self, **options):
        if self.path.name == "m.txt":
            self.discard()
            raise DocumentError("unwritable", f"{self.path}: cannot be written: it is a test")
        seal(self, **options)

    monkeypatch.setattr(AtomicFile, "seal", refuses)
    check({"m.txt": "Snow fell on the town all day.\n"}, code=1, told=["failed: in/m.txt: unwritable: out/m.txt"])
