"""What stands behind addresses is read as files are: from a server that speaks S3, from the web, from memory."""

import gzip
import io
import json
import os
import pickle
import subprocess
import sys
import tarfile
import threading
import zipfile
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from cleaner.io import Failure, find_sources, open_reader, remote
from cleaner.io.compression import compress
from cleaner.io.stamps import size_of, stamp

fsspec = pytest.importorskip("fsspec")

TEXT = "Snow closed the pass on Monday, police said.\n\nShare this article\n\nNobody was hurt, number {}."
PAGE = "<html><head><title>Snow</title></head><body><article>" + "".join(
    f"<p>Snow closed {number} schools in the town on Monday, and the mayor asked people to stay at home.</p>"
    for number in range(3)
)


def rows(count):
    return b"".join(json.dumps({"id": str(n), "text": TEXT.format(n)}).encode() + b"\n" for n in range(count))


def zipped(files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def tarred(files):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return out.getvalue()


def parquet(count):
    pa, pq = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    out = io.BytesIO()
    pq.write_table(
        pa.table({"id": [str(n) for n in range(count)], "text": [TEXT.format(n) for n in range(count)]}), out
    )
    return out.getvalue()


@pytest.fixture(scope="module")
def files():
    member = {"deep/in.txt": TEXT.encode(), "rows.jsonl": rows(2)}
    return {
        "a.txt": TEXT.format(1).encode(),
        "empty.txt": b"",
        "odd #1%20 : name.txt": TEXT.format(2).encode(),
        "deep/b.txt.gz": gzip.compress(TEXT.format(3).encode()),
        "deep/page.html": PAGE.encode(),
        "rows.jsonl.zst": compress(rows(100), "zst"),
        "rows.csv.bz2": compress(b"id,text\n1,Snow fell.\n", "bz2"),
        "rows.parquet": parquet(100),
        "packed.parquet.xz": compress(parquet(3), "xz"),
        "some.zip": zipped(member | {f"{n}.txt": os.urandom(999).hex() for n in range(9)}),
        "some.tgz": tarred(member),
        ".hidden/a.txt": b"no",
        "deep/.b.txt": b"no",
        "notes.md": b"no",
        "a.txt.edits.json": b"{}",
    }


@pytest.fixture(scope="module")
def folder(s3, files, tmp_path_factory):
    """The same files in a folder and under ``s3://news/folder``."""
    here = tmp_path_factory.mktemp("here")
    for name, content in files.items():
        path = here / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
        s3.pipe_file(f"news/folder/{name}", content)
    s3.pipe_file("news/folder/deep/", b"")  # as consoles make a folder
    return here


class Web:
    """A server of the web; ``pages`` holds status, headers and content by path, or a content alone."""

    def __init__(self):
        self.pages, self.asked = {}, []
        web = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                web.asked.append((self.command, self.path))
                status, headers, content = web.pages.get(self.path, (404, {}, b""))
                self.send_response(status)
                for key, value in ({"Content-Length": len(content)} | headers).items():
                    self.send_header(key, str(value))
                self.end_headers()
                if self.command == "GET":
                    self.wfile.write(content)

            do_HEAD = do_GET  # noqa: N815 - http.server looks for it

            def log_message(self, *told):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.root = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def add(self, path, content, status=200, **headers):
        self.pages[path] = (status, {key.replace("_", "-"): value for key, value in headers.items()}, content)
        return self.root + path


@pytest.fixture
def web():
    made = Web()
    yield made
    made.server.shutdown()
    made.server.server_close()


def read(sources):
    """What each of ``sources`` holds: names, ids and texts, or reasons."""
    found = []
    for source in sources.sources:
        for item in open_reader(source.format).read(source):
            told = item.reason if isinstance(item, Failure) else item.text
            found.append((source.name, item.id, told))
    return found


def problems(*given, **options):
    return [str(problem) for problem in find_sources(given, **options).problems]


def clean(*arguments, **environment):
    command = [sys.executable, "-m", "cleaner", "clean", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, **environment})


@pytest.mark.parametrize("end", ["", "/"])
def test_a_bucket_is_read_as_the_same_folder_is(folder, end):
    far, near = find_sources([f"s3://news/folder{end}"]), find_sources([str(folder)])
    assert [source.name for source in far.sources] == [source.name for source in near.sources]
    assert (far.skipped, far.hidden, far.problems) == (near.skipped, near.hidden, near.problems)
    assert read(far) == read(near)
    assert len(read(far)) > 200


def test_what_is_read_in_many_small_parts_is_the_same(folder, monkeypatch):
    for name, size in {"_AHEAD": 700, "_BLOCK": 500, "_BLOCKS": 3, "_BUFFER": 64}.items():
        monkeypatch.setattr(remote, name, size)
    assert read(find_sources(["s3://news/folder/"])) == read(find_sources([str(folder)]))


