"""What is found out about a document stands in its row, under ``metadata``."""

import io
import json
from pathlib import Path

from cleaner.engines import Job, Reading, run
from cleaner.io import JsonlWriter, find_sources
from cleaner.pipeline import Cleaner, Config

SNOW = (
    "Snow closed the pass on Monday, and the police said that it would stay shut until Friday. Nobody was hurt, "
    "and the road is to be opened again in the morning.\n"
)
SPUN = (Path(__file__).parents[1] / "cases" / "spun-wire-story" / "raw.txt").read_bytes().decode()


def metadata(tmp_path, *rows):
    path = tmp_path / "in.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    stream = io.BytesIO()
    writer = JsonlWriter(stream)
    run(Job(Cleaner.from_config(Config()), Reading(), writer.encoder), find_sources([str(path)]), writer)
    return [json.loads(line)["metadata"] for line in stream.getvalue().splitlines()]


def test_all_that_is_known_is_told(tmp_path):
    head = "The pass is closed\n\nBy Ann Miller\n\nPublished: 3 May 2021\n\n"
    row = {
        "url": "https://www.example.org/a",
        "title": "The pass is closed",
        "lang": "en",
        "text": f"{head}{SNOW}\n{SNOW.replace('Monday', 'Sunday')}",
    }
    told, spun = metadata(tmp_path, row, {"text": SPUN})
    assert 0 <= told.pop("spun_score") < 0.5
    assert told == {
        "verdict": "keep",
        "reasons": [],
        "language": "en",
        "site": "example.org",
        "title": "The pass is closed",
        "byline": "Ann Miller",
        "date": "3 May 2021",
    }
    assert (spun["verdict"], spun["reasons"], spun["language"]) == ("flag", ["spun"], "en")
    assert spun["spun_score"] > 0.5


def test_what_the_row_says_itself_stays_beside_it(tmp_path):
    own = {"source": "wire", "verdict": "mine", "ratio": float("nan"), "half": "\ud800"}
    [told] = metadata(tmp_path, {"text": SNOW, "metadata": own})
    assert (told["source"], told["verdict"], told["half"]) == ("wire", "keep", "\ud800")
    assert told["ratio"] != told["ratio"]  # NaN, which Python programs write
    [told] = metadata(tmp_path, {"text": SNOW, "metadata": ["no", "object"]})
    assert (told["original"], told["verdict"]) == (["no", "object"], "keep")
