"""Words cost fewer bits in their own language, and misread ones cost many everywhere."""

import pytest
from sentences import SENTENCES

from cleaner.stages.spelling import THAI, odd_words, spelling


@pytest.mark.parametrize(
    "language", ["ru", "uk", "bg", "el", "he", "ar", "pl", "cs", "hu", "tr", "vi", "fr", "de", "ko"]
)
def test_a_sentence_costs_least_in_its_own_language(language):
    def cost(words, other):
        return sum(map(spelling(other).cost, words))

    others = {"ru", "el", "he", "ar", "pl", "hu", "tr", "vi", "fr", "ko", language}
    for sentence in SENTENCES[language]:
        words = sentence.split()
        assert min(others, key=lambda other: cost(words, other)) == language


@pytest.mark.parametrize(
    ("language", "right", "wrong"),
    [
        ("ru", "опаздывают", "НОЮГДШБЮЧР"),
        ("fr", "préfecture", "prйfecture"),
        ("pl", "pieniędzy", "pieniêdzy"),
        ("zh", "学校", "浣犲"),
    ],
)
def test_misread_words_cost_twice_as_much(language, right, wrong):
    assert spelling(language).cost(wrong) > 2 * spelling(language).cost(right)


def test_thai_signs_out_of_their_order_cost_more():
    assert spelling(THAI).cost("ัสวดีส") > spelling(THAI).cost("สวัสดี") + 10


def test_typography_is_no_part_of_a_word():
    assert odd_words("„Größe“ – naïve… plain words, l’été") == ["Größe", "naïve", "l", "été"]
