"""``cleaner clean``: what goes where, which settings count, and what is said about it."""

import gzip
import json
import os
import subprocess
import sys

import pytest
import zstandard


def rows(content):
    return [json.loads(line) for line in content.splitlines()]


@pytest.fixture
def folder(grow, words):
    dirty, _, good = words
    return grow({"a.txt": dirty, "deep/b.text": good, "deep/c.jsonl": json.dumps({"text": dirty}) + "\n"}, "in")


def test_a_folder_becomes_a_mirror_with_edits_report_and_settings(run, folder, tmp_path, words, tree):
    done = run("clean", "in", "--out", "out")
    assert (done.code, done.stdout) == (0, b"")
    out = tree(tmp_path / "out")
    assert sorted(out) == [
        *(".cleaner-journal.jsonl", "a.txt", "a.txt.edits.json", "cleaner.config.toml"),
        *("deep/b.text", "deep/b.text.edits.json", "deep/c.jsonl", "deep/c.jsonl.edits.jsonl"),
        *("report.json", "report.md"),
    ]
    assert out["a.txt"].decode() == words[1]
    assert rows(out["deep/c.jsonl"])[0]["text"] == words[1]
    assert json.loads(out["report.json"])["verdicts"] == {"keep": 3}
    assert str(tmp_path).encode() not in out["cleaner.config.toml"] + out["report.json"]
    assert "3 documents: 3 kept" in done.stderr
    assert "written to out" in done.stderr


def test_restore_gives_the_bytes_back(run, folder, tmp_path, tree, grow):
    grow(
        {
            "crlf.txt": b"\xef\xbb\xbfShare\r\n\r\nSnow fell in Z\xc3\xbcrich all day, they said.",
            "nul.txt": b"a\x00b" * 9,
        },
        "in",
    )
    run("clean", "in", "--out", "out")
    done = run("restore", "out", "--to", "back")
    assert done.code == 0
    raw, back = tree(tmp_path / "in"), tree(tmp_path / "back")
    assert json.loads(back.pop("deep/c.jsonl"))["text"] == json.loads(raw.pop("deep/c.jsonl"))["text"]
    assert back == {name: content for name, content in raw.items() if name != "nul.txt"}


def test_rows_with_a_text_column_of_another_name_come_back_too(run, grow, tmp_path, words):
    grow({"in.jsonl": json.dumps({"body": words[0]}) + "\n"})
    assert run("clean", "in.jsonl", "--out", "out.jsonl", "--text-key", "body").code == 0
    assert run("restore", "out.jsonl", "--to", "back", "--text-key", "body").code == 0
    assert json.loads((tmp_path / "back/out.jsonl").read_text())["body"] == words[0]


def test_text_on_stdin_becomes_the_clean_text_and_nothing_else(spawn, words):
    done = spawn("clean", "-", stdin=words[0].encode())
    assert (done.code, done.text, done.stderr) == (0, words[1], "")


def test_rows_on_stdin_become_rows_one_for_one(run, words):
    dirty, clean, good = words
    given = [
        {"id": "b", "n": 1e3, "text": dirty, "tags": ["x", None]},
        {"text": good, "id": 7, "metadata": {"mine": True}},
        {"id": "a", "text": "", "url": "https://www.news.example/a"},
    ]
    done = run("clean", "-", "--format", "jsonl", stdin="\n".join(map(json.dumps, given)).encode())
    got = rows(done.text)
    assert [row["text"] for row in got] == [clean, good, ""]
    assert [row["id"] for row in got] == ["b", 7, "a"]
    assert list(got[0]) == ["id", "n", "text", "tags", "metadata"]
    assert b'"n":1000.0' in done.stdout
    assert got[1]["metadata"]["mine"] is True
    assert got[2]["metadata"]["site"] == "news.example"
    assert done.code == 0


def test_a_single_file_goes_to_stdout(run, folder, words):
    done = run("clean", "in/a.txt")
    assert (done.code, done.text, done.stderr) == (0, words[1], "")


@pytest.mark.parametrize("inputs", [["in"], ["in/a.txt", "in/deep/b.text"], ["in/*.txt"]])
def test_several_inputs_need_a_place_to_write_to(run, folder, inputs):
    done = run("clean", *inputs)
    assert (done.code, done.stdout) == (2, b"")
    assert "say where to write: --out FOLDER" in done.stderr


def test_several_inputs_on_stdout_are_rows(run, folder, words):
    done = run("clean", "in/a.txt", "in/deep", "--out", "-")
    assert [(row["id"], row["text"]) for row in rows(done.text)] == [
        ("a.txt", words[1]),
        ("b.text", words[2]),
        ("c.jsonl:1", words[1]),
    ]


@pytest.mark.parametrize(
    ("name", "opened"),
    [
        ("o.jsonl", lambda b: b),
        ("o.jsonl.gz", gzip.decompress),
        ("o.jsonl.zst", lambda b: zstandard.ZstdDecompressor().decompressobj().decompress(b)),
    ],
)
def test_an_out_that_names_rows_is_one_file(run, folder, tmp_path, words, name, opened):
    assert run("clean", "in", "--out", name).code == 0
    got = rows(opened((tmp_path / name).read_bytes()))
    assert [row["id"] for row in got] == ["a.txt", "deep/b.text", "deep/c.jsonl:1"]
    assert got[0]["text"] == words[1]
    assert len(rows((tmp_path / f"{name}.edits.jsonl").read_bytes())) == 3
    assert json.loads((tmp_path / f"{name}.report.json").read_text())["verdicts"] == {"keep": 3}


