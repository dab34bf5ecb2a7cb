"""The stage asked again for fewer lines of a text says what it would say of them afresh."""

from hypothesis import given
from hypothesis import strategies as st

from cleaner.model import Document, Draft
from cleaner.stages.repair import Repair
from cleaner.stages.stage import Context

LINES = st.sampled_from(
    [
        "",
        "Die BÃ¼rger von Malmö",
        "Â£5 for each",
        "He read tbe paper",
        "tbe",
        "of the ﬁ rst",
        "a &copy",
        "2020 &amp; 2021",
        "Það er góð þýðing",
        "pide informaci—n",
        "Han gikk pÃ¥ ski",
        "Mоscow slept",
        "a\u200bb",
        "Nin\u0303o",
        "ＬＯＵＤ noise",
        "Ïðèâåò",
        "it ended.The town",
        "B R E A K I N G",
        "”so he said",
    ]
)


def proposed(text: str, context: Context) -> tuple[object, object]:
    proposal = Repair().propose(Draft(text), context)
    return proposal.edits, proposal.findings


@given(
    st.lists(st.tuples(LINES, st.booleans()), max_size=8),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.sampled_from(["", "\n"]),
)
def test_fewer_lines_are_judged_as_they_would_be_afresh(lines, ending, last):
    context = Context(Document("", language="en"), str)
    proposed(ending.join(line for line, _ in lines) + last, context)
    fewer = ending.join(line for line, stays in lines if stays)
    assert proposed(fewer, context) == proposed(fewer, Context(Document("", language="en"), str))
