import re
from pathlib import Path

import cleaner.stages
from cleaner.stages.reasons import REASONS


def test_every_id_that_a_stage_gives_has_a_reason_and_no_reason_is_left_over():
    sources = Path(cleaner.stages.__file__).parent.rglob("*.py")
    code = "\n".join(path.read_text(encoding="utf-8") for path in sources if path.name != "reasons.py")
    given = set(re.findall(r"\"((?:page|repair|chrome|layout|repeats|spun)\.[a-z-]+)\"", code))
    assert given == set(REASONS)
