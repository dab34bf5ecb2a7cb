"""Bad input: a message with its place, the good documents clean beside it, and the right exit code."""

import json
import time

import pytest

from cleaner.io.readers import TextReader


def test_undecodable_bytes_are_read_as_far_as_they_go_and_come_back(check, run, tmp_path):
    content = "Снег шёл весь день, и дорогу закрыли.\n".encode() * 20 + b"\xff\xfe\x81 said the mayor.\n"
    _, out = check({"m.txt": content}, code=0, kept=["m.txt"])
    assert "Снег шёл весь день" in out["m.txt"].read_text()
    run("restore", "out", "--to", "back")
    assert (tmp_path / "back/m.txt").read_bytes() == content


def test_a_binary_called_txt_fails(check):
    check({"m.txt": b"\x7fELF\x02\x01\x01\x00" + bytes(range(256)) * 20}, code=1, told=["failed: in/m.txt: binary"])


def test_a_few_nuls_are_control_characters(check, words):
    text = words[2].encode() * 30 + b"\x00The school\x00 opened.\n"
    _, out = check({"m.txt": text}, code=0, kept=["m.txt"])
    assert b"\x00" not in out["m.txt"].read_bytes()


def test_a_file_over_the_bound_fails_unread(check, words):
    told = ["in/m.txt: too_large: the file (", "is over max_document_bytes = 2,000 bytes"]
    check({"m.txt": words[2] * 50}, "--max-document-bytes", "2000", code=1, told=told)


def test_a_single_line_of_15_megabytes_takes_seconds(check, words):
    before = time.process_time()
    line = "The court heard the case of the town against the railway for a whole day. " * 200_000
    _, out = check({"m.txt": line + "\n"}, code=0, kept=["m.txt"])
    spent = time.process_time() - before
    assert out["m.txt"].stat().st_size > 14_000_000
    assert spent < 10, f"{spent:.1f} s of CPU"  # 3 s when this was written, half of it to hash, encode and write


def test_an_empty_file_stays_empty(check):
    _, out = check({"m.txt": b""}, code=0, told=["flagged: m.txt"], kept=["m.txt"])
    assert out["m.txt"].read_bytes() == b""


def test_binaries_in_a_folder_are_left_out_and_counted(check):
    pictures = {"m.png": b"\x89PNG\r\n\x1a\n\x00", "deep/m.exe": b"MZ\x00", ".hidden.txt": "x"}
    done, out = check(pictures, code=0)
    assert "3 files left out: 2 of unknown suffix, 1 hidden" in done.stderr
    assert json.loads(out["report.json"].read_text())["skipped"] == {"hidden": 1, "unknown_suffix": 2}


def test_a_broken_link_fails(check, grow, tmp_path):
    grow({"x.txt": ""}, "in")
    (tmp_path / "in/m.txt").symlink_to("nowhere")
    check(code=1, told=["failed: in/m.txt: unreadable: a broken link"], kept=["x.txt"])


def test_a_loop_of_links_is_not_followed(check, grow):
    folder = grow({"deep/n.txt": "Snow fell on the town all day.\n"}, "in")
    (folder / "deep/up").symlink_to("..")
    check(code=1, told=["failed: in/deep/up: link_loop"], kept=["deep/n.txt"])


def test_a_link_to_itself_fails(check, grow, tmp_path):
    grow({"deep/n.txt": "Snow fell on the town all day.\n"}, "in")
    (tmp_path / "in/m.txt").symlink_to("m.txt")
    check(code=1, told=["failed: in/m.txt: unreadable: Too many levels of symbolic links"], kept=["deep/n.txt"])


def test_an_unreadable_file_fails(check, grow, spawn_mortal):
    folder = grow({"m.txt": "Snow.", "shut/n.txt": "Snow."}, "in")
    (folder / "m.txt").chmod(0)
    (folder / "shut").chmod(0)
    told = ["failed: in/m.txt: unreadable: Permission denied: check", "failed: in/shut: unreadable: Permission denied"]
    try:
        check(code=1, told=told, command=spawn_mortal)
    finally:
        (folder / "shut").chmod(0o700)


