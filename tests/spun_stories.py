"""A wire story as it was written, what a spinner made of it by hand, and more that the simulated spinners make."""

from functools import cache
from pathlib import Path

from cleaner.learn.spinner import families, spin
from cleaner.model import Document
from cleaner.stages.stage import Context

__all__ = ["NEGATIVES", "SPUN_STORY", "STORY", "english", "news", "spun_news"]

NEGATIVES = Path(__file__).parent / "negatives"
SPUN_STORY = (Path(__file__).parent / "cases" / "spun-wire-story" / "raw.txt").read_bytes().decode("utf-8")
STORY = """\
WASHINGTON (Northern Wire) – The White House said Tuesday that it would send two more rescue teams to the coast of \
Honduras, where a powerful storm has killed at least 31 people and left thousands without power since Sunday.

U.S. officials said many planes had already landed at a military base near the capital. They spoke on condition of \
anonymity because the talks with the government were still going on.

The storm arrived just three months after another one destroyed hundreds of homes in the same region. Aid groups said \
many families were living in tents and had nowhere to go.

“We are going to stay as long as they need us,” Gen. Paula Hartwell, the top U.S. commander in the area, told \
reporters at the Pentagon. “We do not leave people alone in a time like this.”

Defense Secretary Mark Dunne said the teams would help to repair roads and bridges. He declined to give any details \
about the cost, but said all options were on the table.

The State Department said it had asked Congress for more money. Members of the Senate Foreign Relations Committee were \
expected to discuss the request on Thursday morning.

In the city of Puerto Sol, two people were killed and 14 others were hurt when a wall fell on a bus late Monday, \
police said. Rescue workers said they feared the number of dead would rise.

“The water came so fast that nobody could get away,” said Rosa Medina, a teacher who lost her house. She was standing \
in front of the school where about 200 people have found shelter.

Asked why the warning came so late, the mayor said the system had been broken since a storm in December. He said he \
had told the government about the problem several times, but had never received an answer.

Weather experts said the storm was likely to move north on Wednesday and grow weaker. They warned that heavy rain \
could still lead to floods in the mountains.
"""


def english(text):
    """A context for ``text`` in which nothing is detected."""
    return Context(Document(text, language="en"), lambda _: "en")


def news():
    """Names and texts of twelve honest stories."""
    return {path.stem: path.read_bytes().decode("utf-8") for path in sorted(NEGATIVES.glob("en-news-*.txt"))}


@cache
def spun_news():
    """The honest stories as a spinner leaves them that swaps every third word and follows the context."""
    [family] = [family for family in families() if family.name == "contextual"]
    return {name: spin(text, family, 0.6, name).text for name, text in news().items()}
