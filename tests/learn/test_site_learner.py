"""What a site's pages teach: the lines that it repeats, and nothing of its stories."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from town import DISCLAIMER, QUOTE, headline, page, story

from cleaner.learn.learner import observed
from cleaner.learn.site import MIN_PAGES, SiteCounts, SiteLearner
from cleaner.learn.site_pack import to_yaml
from cleaner.model import Document
from cleaner.pipeline import Cleaner, Config
from cleaner.pipeline.learning import learn_sites
from cleaner.rules.alike import alike_key, alike_phrase

LEARNER = SiteLearner()


def phrases(documents, **settings):
    """Phrase to (pages, where) of the only site."""
    model, _ = learn_sites(documents, **settings)
    (site,) = model.sites
    return {line.phrase: (line.pages, line.where) for line in site.lines}


def test_what_a_site_repeats_is_learned_with_its_page_counts():
    found = phrases(page(number) for number in range(40))
    assert found["mill lane gazette"] == (40, "any")
    assert found["parish and people"] == (40, "any")
    assert found["# villagers have read this"] == (40, "any")
    assert found[alike_phrase(DISCLAIMER)] == (40, "any")


def test_dates_that_change_from_page_to_page_are_one_line():
    dated = [
        pages for phrase, (pages, _) in phrases(page(number) for number in range(40)).items() if " # " not in phrase
    ]
    assert 40 in dated
    assert alike_key("3 March 2004") == alike_key("17 October 2009")


def test_no_sentence_of_a_story_is_learned():
    found = set(phrases(page(number) for number in range(80)))
    assert not [text for number in range(80) for text in story(number) if alike_phrase(text) in found]


def test_a_quote_on_two_pages_is_no_furniture_and_a_sentence_on_most_pages_is():
    twice = [page(number, *([QUOTE] if number in (3, 17) else [])) for number in range(40)]
    mostly = [page(number, *([QUOTE] if number % 4 else [])) for number in range(40)]
    assert alike_phrase(QUOTE) not in phrases(twice)
    assert phrases(mostly)[alike_phrase(QUOTE)] == (30, "any")


def test_a_short_line_before_or_after_the_body_needs_fewer_pages_than_one_inside():
    def pages(count, **places):
        return [
            Document(
                "\n".join(
                    [
                        *([places["above"]] if "above" in places and number < count else []),
                        *page(
                            number, *([places["inside"]] if "inside" in places and number < count else [])
                        ).text.split("\n"),
                    ]
                ),
                site="mill-lane.example",
            )
            for number in range(80)
        ]

    assert phrases(pages(5, above="Harvest special"))["harvest special"] == (5, "edges")
    assert "harvest special" not in phrases(pages(3, above="Harvest special"))
    assert "what the warden saw" not in phrases(pages(15, inside="What the warden saw"))
    assert phrases(pages(16, inside="What the warden saw"))["what the warden saw"] == (16, "any")


def test_lines_of_figures_are_compared_as_they_stand():
    found = phrases(page(number, f"{number}–{number + 1}", "1 / 9") for number in range(40))
    assert found["1 / 9"] == (40, "any")
    assert not [phrase for phrase in found if "–" in phrase]


def test_a_page_that_was_scraped_again_counts_once():
    first = [page(number) for number in range(40)]
    again = [Document(f.text.replace(" villagers", "7 villagers"), id="x", site=f.site) for f in first[:30]]
    assert phrases([*first, *again]) == phrases(first)


def test_copies_of_a_line_on_one_page_count_once():
    assert "ring the bell" not in phrases(
        page(number, *(["Ring the bell"] * 20 * (number == 0))) for number in range(40)
    )


def test_a_site_of_few_pages_is_left_alone_and_named():
    model, unknown = learn_sites([page(number) for number in range(MIN_PAGES - 1)])
    assert model.sites == ()
    assert model.too_small == (("mill-lane.example", MIN_PAGES - 1),)
    assert unknown == 0


def test_sites_are_counted_apart():
    one = [page(number) for number in range(20)]
    other = [Document(f"Corn Exchange\n{story(number)[0]}\n", site="corn.example") for number in range(20)]
    model, _ = learn_sites([*one, *other])
    assert [site.name for site in model.sites] == ["corn.example", "mill-lane.example"]
    assert [line.phrase for line in model.sites[0].lines] == ["corn exchange"]


def test_documents_that_name_no_site_are_counted_and_teach_nothing():
    model, unknown = learn_sites(page(number, site=None) for number in range(40))
    assert (model.sites, unknown) == ((), 40)


def test_lines_are_learned_as_rules_will_see_them():
    garbled = [Document(f"Mill &amp; Lane\n{story(number)[0]}\n", site="mill-lane.example") for number in range(20)]
    assert "mill & lane" in phrases(garbled)


def test_a_line_as_long_as_an_article_is_never_learned():
    assert (
        phrases(page(number, "word " * 300 + "end") for number in range(20))
        .keys()
        .isdisjoint({alike_phrase("word " * 300 + "end")})
    )


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_documents_changes_no_byte(seed):
    documents = [page(number, site=f"{number % 3}.example") for number in range(60)]
    expected = to_yaml(learn_sites(documents)[0])
    random.Random(seed).shuffle(documents)  # noqa: S311  # no secret
    assert to_yaml(learn_sites(documents)[0]) == expected


LINES = st.sampled_from(["Share", "Share.", "3 readers", "12 readers", "5 May 2001", "1", "2", DISCLAIMER, QUOTE, ""])
DOCUMENTS = st.builds(
    lambda lines, site: Document("\n".join(lines), site=site),
    st.lists(LINES, max_size=4),
    st.sampled_from(["a.example", "b.example", None]),
)


@given(st.lists(DOCUMENTS, max_size=12), st.lists(DOCUMENTS, max_size=12), st.lists(DOCUMENTS, max_size=12))
def test_merging_is_associative_and_commutative(first, second, third):
    a, b, c = (observed(LEARNER, part) or SiteCounts() for part in (first, second, third))
    merge = LEARNER.merge
    assert merge(a, b) == merge(b, a)
    assert merge(merge(a, b), c) == merge(a, merge(b, c))
    assert LEARNER.fit(merge(a, merge(b, c))) == LEARNER.fit(
        observed(LEARNER, [*third, *first, *second]) or SiteCounts()
    )


def test_merging_stays_so_where_a_site_has_more_pages_than_are_looked_at(monkeypatch):
    monkeypatch.setattr("cleaner.learn.site.MOST_PAGES", 7)
    a, b, c = (observed(LEARNER, [page(n) for n in range(start, start + 10)]) for start in (0, 5, 10))
    merge = LEARNER.merge
    assert merge(merge(a, b), c) == merge(a, merge(b, c)) == merge(c, merge(b, a))
    assert len(merge(a, b).sites["mill-lane.example"]) == 7


@given(st.text(max_size=90))
def test_a_phrase_is_alike_to_the_line_it_was_made_from(line):
    assert alike_key(alike_phrase(line)) == alike_key(line)


@pytest.fixture
def cleaner_of(tmp_path):
    """Gives a cleaner with the model of pages."""

    def made(pages):
        file = tmp_path / "model.yml"
        file.write_text(to_yaml(learn_sites(pages)[0]), encoding="utf-8")
        return Cleaner.from_config(Config(site_models=(str(file),)))

    return made


def test_with_the_model_every_story_comes_out_whole_and_cleaning_again_changes_nothing(cleaner_of):
    pages = [page(number) for number in range(60)]
    cleaner = cleaner_of(pages)
    for number, raw in enumerate(pages):
        clean = cleaner.clean(raw).text
        assert [line for line in clean.split("\n") if line in story(number)] == story(number)
        assert "Mill Lane Gazette" not in clean.split("\n")
        assert DISCLAIMER not in clean
        assert cleaner.clean(Document(clean, site=raw.site)).text == clean


def test_a_headline_that_other_pages_tease_is_spared_where_it_is_the_story(cleaner_of):
    teaser = headline(3)
    pages = [Document(page(number).text + f"{teaser}\n", site="mill-lane.example") for number in range(40)]
    assert alike_phrase(teaser) in phrases(pages)
    cleaner = cleaner_of(pages)
    assert teaser in cleaner.clean(pages[3]).text
    assert teaser not in cleaner.clean(pages[4]).text
    assert all(sentence in cleaner.clean(pages[5]).text for sentence in story(5))
