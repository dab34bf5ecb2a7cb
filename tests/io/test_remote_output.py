"""What is written behind an address is what would be written here, however often it breaks off on the way."""

import gzip
import io
import json
import os
import subprocess
import sys

import pytest

from cleaner.cli.main import main
from cleaner.engines import reading
from cleaner.io.uploads import Uploads

fsspec = pytest.importorskip("fsspec")

TEXT = "Snow closed the pass on Monday, police said.\n\nShare this article\n\nNobody was hurt, number {}.\n"
REPORTS = ("cleaner.config.toml", "report.json", "report.md")


@pytest.fixture
def clean(monkeypatch, capsys, tmp_path):
    """``cleaner clean`` in ``tmp_path``, in steps of two documents: its exit code and what it says."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(reading, "BATCH_DOCUMENTS", 2)

    def go(*arguments):
        monkeypatch.setattr(sys, "argv", ["cleaner", "clean", *map(str, arguments)])
        try:
            main()
            code = 0
        except SystemExit as stop:
            code = stop.code or 0
        return code, capsys.readouterr().err

    return go


@pytest.fixture
def folder(tmp_path):
    """Texts, rows and pages."""
    here = tmp_path / "in"
    (here / "deep").mkdir(parents=True)
    for number in range(6):
        (here / f"{number}.txt").write_text(TEXT.format(number))
    (here / "deep" / "odd [1] #%20?.txt.gz").write_bytes(gzip.compress(TEXT.format(7).encode(), mtime=0))
    rows = "".join(json.dumps({"id": n, "text": TEXT.format(n)}) + "\n" for n in range(7))
    (here / "deep" / "rows.jsonl").write_text(rows)
    return here


def here(folder):
    """All files of a folder but for the journal, with their bytes."""
    files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    return {name: content for name, content in files.items() if not name.endswith("journal.jsonl")}


def there(system, path):
    system.invalidate_cache()
    return {name.split(f"{path}/", 1)[1]: system.cat_file(name) for name in system.find(path)}


def left(work):
    """The names of the files in the work folder."""
    return {path.name.rpartition(".cleaner-")[2] for path in work.rglob("*") if path.is_file()}


OUTS = {
    "a mirror": ("", ()),
    "one file": ("corpus.jsonl.zst", ()),
    "a table": ("corpus.parquet", ("--edits", "inline")),
    "shards": ("corpus.jsonl", ("--shard-size", 3)),
}


@pytest.mark.parametrize("kind", OUTS)
def test_what_stands_there_is_what_would_stand_here(s3, folder, clean, tmp_path, kind):
    name, options = OUTS[kind]
    place = f"news/same/{kind}"
    assert clean("in", "--out", f"near/{name}", *options)[0] == 0
    code, told = clean("in", "--out", f"s3://{place}/{name}", "--work", "work", *options)
    assert (code, f"written to s3://{place}/{name}" in told) == (0, True), told
    assert there(s3, place) == here(tmp_path / "near")
    assert left(tmp_path / "work") == {".address", "journal.jsonl"}
    again, told = clean("in", "--out", f"s3://{place}/{name}", "--work", "work", *options, "--resume")
    assert (again, f"are written to s3://{place}/{name}" in told) == (0, True), told


def test_what_a_former_run_wrote_goes_as_it_would_here(s3, folder, clean, tmp_path):
    for out in ("near/c.jsonl", "s3://news/former/c.jsonl"):
        assert clean("in", "--out", out, "--shard-size", 2)[0] == 0
        assert clean("in", "--out", out, "--shard-size", 5, "--edits", "none")[0] == 0
    assert there(s3, "news/former") == here(tmp_path / "near")
    assert {name for name in here(tmp_path / "near") if "c-" in name} == {f"c-0000{n}.jsonl" for n in range(3)}


@pytest.mark.parametrize("kind", OUTS)
def test_an_upload_that_fails_is_sent_by_resume(s3, folder, clean, tmp_path, monkeypatch, kind):
    name, options = OUTS[kind]
    assert clean("in", "--out", f"near/{name}", *options)[0] == 0
    place, send = f"news/failed/{kind}", s3.put_file
    for fail_at in (0, 3, 1000):
        calls = []

        def put_file(source, target, calls=calls, fail_at=fail_at, **more):
            calls.append(target)
            if len(calls) > fail_at or (fail_at == 1000 and target.endswith("report.md")):
                raise PermissionError(13, "not today")
            return send(source, target, **more)

        with monkeypatch.context() as patch:
            patch.setattr(s3, "put_file", put_file)
            resume = ("--resume",) if fail_at else ()
            code, told = clean("in", "--out", f"s3://{place}/{name}", *options, *resume)
        assert (code, "access denied (not today): check the credentials" in told) == (1, True), told
        assert "Traceback" not in told
    code, told = clean("in", "--out", f"s3://{place}/{name}", *options, "--resume")
    assert (code, "13 documents are done; going on" in told or "14 documents are done" in told) == (0, True), told
    assert there(s3, place) == here(tmp_path / "near")


KILLED = """
import os, s3fs
from cleaner.cli.main import main
from cleaner.engines import reading
reading.BATCH_DOCUMENTS = 2
send, sent = s3fs.S3FileSystem._put_file, 0
async def put_file(self, *given, **more):
    global sent
    await send(self, *given, **more)
    sent += 1
    if sent == 6:
        os._exit(9)
