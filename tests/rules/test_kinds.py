"""Each kind of rule: what it removes or replaces, and what it leaves."""

import time

import pytest

from cleaner.model import RuleError

PROSE = "The ferry between the two islands will run again on Monday, the harbour office said."
MORE = "Two tugs broke a lane through the ice on Friday, and a first test crossing went well."


def test_a_phrases_rule_takes_the_line_with_its_ending(cleaned, make_rule):
    rule = make_rule("phrases", "phrases: [Share]")
    assert cleaned("Snow fell.\r\n SHARE: \r\nWind rose.", rule) == "Snow fell.\r\nWind rose."
    assert cleaned("Share prices fell.", rule) == "Share prices fell."


def test_a_line_rule_needs_the_whole_line(cleaned, make_rule):
    rule = make_rule("line", "pattern: '\\d+ shares'\nmax_words: 2")
    assert cleaned("12 shares\n12 shares sold\n", rule) == "12 shares sold\n"


def test_unless_keeps_a_line(cleaned, make_rule):
    rule = make_rule("line", "pattern: '\\d+ shares.*'\nunless: sold")
    assert cleaned("12 shares\n12 shares sold\n", rule) == "12 shares sold\n"


def test_max_words_keeps_longer_lines(cleaned, make_rule):
    rule = make_rule("line", "pattern: 'read more.*'\nmax_words: 3")
    assert cleaned("Read more here\nRead more and write less\n", rule) == "Read more and write less\n"


@pytest.mark.parametrize(
    ("where", "left"),
    [
        ("any", [PROSE, MORE]),
        ("head", [PROSE, MORE, "Share"]),
        ("tail", ["Share", PROSE, "Share", MORE]),
    ],
)
def test_where_bounds_a_rule_to_a_part_of_the_page(cleaned, make_rule, where, left):
    text = f"Share\n{PROSE}\nShare\n{MORE}\nShare"
    assert cleaned(text, make_rule("phrases", f"phrases: [Share]\nwhere: {where}")).split("\n") == [
        *left,
        *([""] if where != "head" else []),
    ]


def test_without_prose_every_line_is_head_and_tail(cleaned, make_rule):
    for where in ("head", "tail"):
        assert cleaned("Snow\nShare\nWind", make_rule("phrases", f"phrases: [Share]\nwhere: {where}")) == "Snow\nWind"


def test_a_line_that_another_rule_takes_is_no_prose(cleaned, make_rule):
    legal = "All pictures and texts on these pages belong to the harbour office of both islands."
    text = f"{PROSE}\n{legal}\nShare"
    share = make_rule("phrases", "phrases: [Share]\nwhere: tail")
    legal_rule = make_rule("line", "pattern: 'all pictures and texts .*'", "legal")
    assert cleaned(f"{PROSE}\n{MORE}\nShare\n{legal}", share).endswith(f"Share\n{legal}")
    assert cleaned(text, share, legal_rule) == PROSE + "\n"


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("Snow fell. (Read more)", "Snow fell."),
        ("(Read more) Snow fell.", "Snow fell."),
        ("Snow (Read more) fell.", "Snow fell."),
        ("Snow(Read more) fell.", "Snow fell."),
        ("Snow (Read more).", "Snow ."),
        ("Snow\n  (Read more)  \nfell", "Snow\nfell"),
        ("(Read more) Snow (read more) fell (Read more)", "Snow fell"),
        ("\u3000(Read more)", ""),
    ],
)
def test_a_span_goes_with_the_blanks_that_would_be_left_over(cleaned, make_rule, raw, clean):
    assert cleaned(raw, make_rule("span", "pattern: '\\(read more\\)'")) == clean


def test_captures_of_the_head_become_metadata(cleaned, make_rule):
    byline = make_rule("line", "pattern: 'by (?P<byline>[a-z ]+)'\ncapture: [byline]")
    stamp = make_rule("span", "pattern: '^(?P<date>\\d+ May \\d{4}) - '\ncapture: [date]", "stamp")
    text = f"By  Ann Lee \n3 May 2021 - {PROSE}\n{MORE}\nTom Day"
    assert cleaned(text, byline, stamp) == f"{PROSE}\n{MORE}\nTom Day"
    assert cleaned(text, byline, stamp, metadata=True) == {"byline": "Ann Lee", "date": "3 May 2021"}


def test_of_two_bylines_none_is_taken_since_one_would_be_lost(cleaned, make_rule):
    byline = make_rule("line", "pattern: 'by (?P<byline>[a-z ]+)'\ncapture: [byline]")
    assert cleaned("By Ann Lee\nBy Tom Day\n", byline, metadata=True) == {}
    assert cleaned("By Ann Lee\nBy Tom Day\n", byline) == "By Ann Lee\nBy Tom Day\n"