def test_edits_can_stand_in_the_rows_or_nowhere(run, folder, tmp_path, words):
    run("clean", "in", "--out", "i.jsonl", "--edits", "inline")
    assert "changes" in rows((tmp_path / "i.jsonl").read_bytes())[0]["edits"]
    assert not (tmp_path / "i.jsonl.edits.jsonl").exists()
    run("clean", "in", "--out", "n", "--edits", "none")
    assert not [path for path in (tmp_path / "n").rglob("*") if ".edits." in path.name]
    piped = run("clean", "-", "--format", "jsonl", "--edits", "inline", stdin=json.dumps({"text": words[0]}).encode())
    assert rows(piped.text)[0]["edits"]["changes"]


@pytest.mark.parametrize(("mode", "told"), [("sidecar", "beside standard output"), ("inline", "in plain text")])
def test_edits_without_a_place_are_a_usage_error(run, folder, mode, told):
    done = run("clean", "in/a.txt", "--edits", mode)
    assert (done.code, done.stdout) == (2, b"")
    assert told in done.stderr


def test_a_dry_run_writes_nothing(run, folder, tmp_path, tree):
    before = tree(tmp_path)
    for out in ([], ["--out", "out"], ["--out", "out.jsonl.gz"]):
        done = run("clean", "in", "--dry-run", *out)
        assert (done.code, done.stdout) == (0, b"")
        assert "3 documents: 3 kept" in done.stderr
        assert "nothing written (dry run)" in done.stderr
    assert tree(tmp_path) == before


def test_flagged_documents_are_told_and_are_no_failure(run, grow, words):
    grow({"long.txt": words[2], "short.txt": "Snow.\n"}, "in")
    done = run("clean", "in", "--out", "out", "--quiet")
    assert (done.code, done.stderr) == (0, "flagged: short.txt: too_short\n")


def test_a_corpus_of_short_texts_does_not_flood_the_screen(run):
    done = run("clean", "-", "--format", "jsonl", stdin=b'{"text":"Snow."}\n' * 100)
    assert len(done.stderr.splitlines()) == 21
    assert "80 more" in done.stderr


def test_failed_documents_are_exit_code_1(run, grow, words):
    grow({"a.txt": words[2], "b.txt": bytes(range(256)) * 8}, "in")
    done = run("clean", "in", "--out", "out")
    assert done.code == 1
    assert "failed: in/b.txt: binary" in done.stderr


def test_two_runs_give_the_same_bytes(run, folder, tmp_path, tree):
    for out in ("one", "two"):
        run("clean", "in", "--out", out)
        run("clean", "in", "--out", f"{out}/rows.jsonl.gz")
    first = tree(tmp_path / "one")
    assert first == tree(tmp_path / "two")
    assert len(first) == 16
    run("clean", "in", "--out", "one")  # over its own output
    assert tree(tmp_path / "one") == first


def test_quiet_where_stderr_is_no_terminal(spawn, folder, tmp_path, words):
    (tmp_path / "in/e.txt").write_text(words[0])
    done = spawn("clean", "in", "--out", "out")
    assert done.code == 0
    assert "\x1b" not in done.stderr
    assert "\r" not in done.stderr
    assert "cleaning" not in done.stderr


def test_a_bar_moves_on_a_terminal(folder, tmp_path):
    import pty

    ours, theirs = pty.openpty()
    command = [sys.executable, "-c", "from cleaner.cli.main import main; main()", "clean", "in", "--out", "out"]
    environment = {**os.environ, "TERM": "xterm"}
    done = subprocess.run(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=theirs, check=False, env=environment)
    told = os.read(ours, 1 << 16).decode()
    os.close(ours)
    os.close(theirs)
    assert (done.returncode, done.stdout) == (0, b"")
    assert "3 documents, " in told
    assert "MB/s" in told
    assert "100%" in told


def test_each_row_is_out_before_the_next_is_read(tmp_path):
    command = [sys.executable, "-c", "from cleaner.cli.main import main; main()", "clean", "-", "--format", "jsonl"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=tmp_path) as process:
        for text in ("Snow fell.", "Rain fell."):
            process.stdin.write(json.dumps({"text": text}).encode() + b"\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["text"] == text
        process.stdin.close()
        assert process.wait(timeout=20) == 0


def test_a_reader_that_goes_away_is_no_traceback(tmp_path):
    text = json.dumps({"text": "Snow fell on the town all day."}) + "\n"
    (tmp_path / "in.jsonl").write_text(text * 3_000)
    command = [sys.executable, "-c", "from cleaner.cli.main import main; main()", "clean", "in.jsonl"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=tmp_path) as process:
        assert process.stdout.readline()
        process.stdout.close()
        told = process.stderr.read()
        assert process.wait(timeout=20) == 1
    assert b"Traceback" not in told
    assert b"Exception" not in told


def test_an_interrupt_leaves_whole_files_and_says_how_to_go_on(run, folder, tmp_path, monkeypatch, tree):
    from cleaner.engines import reading
    from cleaner.io.readers import TextReader

    run("clean", "in", "--out", "undisturbed")
    document = TextReader.document

    def interrupted(self, source, piece):
        if source.name == "deep/b.text":
            raise KeyboardInterrupt
        return document(self, source, piece)

    monkeypatch.setattr(reading, "BATCH_DOCUMENTS", 1)
    with monkeypatch.context() as patch:
        patch.setattr(TextReader, "document", interrupted)
        done = run("clean", "in", "--out", "out")
    assert done.code == 130
    assert "stopped: 1 document is done; the same command with --resume goes on" in done.stderr
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        *(".cleaner-journal.jsonl", "a.txt", "a.txt.edits.json")
    ]
    done = run("clean", "in", "--out", "out", "--resume")
    assert done.code == 0
    assert "1 document is done; going on" in done.stderr
    assert tree(tmp_path / "out") == tree(tmp_path / "undisturbed")