s3fs.S3FileSystem._put_file = put_file
main()
"""


def test_a_run_that_is_killed_between_uploads_goes_on(s3, folder, clean, tmp_path):
    """From there to a folder in it."""
    s3.pipe({f"news/killed-in/{name}": content for name, content in here(folder).items()})
    given = ("s3://news/killed-in", "--out", "s3://news/killed-in/out", "--work", "work")
    assert clean("in", "--out", "near")[0] == 0
    command = [sys.executable, "-c", KILLED, "clean", *given]
    killed = subprocess.run(command, capture_output=True, check=False)
    assert killed.returncode == 9
    assert 0 < len(there(s3, "news/killed-in/out")) < len(here(tmp_path / "near"))
    code, told = clean(*given, "--resume")
    assert (code, "done; going on" in told) == (0, True), told
    near, far = here(tmp_path / "near"), there(s3, "news/killed-in/out")
    assert set(far) == set(near)
    plain = [name for name in near if ".edits." not in name and name not in REPORTS]
    assert {name: far[name] for name in plain} == {name: near[name] for name in plain}
    assert left(tmp_path / "work") == {".address", "journal.jsonl"}


def test_what_others_put_there_stays(s3, folder, clean, tmp_path):
    s3.pipe_file("news/foreign/notes.md", b"mine")
    s3.pipe_file("news/foreign/corpus.jsonl", b"mine")
    for out in ("s3://news/foreign", "s3://news/foreign/corpus.jsonl", "s3://news/foreign/corpus.jsonl/"):
        code, told = clean("in", "--out", out)
        assert (code, "write over it with --force" in told) == (1, True), told
    assert there(s3, "news/foreign") == {"notes.md": b"mine", "corpus.jsonl": b"mine"}
    assert clean("in", "--out", "s3://news/foreign/other.jsonl")[0] == 0
    assert clean("in", "--out", "s3://news/foreign", "--force")[0] == 0
    assert clean("in", "--out", "s3://news/foreign")[0] == 0
    assert clean("in", "--out", "s3://news/foreign", "--work", "elsewhere")[0] == 1
    assert there(s3, "news/foreign")["notes.md"] == b"mine"


def test_a_work_folder_in_the_input_is_not_read(clean, folder, tmp_path):
    uploads = Uploads("memory://inside/corpus.jsonl", tmp_path / "in", single=True)
    uploads.folder.mkdir()
    (uploads.folder / "corpus-00001.jsonl").write_text('{"text": "Rain."}')
    code, told = clean("in", "--out", uploads.shown, "--work", "in")
    assert (code, "14 documents: 14 kept" in told) == (0, True), told


@pytest.mark.parametrize("out", ["s3://news/over/", "s3://news", "s3://news/over/0.txt/", "s3://news/over/a.jsonl"])
def test_an_input_is_never_written_over(s3, clean, out):
    s3.pipe({"news/over/0.txt": TEXT.encode(), "news/over/a.jsonl": b'{"text": "Snow."}\n'})
    given = "s3://news/over/a.jsonl" if out.endswith("jsonl") else "s3://news/over/0.txt"
    code, told = clean(given, "--out", out, "--force")
    assert (code, "OUT: choose another --out" in told or "OUT itself" in told) == (1, True), told
    assert there(s3, "news/over") == {"0.txt": TEXT.encode(), "a.jsonl": b'{"text": "Snow."}\n'}


def test_memory_takes_texts_from_standard_input(clean, tmp_path, monkeypatch):
    system = fsspec.filesystem("memory")
    for number in range(2):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(TEXT.format(number).encode())))
        code, told = clean("-", "--out", "memory://written/corpus.jsonl", "--work", "work")
        assert code == 0, told
        [row] = system.cat_file("/written/corpus.jsonl").splitlines()
        assert f"Nobody was hurt, number {number}." in json.loads(row)["text"]
    assert len(system.ls("/written", detail=False)) == 5
    assert left(tmp_path / "work") == {".address"}


def test_a_dry_run_sends_nothing_and_makes_nothing(clean, folder, tmp_path):
    assert clean("in", "--out", "memory://dry", "--work", "work", "--dry-run")[0] == 0
    assert not fsspec.filesystem("memory").exists("/dry")
    assert not (tmp_path / "work").exists()


def test_a_name_that_no_bucket_takes_fails_alone(clean, folder, tmp_path):
    try:
        (folder / os.fsdecode(b"\xff.txt")).write_text(TEXT)
    except OSError:
        pytest.skip("such names cannot be here")
    code, told = clean("in", "--out", "memory://names")
    assert (code, "its name is no Unicode: rename the input" in told) == (1, True), told
    assert fsspec.filesystem("memory").exists("/names/5.txt")


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["--out", "https://ann:secret@example.org/out/"], 2, "`https://example.org/out/`: pages of the web are only"),
        (["--out", "s3://"], 1, "s3://: names no place"),
        (["--out", "s3://corpus.jsonl"], 1, "names no place"),
        (["--out", "foo://a"], 1, "nothing reads foo://"),
        (["--out", "s3://news/corpus.txt"], 2, "looks like a .txt file"),
        (["--out", "file://a"], 2, "names no path"),
        (["--out", "out", "--work", "work"], 2, "only an OUT behind an address"),
        (["--out", "s3://none/out"], 1, "s3://none/out/0.txt: no such file or folder: check the address"),
    ],
)
def test_places_that_cannot_be_written_are_said(s3, clean, folder, arguments, code, told):
    found = clean("in", *arguments)
    assert (found[0], told in found[1]) == (code, True), found[1]
    assert "secret" not in found[1]


def test_a_file_address_is_a_path(clean, folder, tmp_path):
    assert clean("in", "--out", (tmp_path / "a b").as_uri())[0] == 0
    assert (tmp_path / "a b" / "5.txt").exists()


def test_folders_that_are_empty_go_and_large_files_are_sent(monkeypatch, tmp_path):
    monkeypatch.setattr("cleaner.io.uploads._SMALL", 3)
    uploads = Uploads("memory://large/", tmp_path)
    paths = [uploads.folder / "a" / "b" / "c.txt", uploads.folder / "a" / "d.txt"]
    paths[0].parent.mkdir(parents=True)
    for path in paths:
        path.write_bytes(b"Snow fell.")
    uploads.put(paths)
    assert set(there(fsspec.filesystem("memory"), "/large")) == {"a/b/c.txt", "a/d.txt"}
    assert [path.name for path in uploads.folder.iterdir()] == [".address"]