SECTION = ["Related", "Snow closes pass", "Wind rises", "", "Ice on the lake", PROSE, "Weather"]


@pytest.mark.parametrize(
    ("keys", "left"),
    [
        ("until: end", []),
        ("until: blank", ["", "Ice on the lake", PROSE, "Weather"]),
        ("until: prose", [PROSE, "Weather"]),
        ("until: end\nmax_lines: 2", ["", "Ice on the lake", PROSE, "Weather"]),
        ("until: end\nmax_lines: 0", SECTION[1:]),
        ("until: end\nspare_if_prose: true", SECTION),
        ("until: prose\nspare_if_prose: true", [PROSE, "Weather"]),
        ("until: prose\nunless: snow", [PROSE, "Weather"]),
        ("until: prose\nunless: relat", SECTION),
    ],
)
def test_a_section_ends_as_it_says(cleaned, make_rule, keys, left):
    text = "\n".join([MORE, *SECTION])
    assert cleaned(text, make_rule("section", f"phrases: [Related]\n{keys}")).rstrip("\n").split("\n") == [MORE, *left]


def test_a_section_holds_only_after_its_share_of_the_page(cleaned, make_rule):
    rule = make_rule("section", "pattern: 'related .*'\nuntil: end\nonly_after: 0.5")
    early = f"Related stories\n{PROSE}\n{MORE}"
    assert cleaned(early, rule) == early
    assert cleaned(f"{PROSE}\n{MORE}\nRelated stories\nSnow", rule) == f"{PROSE}\n{MORE}\n"


def test_a_page_of_headings_takes_linear_time(cleaned, make_rule):
    rule = make_rule("section", "phrases: [Related]\nuntil: end")
    start = time.process_time()
    assert cleaned("Related\n" * 20_000, rule) == ""
    assert time.process_time() - start < 5


@pytest.mark.parametrize(
    ("keys", "text", "left"),
    [
        ("at_least: 3", "Home News Home", "Home News Home"),
        ("at_least: 3", "Home\nNews\nSnow fell.", "Home\nNews\nSnow fell."),
        ("at_least: 2", "Home\nNews\nSnow fell.", "Snow fell."),
        ("at_least: 3", "Home\n\n \nNews\n\nHome\nSnow fell.", "\n \n\nSnow fell."),
        ("at_least: 3", "Home\nNews\nSnow\nHome", "Home\nNews\nSnow\nHome"),
        ("at_least: 3\nallow_gap: 1", "Home\nNews\nSnow\nHome", "Snow\n"),
        ("at_least: 3\nallow_gap: 1", "Home\nNews\nSnow\nWind\nHome", "Home\nNews\nSnow\nWind\nHome"),
        ("at_least: 2", "Home\nNews\nSnow\nNews\nHome", "Snow\n"),
    ],
)
def test_a_run_counts_neighbours_without_blank_lines(cleaned, make_rule, keys, text, left):
    assert cleaned(text, make_rule("run", f"phrases: [Home, News]\n{keys}")) == left


def test_a_run_may_mix_phrases_and_a_pattern(cleaned, make_rule):
    rule = make_rule("run", "phrases: [Home]\npattern: '\\d+ comments'\nmax_words: 2\nat_least: 2")
    assert cleaned("Home\n12 comments\nSnow fell.", rule) == "Snow fell."


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("He met the white hose staff.", "He met the White House staff."),
        ("WHITE HOSE", "WHITE HOUSE"),
        ("White hose.", "White House."),
        ("white hoses", "white hoses"),
        ("teh ferry, Teh ferry, TEH FERRY", "the ferry, The ferry, THE FERRY"),
    ],
)
def test_a_swap_keeps_the_case_of_what_stood_there(cleaned, make_rule, raw, clean):
    assert cleaned(raw, make_rule("replace", "swap: {white hose: White House, teh: the}")) == clean


def test_the_longest_swap_wins(cleaned, make_rule):
    rule = make_rule("replace", "swap: {snow: rain, snow storm: gale}")
    assert cleaned("The snow storm and the snow", rule) == "The gale and the rain"


def test_a_pattern_is_replaced_with_its_groups(cleaned, make_rule):
    rule = make_rule("replace", "pattern: '(\\d+) ?EUR\\b'\nreplacement: '€\\1'\nunless: cent")
    assert cleaned("12 EUR and 3EUR\n5 EUR 20 cent", rule) == "€12 and €3\n5 EUR 20 cent"


