import pytest

from cleaner.model import Draft
from cleaner.stages.repair import widths


def fixed(line):
    return Draft(line).apply(widths.edits(line)).text


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("ＬＯＵＤ　ＮＯＩＳＥＳ！", "LOUD NOISES!"),
        ("Doors open at １９：３０ sharp", "Doors open at 19:30 sharp"),
        ("Die Ｔür klemmt", "Die Tür klemmt"),
        ("ﾃﾞﾝｼﾔﾊ ｷﾏｾﾝ｡", "デンシヤハ キマセン。"),
        ("駅 ﾎｰﾑ", "駅 ホーム"),
    ],
)
def test_letters_get_their_common_width(line, meant):
    assert fixed(line) == meant
    assert list(widths.suspects(line))
    assert fixed(meant) == meant


@pytest.mark.parametrize(
    "line",
    [
        "第１章　Ｗｅｂで読む",  # Japanese: wide Latin may be meant
        "值段は５％上がった。ﾎﾟｽﾄの上に猫がいた。",  # half-width beside full-width kana
        "他在ＡＢＣ三个村子里卖面包。",  # simplified Chinese
        "他在Ａ村賣了３０年麵包。",  # traditional Chinese
        "그는 ＫＢＳ 앞에서 빵을 판다.",  # Korean
        "ㄅㄆㄇ １２３",  # Bopomofo
        "Hello！ The bread，said the baker。",  # CJK punctuation alone
        "(ﾟдﾟ) he wrote",  # a face
        "Le prix：５０ ₩ … 漢",  # French with a Han letter
        "Цена выросла на 5 %.",  # Russian
        "Η τιμή ανέβηκε 5 %.",  # Greek
        "ارتفع السعر ٥٪",  # Arabic
        "रोटी की कीमत ५ रुपये है।",  # Hindi
        "ราคาขนมปัง ๕ บาท",  # Thai
        "המחיר עלה ב־5%",  # Hebrew
        "㎏ ㈱ ① ² ﾠ ￥5",  # other compatibility forms
    ],
)
def test_what_may_be_meant_stays(line):
    assert widths.edits(line) == []


def test_each_line_is_judged_for_itself():
    assert list(widths.suspects("第１章\nＲＥＤ\n章\nＡ１\n")) == [4, 10]