def test_malformed_rows_fail_with_their_number_and_the_others_are_clean(run, grow, tmp_path, words):
    lines = [
        json.dumps({"text": words[0], "id": "first"}),
        '{"text": "Snow", ',
        "",
        "[1, 2]",
        '{"headline": "Snow"}',
        '{"text": 5, "mine": 1}',
        '{"text_b64": "%%%"}',
        json.dumps({"text": words[0], "id": "last"}),
    ]
    grow({"in.jsonl": "\n".join(lines).encode() + b'\n{"text": "\xff"}\n'})
    done = run("clean", "in.jsonl", "--out", "out.jsonl")
    assert done.code == 1
    for told in (
        "in.jsonl: bad_row: row 2, column 18: malformed JSON",
        "in.jsonl: bad_row: row 4, column 1: expected an object",
        "in.jsonl: bad_row: row 5: none of 'text'",
        "in.jsonl: bad_row: row 6: 'text' holds a number, expected a string",
        "in.jsonl: bad_row: row 7: 'text_b64' is no base64",
        "in.jsonl: bad_row: row 9, column 11: byte 0xff is not UTF-8",
        "8 documents: 2 kept, 6 failed",
    ):
        assert told in done.stderr
    rows = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert [row["text"] for row in rows] == [words[1], None, None, None, None, None, words[1], None]
    assert rows[4]["mine"] == 1
    assert rows[1]["metadata"]["reasons"] == ["bad_row"]


def test_a_wrong_rule_file_stops_before_anything_is_written(run, grow, words, tmp_path):
    grow({"a.txt": words[0], "my-rules/en/x.yml": "pack: en.x\nabout: X.\nrules:\n  - id: Bad Id\n    knid: line\n"})
    done = run("clean", "a.txt", "--out", "out", "--rules", "my-rules")
    assert done.code == 2
    assert "cleaner: my-rules/en/x.yml:4:" in done.stderr
    assert not (tmp_path / "out").exists()


EXPLODES = """\
pack: en.x
about: A pattern that explodes.
rules:
  - id: exploding
    kind: line
    why: Shows what a bad pattern does.
    pattern: 'exploding (?:a|aa)+b'
    tests:
      drop: ["exploding aab"]
      keep: ["exploding"]
"""


def test_a_pattern_that_explodes_fails_its_document_only(check, grow):  # 2 s: the bound on one pattern
    grow({"my-rules/en/x.yml": EXPLODES})
    hostile = "exploding " + "a" * 60 + " ab\n"
    _, out = check(
        {"m.txt": hostile}, "--rules", "my-rules", code=1, told=["failed: in/m.txt:", "en.x.exploding"], kept=["m.txt"]
    )
    assert out["m.txt"].read_text() == hostile  # raw is kept


def test_an_input_that_is_gone_when_its_turn_comes_fails(check, monkeypatch, grow, tmp_path):
    document = TextReader.document

    def late(self, source, piece):
        (tmp_path / "in/m.txt").unlink(missing_ok=True)
        return document(self, source, piece)

    monkeypatch.setattr(TextReader, "document", late)
    check({"m.txt": "Snow."}, code=1, told=["failed: in/m.txt: unreadable: No such file or directory"])


def test_nothing_to_clean_is_said(run, tmp_path):
    (tmp_path / "in").mkdir()
    done = run("clean", "in", "--out", "out")
    assert (done.code, "nothing to clean was found" in done.stderr) == (0, True)


@pytest.mark.parametrize("named", ["no.txt", "no/*.txt", "picture.png"])
def test_a_named_input_that_cannot_be_is_a_failure(run, grow, words, tmp_path, named):
    grow({"a.txt": words[0], "picture.png": b"\x89PNG"})
    done = run("clean", "a.txt", named, "--out", "out")
    assert done.code == 1
    assert f"failed: {named}: " in done.stderr
    assert (tmp_path / "out/a.txt").read_text() == words[1]
