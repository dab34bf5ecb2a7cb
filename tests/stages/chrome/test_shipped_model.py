"""The line model that ships, on pages where there is no doubt."""

from functools import cache

from cleaner import Cleaner, read_config


@cache
def shipped(**overrides):
    return Cleaner.from_config(read_config(overrides=overrides))


DUMPED = """\
Home
News
Sport
Weather
Log in
Subscribe
Harbour office closes the old bridge until May
By Ann Lee
Share
The harbour office closed the old bridge on Monday, and the mayor said it will stay shut until the end of May.
Two workers had seen cracks in the stone on Sunday, and nobody may cross before an engineer has looked at it.
"I have sold bread on both banks for thirty years," said Marta Holm, whose shop stands right beside the bridge.
The ferry, which carries forty people, will run every half hour from Tuesday until the repair is done.
More from Local
Council buys a second snow plough
Winter market moves into the fish hall
Choir looks for tenors before Easter
Most read
Terms of use
Privacy policy
© 2021 Harbour Courier
"""


def test_the_model_that_ships_leaves_the_story_of_a_dumped_page_and_takes_most_of_the_rest():
    text = shipped().clean(DUMPED).text
    lines = DUMPED.splitlines()
    story = lines[9:13]
    left = text.splitlines()
    assert [line for line in left if line in story] == story
    assert lines[6] in left
    assert len(set(left) - set(story)) <= 4


def test_the_model_that_ships_takes_what_no_rule_names():
    ids = {rule for change in shipped().clean(DUMPED).changes for rule in change.rule_ids}
    assert "chrome.model" in ids
    off = shipped(disable=("chrome",)).clean(DUMPED)
    assert "chrome.model" not in {rule for change in off.changes for rule in change.rule_ids}
    assert len(off.text) > len(shipped().clean(DUMPED).text)


def test_each_point_of_the_model_that_ships_takes_no_less_than_the_one_before():
    left = [len(shipped(point=point).clean(DUMPED).text) for point in ("precise", "balanced", "thorough")]
    assert left == sorted(left, reverse=True)