def test_a_keep_rule_vetoes_what_overlaps_it(cleaned, make_rule):
    share = make_rule("line", "pattern: 'share.*'")
    keep = make_rule("keep", "pattern: 'share prices'", "prices")
    assert cleaned("Share this\nShare prices\nShare", share, keep) == "Share prices\n"
    assert cleaned("Share this\nShare prices\nShare", share) == ""


def test_a_keep_rule_vetoes_only_its_own_line_of_a_section(cleaned, make_rule):
    section = make_rule("section", "phrases: [Related]\nuntil: end")
    keep = make_rule("keep", "phrases: [Corrections]", "corrections")
    assert cleaned("Snow\nRelated\nWind\nCorrections\nIce", section, keep) == "Snow\nCorrections\n"


def test_a_rule_of_a_site_holds_there_only(cleaned, make_rule):
    rule = make_rule("phrases", "phrases: [Share]")
    head = "sites: [news.example]\n"
    assert cleaned("Share", rule, site="news.example", head=head) == ""
    assert cleaned("Share", rule, site="other.example", head=head) == "Share"
    assert cleaned("Share", rule, head=head) == "Share"


def test_a_bound_rule_holds_in_its_languages_only(cleaned, make_rule):
    head = "languages: [de]\n"
    bound = make_rule("phrases", "phrases: [Teilen]\nbound: true")
    assert cleaned("Teilen", bound, language="de", head=head) == ""
    assert cleaned("Teilen", bound, language="nl", head=head) == "Teilen"
    assert cleaned("Teilen", bound, head=head) == "Teilen"
    assert cleaned("Teilen", make_rule("phrases", "phrases: [Teilen]"), language="nl", head=head) == ""


@pytest.mark.parametrize(
    ("kind", "keys", "message"),
    [
        ("section", "until: end", "needs a heading"),
        ("run", "at_least: 2", "needs lines"),
        ("keep", "unless: snow", "needs something to keep"),
        ("replace", "unless: snow", "either `swap` or `pattern`"),
        ("replace", "swap: {a: b}\npattern: c\nreplacement: d", "either `swap` or `pattern`"),
        ("replace", "pattern: c", "go together"),
        ("replace", "swap: {a: b, b: c}", "must not chain or loop"),
        ("run", "phrases: [Home]\nat_least: 1", "2"),
        ("section", "phrases: [Home]\nonly_after: 2", "1"),
    ],
)
def test_a_rule_that_cannot_work_is_told(make_pack, make_rule, kind, keys, message):
    with pytest.raises(RuleError) as caught:
        make_pack(make_rule(kind, keys))
    assert message in str(caught.value)


def test_a_rule_that_does_not_hold_here_makes_no_line_furniture(cleaned, make_rule):
    heading = make_rule("phrases", "phrases: [Facebook]\nwhere: apart")
    elsewhere = make_rule("phrases", "phrases: [Networks]\nbound: true", "elsewhere")
    text = f"Networks\nFacebook\n{PROSE}"
    assert cleaned(text, heading, elsewhere, language="de", head="languages: [en]\n") == text


def test_recurring_takes_a_line_whatever_its_number_and_only_whole(cleaned, make_rule):
    rule = make_rule("recurring", 'phrases: ["# readers", "Mill Lane Gazette"]')
    text = "Mill Lane Gazette\n1,204 readers\nThe Mill Lane Gazette has 12 readers\n"
    assert cleaned(text, rule) == "The Mill Lane Gazette has 12 readers\n"


def test_recurring_spares_the_headline_of_the_page_itself(cleaned, make_rule):
    rule = make_rule("recurring", 'phrases: ["Orchard burns after market closes", "Read about the parish today"]')
    prose = "The orchard burns every autumn, but never before the market closes, the oldest keeper said on Monday.\n"
    text = f"Read about the parish today\nOrchard burns after market closes\n{prose}"
    assert cleaned(text, rule) == f"Orchard burns after market closes\n{prose}"
    other = "A cat that had been missing for three weeks came home on Monday, and nobody knows where it was.\n"
    assert cleaned(f"Orchard burns after market closes\n{other}", rule) == other


def test_recurring_holds_for_its_part_of_the_page(cleaned, make_rule):
    rule = make_rule("recurring", "phrases: [Harvest]\nwhere: edges")
    prose = [f"On the {day} the old mill stood still, and nobody in the parish could say why.\n" for day in range(3)]
    text = "Harvest\n" + prose[0] + prose[1] + "Harvest\n" + prose[2] + "Harvest\n"
    assert cleaned(text, rule) == prose[0] + prose[1] + "Harvest\n" + prose[2]
