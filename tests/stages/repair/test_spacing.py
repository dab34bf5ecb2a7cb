import pytest

from cleaner.model import Draft
from cleaner.stages.repair import spacing
from cleaner.stages.repair.words import Words


def fixed(text, language="en"):
    draft = Draft(text)
    if not spacing.suspects(draft):
        return text
    return draft.apply(spacing.propose(draft, Words(text, lambda: language)).edits).text


@pytest.mark.parametrize(
    ("text", "language", "meant"),
    [
        ("B R E A K I N G: a bridge fell", "en", "BREAKING: a bridge fell"),
        ("W E A T H E R   R E P O R T", "en", "WEATHER   REPORT"),
        ("It rained,, and it snowed.", "en", "It rained, and it snowed."),
        ("It rained. . The river rose.", "en", "It rained. The river rose."),
        ("The river rose.The bridge fell.", "en", "The river rose. The bridge fell."),
        ("Der Fluss stieg.Die Brücke fiel.", "de", "Der Fluss stieg. Die Brücke fiel."),
        ("El río subió ayer.Los vecinos huyeron.", "es", "El río subió ayer. Los vecinos huyeron."),
        ("The gover nment fell.", "en", "The government fell."),
    ],
)
def test_blanks_and_marks_are_put_right(text, language, meant):
    assert fixed(text, language) == meant
    assert fixed(meant, language) == meant


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Vitamins A B C D E and the vowels A E I O U"),
        ("en", "W D L W W and J R R Tolkien, U S A F"),
        ("en", "See Node.Js and Main.The or file.txt.It here"),
        ("en", "He works at foo.com.The and www.site.The end; a@mail.The end"),
        ("en", "the U.S.The, vol.IX, e.g.The, St.Ives, Mr.The"),
        ("en", "self.View, java.lang.The, str.Join, window.Location here"),
        ("en", "Wait. . . The end. So.. The end… Yes!! Who?! a, b,c"),
        ("en", "9 lb of flour, 5 nm of wire, 3 rd place"),
        ("de", "z.B.Der, usw., Nr.5, ca.Die Hälfte, ,,Wort“, 3,,5"),
        ("fr", "M.Le Goff, av.J.-C., etc.Les"),
        ("es", "Sr.El, p.ej., EE.UU.La"),
        ("it", "dott.La, ecc., n.d.r.Il"),
        ("pt", "Sr.O, Exmo.Sr.A"),
        ("nl", "dhr.De, bijv.Het, o.a.De"),
        ("sv", "bl.a.Den, t.ex.Det, kl.Den"),
        ("pl", "m.in.W, tzn.Nie, ul.Na"),
        ("cs", "mlha a rtuť, lžíce, mnoho, např.Na"),
        ("hr", "mnogo, rđa, mrav, lbe"),
        ("ru", "т.е.В, им.Он, ул.На"),
        ("el", "π.χ.Το, κ.λπ.Η"),
        ("vi", "người nghe ngờ, nghĩ nhà"),
        ("sw", "watu na mtu, ndege na nchi, mbwa na nguo"),
        ("tr", "vb.Bu, vs.Ve"),
        ("ja", "Ａ Ｂ Ｃ Ｄ と 、、 と 。。"),
        ("zh", "甲 乙 丙 丁，，等"),
        ("ar", "أ ب ت ث ،، ثم"),
        ("he", "א ב ג ד, ועוד"),
        ("hi", "क ख ग घ, और"),
    ],
)
def test_lists_of_letters_abbreviations_names_and_other_scripts_stay(language, text):
    assert fixed(text, language) == text


@pytest.mark.parametrize(
    "text",
    [
        "Todas las mañanas llega el barco y lleva la leche.",
        "Ela disse que lhe deram o barco.",
        "Det blev ljust och vi njuter av njurbönor.",
        "The drum keeps its rhythm at 33 rpm or forty rpms.",
        "Ve vsi mlha stoupala a mnozí rtuť neviděli, říká mlynář.",
        "Ljudi kažu da će mnogi mlinovi ostati, a rđa pobijediti.",
    ],
)
def test_words_that_do_begin_so_wake_nothing(text):
    assert not spacing.suspects(Draft(text))
