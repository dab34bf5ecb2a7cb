"""A folder with every sort of bad input: the good documents come out clean, each bad one fails with its reason.

The short form of ``bench/bad_input.py``, which also looks at time and memory.
"""

import sys
from importlib import import_module
from pathlib import Path

import pytest

pytest.importorskip("fastwarc")
pytest.importorskip("pyarrow")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="makes pipes and sockets, and gives up root's rights")
def test_good_documents_come_out_as_without_the_bad_ones_and_each_of_these_has_its_reason(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(str(Path(__file__).parents[2] / "bench"))
    problems = import_module("bad_input").checked(tmp_path, 30, (1, 2))
    assert problems == []
