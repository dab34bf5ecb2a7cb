"""A worker's memory has a bound: a document that asks for more fails, and the worker goes on."""

import json
import subprocess
import sys
import textwrap

import pytest

from cleaner.engines.memory import bound_memory

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="no other system holds such a bound")

GREEDY = """
    import json, mmap, resource, sys, tempfile
    from cleaner.engines import Job, Reading
    from cleaner.engines.memory import bound_memory
    from cleaner.engines.work import work
    from cleaner.io import Source
    from cleaner.io.encoded import RowEncoder
    from cleaner.io.piece import Piece
    from cleaner.model import Cleaned

    class Greedy:
        def clean(self, document):
            taken = bytes(3_000_000_000) if "much" in document.text else b""
            return Cleaned(document, document.text + str(len(taken)))

    bound_memory()
    job = Job(Greedy(), Reading(), RowEncoder("none"))
    source = Source(None, "a.jsonl", "jsonl")
    rows = [json.dumps({"text": text}).encode() for text in ("Snow.", "Too much snow.", "Rain.")]
    for done in work(job, [(source, Piece(row, content=line)) for row, line in enumerate(rows, 1)]):
        print(done.encoded.content.decode(), end="")
    with tempfile.TemporaryFile() as file:
        file.truncate(3_000_000_000)
        print(json.dumps(len(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))))
"""


@pytest.fixture
def python(tmp_path):
    """Runs a program in a process of its own; gives back the lines it wrote, read as JSON."""

    def go(program):
        command = [sys.executable, "-c", textwrap.dedent(program)]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60)
        assert done.returncode == 0, done.stderr
        return [json.loads(line) for line in done.stdout.splitlines()]

    return go


def test_a_document_that_takes_too_much_fails_alone_and_shared_files_do_not_count(python):
    first, greedy, last, mapped = python(GREEDY)
    assert (first["text"], last["text"]) == ("Snow.0", "Rain.0")
    assert greedy["metadata"]["reasons"] == ["out_of_memory"]
    assert greedy["text"] == "Too much snow."
    assert mapped == 3_000_000_000


def test_a_lower_bound_from_outside_stays(python):
    [bounds] = python(
        """
        import resource
        from cleaner.engines.memory import bound_memory

        resource.setrlimit(resource.RLIMIT_DATA, (900_000_000, resource.RLIM_INFINITY))
        bound_memory()
        print(list(resource.getrlimit(resource.RLIMIT_DATA)))
        """
    )
    assert bounds == [900_000_000, -1]


def test_other_systems_say_that_nobody_sees_to_it(monkeypatch):
    monkeypatch.setattr(sys, "platform", "darwin")
    assert not bound_memory(1)
