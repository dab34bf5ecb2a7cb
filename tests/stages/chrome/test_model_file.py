"""Model files: what was written is read back, and whatever is wrong with one is told with what to do."""

import hashlib

import numpy as np
import pytest
from small_models import PROSE_STAYS, saved

from cleaner.model import ConfigError
from cleaner.stages.chrome.line_model import COLUMNS, LineModel
from cleaner.stages.chrome.model_file import read_model, to_bytes

FEATURES = ("words", "place")
REMEDY = "learn it anew"
ARRAYS = {"w": np.arange(6, dtype=np.float16).reshape(2, 3), "n": np.array([1, 2], np.uint32)}


def made(format="my.lines", version=1, features=FEATURES, arrays=None):  # noqa: A002  # the word of the field
    return to_bytes(format, version, features, {"balanced": -0.5}, {"pages": 3}, ARRAYS if arrays is None else arrays)


@pytest.fixture
def written(tmp_path):
    def go(content):
        path = tmp_path / "m.model"
        path.write_bytes(content)
        return path

    return go


def refused(path):
    """The only problem, whose place is the file, and which ends with what to do."""
    with pytest.raises(ConfigError) as caught:
        read_model(path, "my.lines", 1, FEATURES, REMEDY)
    [problem] = caught.value.problems
    assert problem.place.file == str(path)
    assert str(problem).endswith(f"; {REMEDY}")
    return str(problem)


def test_what_was_written_is_read_back(written):
    content = read_model(written(made()), "my.lines", 1, FEATURES, REMEDY)
    assert (content.points, content.card, content.features) == ({"balanced": -0.5}, {"pages": 3}, FEATURES)
    arrays = content.arrays()
    assert arrays["w"].tolist() == ARRAYS["w"].tolist()
    assert (arrays["w"].dtype, arrays["n"].dtype) == (np.float16, np.uint32)


def test_the_same_model_gives_the_same_bytes_whatever_the_order_of_its_arrays():
    assert made() == made(arrays=dict(reversed(ARRAYS.items())))


def test_one_damaged_byte_anywhere_is_refused(written):
    whole = made()
    for place in range(0, len(whole), 7):
        damaged = bytearray(whole)
        damaged[place] ^= 1
        told = refused(written(bytes(damaged)))
        assert "damaged" in told or "no model" in told


@pytest.mark.parametrize("left", [0, 5, 20, -1])
def test_a_file_that_was_cut_off_is_refused(written, left):
    told = refused(written(made()[:left]))
    assert "damaged" in told or "no model of the format" in told


def test_a_file_of_another_format_is_refused(written):
    assert "is no model of the format `my.lines`" in refused(written(made(format="my.pages")))
    assert "is no model of the format `my.lines`" in refused(written(b"Snow fell.\n"))


def test_a_file_of_another_version_is_refused(written):
    assert "is of version 2; this cleaner reads version 1" in refused(written(made(version=2)))


def test_a_model_of_other_features_is_refused_and_one_of_them_named(written):
    assert "(colour)" in refused(written(made(features=(*FEATURES, "colour"))))
    assert "in another order" in refused(written(made(features=FEATURES[::-1])))


def test_content_that_fits_its_digest_but_is_none_is_refused(written):
    body = b"\x93\x01\x02\x03"
    told = refused(written(b"my.lines\n" + hashlib.sha256(body).digest() + body))
    assert "is no model that this version can read" in told


def test_a_missing_file_and_a_folder_are_refused(tmp_path):
    assert "cannot be read: No such file" in refused(tmp_path / "none.model")
    assert "cannot be read: Is a directory" in refused(tmp_path)


def test_a_line_model_says_how_to_get_a_good_one(tmp_path):
    path = saved(tmp_path / "lines.model", PROSE_STAYS)
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(ConfigError, match="cleaner learn lines"):
        LineModel.read(path)


def test_a_line_model_scores_after_reading_as_before(tmp_path):
    lines = ["Most read", "The harbour office closed the bridge on Monday, and it will stay shut until May."]
    read = LineModel.read(saved(tmp_path / "lines.model", PROSE_STAYS))
    assert read.judge(read.look(lines), None, np.zeros(2, bool)).scores.tolist() == [-40, 40]
    assert read.points == {"precise": -2.0, "balanced": 0.0, "thorough": 2.0}
    assert read.card == {"pages": 0}


def test_a_line_model_without_a_point_or_a_table_is_refused_and_what_it_lacks_is_named(tmp_path):
    path = saved(tmp_path / "lines.model", PROSE_STAYS)
    whole = read_model(path, "cleaner.lines", 2, COLUMNS, "")
    without = {name: array for name, array in whole.arrays().items() if name != "cues.pairs.numbers"}
    for points, arrays, lacking in (
        ({"balanced": 0.0}, whole.arrays(), "precise"),
        (whole.points, without, "cues.pairs.numbers"),
    ):
        path.write_bytes(to_bytes("cleaner.lines", 2, COLUMNS, points, {}, arrays))
        with pytest.raises(ConfigError, match=f"'{lacking}' is missing.*cleaner learn lines"):
            LineModel.read(path)
