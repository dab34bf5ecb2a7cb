"""Bytes to text: the right encoding, exactly, or a clear refusal."""

import codecs

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cleaner.io.charsets import codec_name, decode_as, encode_as, sniff_label
from cleaner.io.decode import decode
from cleaner.model import CleanerError, DocumentError

# The machine may be shared: a slow example says nothing about the law.
BUSY = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

SENTENCE = "Snow closed three schools in Zürich on Monday – trains ran late.\r\n"
RUSSIAN = "Депутаты приняли бюджет города на будущий год. Школы получат больше денег, чем раньше.\n"
JAPANESE = "東京では月曜日に雪が降り、電車が遅れました。学校は休みになりました。\n"
CHINESE = "北京星期一下雪，火车晚点，学校停课。市长说道路已经清理干净。\n"


@pytest.mark.parametrize(
    ("mark", "codec"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_a_byte_order_mark_names_the_encoding_and_leaves_the_text(mark, codec):
    decoded = decode(mark + SENTENCE.encode(codec))
    assert (decoded.text, decoded.encoding, decoded.bom, decoded.exact) == (SENTENCE, codec, codec, True)


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", [SENTENCE, RUSSIAN])
def test_utf_16_without_a_mark_is_recognised_by_its_zeros(codec, text):
    decoded = decode(text.encode(codec))
    assert (decoded.text, decoded.encoding, decoded.bom, decoded.exact) == (text, codec, None, True)


@pytest.mark.parametrize(
    ("label", "codec", "text"),
    [
        ("windows-1251", "cp1251", RUSSIAN),
        ("latin1", "cp1252", SENTENCE),
        ("Shift_JIS", "cp932", JAPANESE),
        ("gb2312", "gb18030", CHINESE),
        ("iso-2022-jp", "iso2022_jp", JAPANESE),
        ("utf-16le", "utf-16-le", CHINESE),
    ],
)
def test_a_declared_charset_is_read_as_the_web_reads_it(label, codec, text):
    decoded = decode(text.encode(codec), label)
    assert (decoded.text, decoded.encoding, decoded.exact) == (text, codec, True)


@pytest.mark.parametrize(
    ("label", "codec"),
    [
        ("x-cp1250", "cp1250"),
        ("win-1251", "cp1251"),
        ("windows1251", "cp1251"),
        ("iso88592", "iso8859-2"),
        ("ISO-8859-8-I", "iso8859-8"),
        ("x-mac-cyrillic", "mac-cyrillic"),
        ("x-x-big5", "big5hkscs"),
        ("ksc_5601", "cp949"),
        ("koi8-ru", "koi8-u"),
        ("unicode-1-1-utf-8", "utf-8"),
    ],
)
def test_labels_of_the_web_and_their_slips_are_known(label, codec):
    assert codec_name(label) == codec


@pytest.mark.parametrize(
    "label", ["klingon", "base64", "zlib", "unicode_escape", "punycode", "", "\0", "ascii", "utf-8"]
)
def test_a_wrong_or_unknown_declaration_falls_through(label):
    assert decode(RUSSIAN.encode(), label).text == RUSSIAN or codec_name(label) == "cp1252"
    assert decode(b"caf\xc3\xa9", label if codec_name(label) is None else None).text == "café"


def test_a_page_says_its_charset_in_a_meta_tag():
    page = f'<html><head><meta charset="koi8-r"></head><body>{RUSSIAN}</body>'
    assert decode(page.encode("koi8-r"), markup=True).text == page


def test_valid_utf_8_outweighs_what_a_page_says():
    page = f'<meta charset="iso-8859-1"><p>{SENTENCE}'
    decoded = decode(page.encode(), markup=True)
    assert (decoded.text, decoded.encoding) == (page, "utf-8")


def test_a_page_that_says_utf_16_in_ascii_is_utf_8():
    assert sniff_label(b"<?xml version='1.0' encoding='utf-16'?>") == "utf-8"


@pytest.mark.parametrize(
    ("codec", "text"),
    [("cp1251", RUSSIAN * 3), ("koi8_r", RUSSIAN * 3), ("cp932", JAPANESE * 3), ("gb18030", CHINESE * 3)],
)
def test_undeclared_old_encodings_are_detected(codec, text):
    decoded = decode(text.encode(codec))
    assert (decoded.text, decoded.exact) == (text, True)


def test_a_few_bad_bytes_leave_the_text_utf_8():
    content = RUSSIAN.encode() * 5 + b"\xff\xfe" + RUSSIAN.encode()
    decoded = decode(content)
    assert decoded.encoding == "utf-8"
    assert decoded.text.count("Депутаты") == 6
    assert decoded.text.encode("utf-8", "surrogateescape") == content


def test_a_lone_bad_byte_beside_one_good_character_leaves_the_text_utf_8():
    assert decode("Zürich".encode() + b" \xff.").text == "Zürich \udcff."


@pytest.mark.parametrize(("label", "content"), [("cp932", b"\x81\xca\x87\x90"), ("iso-2022-jp", b"\x1b$B\x1b(Babc")])
def test_what_does_not_encode_back_is_said_to_be_inexact(label, content):
    decoded = decode(content, label)
    assert not decoded.exact
    assert encode_as(decoded.text, decoded.encoding) != content
    assert decode_as(content, decoded.encoding) == decoded.text


def test_newlines_are_never_translated():
    text = "one\r\ntwo\rthree\nfour\u2028five\x85six"
    assert decode(text.encode()).text == text


def test_a_few_nuls_stay_in_the_text():
    content = (SENTENCE * 40).encode() + b"\0" + SENTENCE.encode()
    assert decode(content).text.count("\0") == 1


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"ab\0\0\0\0cdefgh" * 40, "NUL byte at offset 2"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "PNG"),
        (b"\x1f\x8b\x08\x00\x00", "gzip"),
        (b"PK\x03\x04\x14\x00", "zip"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "PDF"),
        (b"\x7fELF\x02\x01\x01\0", "ELF"),
    ],
)
def test_binary_files_are_refused_with_the_place(content, said):
    with pytest.raises(DocumentError) as caught:
        decode(content)
    assert caught.value.reason == "binary"
    assert said in caught.value.message


def test_an_article_that_begins_like_a_pdf_is_text():
    assert decode("%PDF-1.7 is the name of a format, says Zoë.".encode()).text.startswith("%PDF")


@BUSY
@given(
    st.binary(max_size=200),
    st.sampled_from([None, "cp1251", "cp932", "utf-16", "big5", "nonsense", "utf-7"]),
    st.booleans(),
)
def test_any_bytes_decode_or_fail_as_ours_and_exact_is_true_to_its_word(content, label, markup):
    try:
        decoded = decode(content, label, markup=markup)
    except CleanerError:
        return
    again = encode_as(decoded.text, decoded.encoding, decoded.bom)
    assert decoded.exact == (again == content)
    assert decode_as(content, decoded.encoding, decoded.bom) == decoded.text


@BUSY
@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
def test_every_text_in_utf_8_comes_back_exactly(text):
    assert decode(codecs.BOM_UTF8 + text.encode()).text == text


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Le préfet a fermé la route à cause de la neige, où les élèves étaient déjà rentrés à la maison.\n", "cp1252"),
        ("El alcalde cerró el paso por la nieve, y los niños no pudieron volver a casa hasta la mañana.\n", "cp1252"),
    ],
)
def test_the_words_of_a_short_text_say_which_old_charset_it_is_in(text, encoding):
    assert decode(text.encode(encoding)).text == text
