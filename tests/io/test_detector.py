"""Undeclared bytes are read in the charset that makes words of them."""

import random

import pytest
from sentences import SENTENCES

from cleaner.io.decode import decode
from cleaner.io.detector import contradiction, guess

CHARSETS = {
    "cp1252": ["fr", "de", "es", "it", "pt", "nl", "sv", "da", "nb", "fi", "is", "ca"],
    "mac-roman": ["de", "it", "fr"],
    "cp1250": ["pl", "cs", "hu", "sk", "ro", "sl", "hr"],
    "iso8859-2": ["pl", "cs", "hu", "sk", "ro", "sl", "hr"],
    "cp852": ["pl", "cs"],
    "cp1254": ["tr"],
    "cp1257": ["lt", "lv"],
    "cp1251": ["ru", "uk", "bg", "mk", "sr"],
    "koi8-r": ["ru"],
    "koi8-u": ["uk"],
    "cp866": ["ru"],
    "cp1253": ["el"],
    "cp1255": ["he"],
    "cp1256": ["ar", "fa"],
    "cp874": ["th"],
    "gb18030": ["zh"],
    "big5hkscs": ["zh-Hant"],
    "cp949": ["ko"],
    "cp932": ["ja"],
    "euc_jp": ["ja"],
    "cp437": ["fr", "de", "es"],
    "iso2022_jp": ["ja"],
}
CASES = [(charset, language) for charset, languages in CHARSETS.items() for language in languages]


def sentences(charset, language):
    """Those that the charset can say, with plain quotation marks where it has no others."""
    plain = {ord(a): b for a, b in zip("’“”–«»", '\'""-""', strict=True)}
    for sentence in SENTENCES[language]:
        for text in (sentence, sentence.translate(plain)):
            try:
                content = text.encode(charset)
            except UnicodeEncodeError:
                continue
            yield text, content
            break


@pytest.mark.parametrize(("charset", "language"), CASES)
def test_one_sentence_is_enough_to_find_the_charset(charset, language):
    for text, content in sentences(charset, language):
        assert decode(content).text == text


@pytest.mark.parametrize(("charset", "language"), CASES)
def test_a_right_declaration_is_believed(charset, language):
    for text, content in sentences(charset, language):
        decoded = decode(content, charset)
        assert (decoded.text, decoded.disbelieved) == (text, None)


@pytest.mark.parametrize(
    ("charset", "language", "declared", "name"),
    [
        ("cp1250", "pl", "iso-8859-1", "cp1252"),
        ("iso8859-2", "pl", "windows-1252", "cp1252"),
        ("koi8-r", "ru", "windows-1251", "cp1251"),
        ("cp1251", "ru", "koi8-r", "koi8-r"),
        ("cp1251", "bg", "iso-8859-1", "cp1252"),
        ("gb18030", "zh", "big5", "big5hkscs"),
        ("cp932", "ja", "latin1", "cp1252"),
        ("cp949", "ko", "gbk", "gb18030"),
        ("cp1253", "el", "iso-8859-1", "cp1252"),
        ("utf-8", "fr", "iso-8859-1", "cp1252"),
        ("utf-8", "ru", "windows-1251", "cp1251"),
        ("utf-8", "ja", "shift_jis", None),
    ],
)
def test_a_wrong_declaration_is_noticed_and_told(charset, language, declared, name):
    text = " ".join(SENTENCES[language])
    decoded = decode(text.encode(charset), declared)
    assert decoded.text == text
    assert name is None or decoded.disbelieved == name


@pytest.mark.parametrize("quote", ["“No,” she said – it’s 5 €.", "It’s the mayor’s dog…", "© 2019 The Herald"])
def test_typography_in_english_is_that_of_windows(quote):
    content = f"The council met on Monday to talk about the bridge. {quote}".encode("cp1252")
    assert decode(content).text.endswith(quote)


def test_english_that_quotes_one_foreign_name_is_read_by_the_name():
    content = "The train from Łódź to Kraków was late again on Monday, the company said.".encode("cp1250")
    assert "Łódź to Kraków" in decode(content).text


def test_markup_does_not_hide_the_words():
    page = (
        f'<html><head><style>p {{color: red}}</style></head><body class="x"><p>{SENTENCES["ru"][0]}</p></body></html>'
    )
    assert decode(page.encode("koi8-r"), markup=True).text == page


def test_random_bytes_are_no_text_of_any_language():
    rng = random.Random(5)  # noqa: S311 - the same bytes in every run, nothing secret
    for size in (20, 200, 2_000):
        assert guess(bytes(rng.randrange(0x80, 0x100) for _ in range(size))) is None


def test_ascii_contradicts_nothing():
    assert guess(b"Snow fell.") is None
    assert contradiction(b"Snow fell.", "koi8-r") is None


def test_valid_utf_8_with_escapes_of_a_terminal_is_no_japanese():
    assert decode(b"\x1b[1mbold\x1b[0m and \x1b$ caf\xc3\xa9").text == "\x1b[1mbold\x1b[0m and \x1b$ café"