@pytest.mark.parametrize("pattern", ["*.txt", "*/*.html", "d*", "**/*.gz", "?.txt", "*.xyz"])
def test_patterns_match_as_they_do_in_a_folder(folder, pattern):
    far, near = find_sources([f"s3://news/folder/{pattern}"]), find_sources([f"{folder}/{pattern}"])
    assert [source.name for source in far.sources] == [source.name for source in near.sources]
    assert [problem.reason for problem in far.problems] == [problem.reason for problem in near.problems]


def test_one_file_is_named_as_a_path_is(folder):
    [source] = find_sources(["s3://news/folder/deep/b.txt.gz"]).sources
    assert (source.name, source.uri, source.named) == ("b.txt.gz", "s3://news/folder/deep/b.txt.gz", True)
    [forced] = find_sources(["s3://news/folder/notes.md"], format="text").sources
    assert read(find_sources(["s3://news/folder/notes.md"], format="text")) == [("notes.md", "notes.md", "no")]
    assert pickle.loads(pickle.dumps(forced)) == forced  # noqa: S301 - it is our own


def test_workers_open_remote_files_themselves_and_the_run_goes_on_after_one_failed(folder, web, tmp_path):
    denied = web.add("/denied.html", b"", 403)
    near = clean(folder, "--out", tmp_path / "near", "--jobs", 1)
    far = clean("s3://news/folder", denied, "--out", tmp_path / "far", "--jobs", 2)
    assert (near.returncode, far.returncode) == (0, 1), far.stderr
    assert f"{denied}: unreadable: access denied" in far.stderr
    assert "Traceback" not in far.stderr

    def outputs(name):
        files = (path for path in (tmp_path / name).rglob("*") if path.is_file() and "deep" in path.parts)
        return {path.name: path.read_bytes() for path in files if ".edits." not in path.name}

    assert outputs("far") == outputs("near")
    assert len(outputs("far")) >= 2


def test_names_that_lead_elsewhere_are_refused(s3):
    for name in ("../up.txt", "a/../../up.txt", "in.txt"):
        s3.pipe_file(f"news/unsafe/{name}", b"Snow.")
    found = find_sources(["s3://news/unsafe/"])
    assert [source.name for source in found.sources] == ["in.txt"]
    assert [problem.reason for problem in found.problems] == ["unsafe_name"] * 2


@pytest.mark.parametrize("missing", ["s3://none/a.txt", "s3://news/none/", "s3://news/none.txt", "s3://none/"])
def test_what_is_not_there_is_said(s3, missing):
    assert problems(missing) == [f"{missing}: unreadable: no such file or folder: check the address"]


def test_a_file_that_is_gone_or_another_when_it_is_read_fails_alone(s3):
    s3.pipe_file("news/gone/a.txt", b"Snow.")
    s3.pipe_file("news/gone/b.txt", b"Snow.")
    found = find_sources(["s3://news/gone"])
    s3.rm("news/gone/a.txt")
    s3.pipe_file("news/gone/b.txt", b"Snow fell all night.")
    assert read(found) == [("a.txt", "a.txt", "unreadable"), ("b.txt", "b.txt", "Snow fell all night.")]


def test_a_stamp_changes_with_the_content(s3, tmp_path):
    s3.pipe_file("news/stamp/a.txt", b"Snow.")
    path = tmp_path / "a.txt"
    path.write_bytes(b"Snow.")
    given = ["s3://news/stamp/a.txt", str(path)]

    def found():
        return find_sources(given, mirror=False).sources

    before = [stamp(source) for source in found()]
    assert before == [stamp(source) for source in found()]
    assert [size_of(source) for source in found()] == [5, 5]
    s3.pipe_file("news/stamp/a.txt", b"Rain.")
    os.utime(path, ns=(1, 1))
    after = [stamp(source) for source in found()]
    assert None not in before
    assert [old == new for old, new in zip(before, after, strict=True)] == [False, False]


def test_larger_files_are_not_read(s3):
    s3.pipe_file("news/large.txt", b"x" * 100)
    [source] = find_sources(["s3://news/large.txt"]).sources
    [failure] = open_reader("text", max_document_bytes=99).read(source)
    assert (failure.reason, "100 bytes" in failure.message) == ("too_large", True)


def test_no_credentials_and_no_server_are_said(s3):
    keyless = clean("s3://news/a.txt", AWS_ACCESS_KEY_ID="", AWS_SECRET_ACCESS_KEY="", AWS_EC2_METADATA_DISABLED="true")
    assert (keyless.returncode, "check the credentials" in keyless.stderr) == (1, True), keyless.stderr
    assert "Traceback" not in keyless.stderr


def test_a_page_of_the_web_is_html_whatever_its_address(web):
    address = web.add("/news/snow?id=7&sig=secret", PAGE.encode(), Content_Type="text/html; charset=utf-8", ETag='"1"')
    [source] = find_sources([address]).sources
    assert (source.name, source.format, source.uri) == ("snow", "html", f"{web.root}/news/snow?id=7&sig=...")
    assert stamp(source) == f'{len(PAGE)} "1"'
    [document] = open_reader(source.format).read(source)
    assert (document.site, document.title) == ("127.0.0.1", "Snow")
    assert document.text.count("Snow closed") == 3
    [front] = find_sources([web.add("/", PAGE.encode(), Content_Type="text/html")]).sources
    assert front.name == "127.0.0.1"


