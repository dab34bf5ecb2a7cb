import pytest

from cleaner.model import Draft
from cleaner.stages.repair import control


def fixed(line):
    return Draft(line).apply(control.edits(line)).text


@pytest.mark.parametrize(
    ("line", "meant", "rule"),
    [
        ("te\x00xt", "text", "repair.control"),
        ("bell\x07 and delete\x7f", "bell and delete", "repair.control"),
        ("an image \ufffc here", "an image  here", "repair.control"),
        ("page one\x0cpage two", "page one page two", "repair.control"),
        ("page one \x0c page two", "page one  page two", "repair.control"),
        ("\x1b[1;31mred\x1b[0m", "red", "repair.ansi-escape"),
        ("zero\u200bwidth", "zerowidth", "repair.zero-width"),
        ("\ufeffmark", "mark", "repair.zero-width"),
        ("word\u2060joiner", "wordjoiner", "repair.zero-width"),
        ("hy\xadphen", "hyphen", "repair.soft-hyphen"),
        ("Auf\u200clage and Авто\u200dбус and 電\u200d話", "Auflage and Автобус and 電話", "repair.zero-width"),
        ("end\u200c. ", "end. ", "repair.zero-width"),
        ("hid\U000e0068\U000e0069den", "hidden", "repair.zero-width"),
        ("old \u206amarks\u206f \ufffahere\ufffb", "old marks here", "repair.control"),
        ("\u200ename\u200e", "name", "repair.bidi"),
        ("\u2066isolate\u2069", "isolate", "repair.bidi"),
        ("lone \ud83d half", "lone \ufffd half", "repair.surrogate"),
        ("byte \udc93", "byte \ufffd", "repair.surrogate"),
        ("pair \ud83d\ude00", "pair \U0001f600", "repair.surrogate"),
    ],
)
def test_unseen_characters_go_each_under_its_own_rule(line, meant, rule):
    assert fixed(line) == meant
    assert {edit.rule_id for edit in control.edits(line)} == {rule}


@pytest.mark.parametrize(
    "line",
    [
        "می\u200cخواهد",  # Persian, zero-width non-joiner
        "क्\u200dया",  # Hindi, zero-width joiner
        "👩\u200d👩\u200d👧 ❤\ufe0f 3\ufe0f\u20e3 🏴\U000e0067\U000e0062\U000e007f",
        "น้ำใจ\u200bของ\u200bคน",  # Thai, places to break the line
        "ភាសា\u200bខ្មែរ",  # Khmer
        "הדלת \u200eWhatsApp\u200e נסגרה",
        "\u202bWhatsApp\u202c",
        "\u200e12:30\u200e",
        "🏴\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f",
        "©\u200d♥ ™\ufe0f",
        "line end\xad",
        "1990\xad1995",  # a dash, in another code page
        "\ufff9base\ufffanote\ufffb",
        "বাংলা র\u200d্যাব",  # Bengali
        "മലയാളം ന്\u200d",  # Malayalam
        "ශ්\u200dරී ලංකා",  # Sinhala
        "کتاب\u200cها",  # Urdu, Persian
        "కాఫీ క్\u200cష",  # Telugu
        "ಕನ್ನಡ ರ್\u200c",  # Kannada
        "தமிழ் க்\u200cஷ",  # Tamil
        "ᠮᠣᠩᠭᠣᠯ\u180eᠠ",  # Mongolian
        "မြန်မာ\u200bစာ",  # Burmese
        "ພາສາ\u200bລາວ",  # Lao
        "葛\U000e0100城市",  # a variant of a Han character
        "a tab\tstays",
        "line\u2028separator",
    ],
)
def test_characters_that_a_script_needs_stay(line):
    assert control.edits(line) == []