def test_an_address_of_the_web_without_suffix_needs_a_format(web):
    address = web.add("/dump?file=a.jsonl", rows(2), Content_Type="application/octet-stream")
    [told] = problems(address)
    assert "the server says application/octet-stream; say its format with --format" in told
    assert [item[1] for item in read(find_sources([address], format="jsonl"))] == ["0", "1"]
    assert find_sources([web.add("/a*.txt?b=*", b"Snow.")]).sources[0].name == "a*.txt"


@pytest.mark.parametrize("name", ["rows.jsonl.zst", "rows.parquet", "some.zip", "packed.parquet.xz", "deep/b.txt.gz"])
def test_all_formats_come_from_the_web_in_one_request(web, folder, files, name):
    near = read(find_sources([str(folder / name)]))
    far = read(find_sources([web.add(f"/{name}", files[name])]))
    assert far == near
    assert web.asked == [("HEAD", f"/{name}"), ("GET", f"/{name}")]


def test_a_server_that_declares_the_compression_of_the_file_is_understood(web, files):
    address = web.add("/b.txt.gz", files["deep/b.txt.gz"], Content_Encoding="gzip")
    assert read(find_sources([address])) == [("b.txt.gz", "b.txt.gz", TEXT.format(3))]
    page = web.add("/page.html", gzip.compress(PAGE.encode()), Content_Encoding="gzip")
    assert "Snow closed 2 schools" in read(find_sources([page]))[0][2]


def test_a_server_that_breaks_off_costs_what_it_did_not_send(web):
    address = web.add("/rows.jsonl", rows(50), Content_Length=10_000_000)
    *before, last = read(find_sources([address]))
    assert last[2] == "unreadable"
    assert [item[1] for item in before] == [str(number) for number in range(len(before))]


@pytest.mark.parametrize(
    ("status", "told"),
    [
        (404, "no such file or folder: check the address"),
        (401, "access denied (Unauthorized): check the credentials, and what they permit"),
        (503, "the server answers 503 Service Unavailable: check the address and the network, then run again"),
    ],
)
def test_answers_of_a_server_are_said(web, status, told):
    address = web.add("/a.txt", b"", status)
    assert problems(address) == [f"{address}: unreadable: {told}"]
    secret = address.replace("//", "//ann:secret@")
    assert problems(secret) == [f"{address}: unreadable: {told}"]


def test_nobody_listens(web):
    web.server.server_close()
    [told] = problems(f"{web.root}/a.txt")
    assert "check the address and the network, then run again" in told


def test_memory_and_file_addresses(tmp_path):
    system = fsspec.filesystem("memory")
    system.pipe({"/remote-test/a.txt": b"Snow.", "/remote-test/deep/b.txt": b"Rain."})
    found = find_sources(["memory://remote-test"])
    assert [source.uri for source in found.sources] == ["memory://remote-test/a.txt", "memory://remote-test/deep/b.txt"]
    assert read(found) == [("a.txt", "a.txt", "Snow."), ("deep/b.txt", "deep/b.txt", "Rain.")]
    (tmp_path / "a b.txt").write_bytes(b"Snow.")
    [source] = find_sources([(tmp_path / "a b.txt").as_uri()]).sources
    assert source.path == tmp_path / "a b.txt"
    assert "write file:///folder/file" in problems("file://a.txt")[0]


def test_a_package_that_is_missing_is_named(monkeypatch):
    assert problems("foo://a.txt") == [
        "foo://a.txt: unreadable: nothing reads foo://: known are file, https, s3, gs, hf, and more"
    ]
    for module, address, packages in [
        ("gcsfs", "gs://b/a.txt", "'newswash[remote]' gcsfs"),
        ("huggingface_hub", "hf://datasets/b/a.txt", "'newswash[remote]' huggingface_hub"),
        ("fsspec.core", "s3://b/a.txt", "'newswash[remote]'"),
    ]:
        monkeypatch.setitem(sys.modules, module, None)
        [told] = problems(address)
        assert told.endswith(f"missing_package: {told.partition('package: ')[2]}")
        assert told.endswith(f"another package: pip install {packages}")


def test_a_remote_folder_needs_a_place_for_its_texts():
    done = clean("s3://news/folder/")
    assert (done.returncode, "say where to write" in done.stderr) == (2, True)


def test_paths_load_nothing_of_this(tmp_path):
    code = f"import sys; from cleaner.io import find_sources; find_sources([{str(tmp_path)!r}]); print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert {"fsspec", "aiohttp", "s3fs", "cleaner.io.remote"}.isdisjoint(loaded)
