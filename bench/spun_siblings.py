"""What siblings restore: spun copies of clean news, with the originals in the batch, and copies that editors changed.

    python bench/spun_siblings.py CLEAN.jsonl.gz [--most 400] [--leave-one-out 2000]

CLEAN holds `id`, `src` and `text`. The table of synonyms is this script's own; no repair knows it.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from cleaner.learn.learner import observed
from cleaner.learn.siblings import SiblingLearner
from cleaner.model import Document
from cleaner.stages.spun.sibling_index import SiblingIndex, document_key, read_siblings
from cleaner.stages.spun.siblings import Restoration, restore
from cleaner.stages.spun.tokens import tokenize

__all__ = ["main"]

# What a spinner makes of a word; where several, it draws.
SPUN = """
said stated|remarked|mentioned; says states|claims; told informed|instructed; big large|huge; large substantial|big
house household|residence; police law enforcement|cops; officials officers|authorities; official formal|reliable
attack assault|strike; war conflict|warfare; help assist|aid; helped assisted|aided; show exhibit|display
showed exhibited|confirmed; start commence|begin; started commenced|began; end conclude|finish
ended concluded|finished; new brand-new|fresh; old aged|outdated; good excellent|great; bad poor|terrible
important essential|crucial; major main|significant; government federal government|authorities; country nation
countries nations; leader chief|head; leaders chiefs|heads; group team|crew; groups teams|crews
members participants|users; company business|firm; companies businesses|firms; market marketplace|industry
money cash|funds; people individuals|folks; children kids|youngsters; man guy|gentleman; woman female|lady
home house|dwelling; city town|metropolis; world globe|planet; country's nation's; company's firm's; work function|job
working functioning|operating; make create|produce; made created|produced; making creating|generating
found discovered|located; find discover|locate; think believe|assume; thought considered|believed; believe think|feel
want desire|need; wanted desired|wished; need require|demand; needs requires|demands; use utilize|employ
used utilized|employed; using utilizing|making use of; asked requested|questioned; called known as|termed
came arrived|emerged; come arrive|appear; went proceeded|traveled; get obtain|receive; got obtained|received
gave offered|provided; give offer|provide; given offered|provided; put placed|set; took grabbed|seized
take consider|grab; left departed|remaining; return come back|revert; returned came back|reverted
keep maintain|retain; kept maintained|retained; hold keep|grasp; held kept|organized; run operate|manage
running operating|managing; plan program|strategy; plans programs|ideas; planned prepared|intended
decision choice|selection; decided made the decision|determined; report document|statement; reported noted|documented
reports studies|stories; issue concern|problem; issues concerns|problems; problem difficulty|trouble
problems difficulties|troubles; case situation|scenario; question query|issue; questions inquiries|concerns
answer response|reply; part component|portion; place location|spot; point stage|level; way method|manner
ways methods|techniques; thing factor|point; things items|matters; kind type|sort; number quantity|amount
amount quantity|sum; area region|location; areas regions|locations; power energy|strength; force pressure|drive
forces troops|pressures; troops soldiers|forces; military army|armed service; security safety|protection
defense protection; law legislation|regulation; court courtroom|tribunal; judge decide|choose
lawyer attorney|legal professional; trial demo|test; election vote|poll; vote ballot|election
campaign marketing campaign|drive; party celebration|get together; president leader; minister clergyman|secretary
talks negotiations|discussions; deal offer|agreement; agreement arrangement|settlement; agreed decided|concurred
rules guidelines|regulations; system method|program; service support|provider
services solutions|products and services; research study|analysis; study examine|research
public general public|community; private personal|exclusive; free no cost|totally free; clear obvious|distinct
recent latest|current; current present|existing; former previous|ex; early first|initial; late overdue|past due
long lengthy|prolonged; short brief|quick; high large|substantial; low minimal|reduced; strong robust|powerful
weak feeble|poor; hard difficult|tough; easy simple|effortless; quickly rapidly|swiftly; often frequently|usually
still nevertheless|even now; now presently|currently; also furthermore|additionally; only merely|just
almost practically|nearly; very extremely|really; likely probably|prone; nearly almost|practically
including such as|which includes; against versus|towards; within inside|in; while whilst|even though
because since|simply because; however nonetheless|even so; many numerous|a lot of; several a number of|various
another an additional|one more; around about|close to; expected anticipated|predicted; expects anticipates|predicts
growth development|progress; increase boost|raise; rise increase; fall drop|slide; cut reduce|minimize
cuts reductions|slashes; sales income|revenue; sale purchase|selling; price cost|value; prices costs|rates
cost price|expense; costs fees|expenses; pay spend|compensate; paid compensated|settled; buy acquire|obtain
bought acquired|ordered; shares stocks|gives; stock inventory|share; profit revenue|gain; profits earnings|gains
jobs employment|positions; workers employees|staff; worker employee|laborer; staff workers|employees; chief main|key
head mind|brain; team group|crew; game sport|match; games video games|matches; play perform|enjoy
played performed|enjoyed; playing actively playing|enjoying; player gamer|participant; players gamers|participants
win earn|acquire; won gained|received; lost misplaced|dropped; film movie|motion picture; films movies|motion pictures
music songs|audio; book ebook|guide; books publications|textbooks; story tale|account; stories tales|accounts
family loved ones|household; life existence|lifestyle; death demise|passing; died passed away|perished
killed murdered|slain; injured hurt|wounded; hospital clinic|healthcare facility
doctor physician|medical professional; doctors physicians|medical professionals; school college|faculty
students pupils|learners; student pupil|learner; car vehicle|automobile; cars vehicles|automobiles
road street|highway; building creating|constructing; buildings structures|properties; land terrain|property
water drinking water|h2o; food meals|foodstuff; night evening|night time; morning early morning|dawn; close shut|near
closed shut|shuttered; open wide open|available; opened opened up|launched; release launch|discharge
released launched|introduced; announced introduced|declared; added extra|additional; warned cautioned|alerted
insisted demanded|maintained; argued contended|claimed; described explained|outlined; explained described
suggested recommended|proposed; offered provided|available; refused declined; allowed permitted|authorized
allow permit|enable; continue carry on|proceed; continued ongoing|ongoing; remain stay|continue being; remained stayed
become turn out to be|grow to be; became grew to become|turned; seems appears; seem appear; seemed appeared
appeared seemed|showed up; failed unsuccessful|been unsuccessful; success achievement|good results
successful productive|profitable; able in a position|capable; possible achievable|attainable
necessary required|essential; serious critical|significant; dangerous hazardous|risky; simple straightforward|basic
full complete|entire; whole entire|total; entire whole|complete; total overall|complete; main primary|principal
key crucial|important; different distinct|various; similar comparable|related; same identical|exact same
various numerous|different; real actual|genuine; true real|accurate
"""
# What editors change: none of it may be turned back.
EDITED = """
said told reporters; said says; police authorities; killed dead; bomb device; about nearly; men suspects
officials sources; many some; announced unveiled; plan proposal; big major; new latest; company firm; expected due
company group; people residents; according said; reported announced; government administration; attack bombing
talks summit; would will; injured wounded
"""
LEAD = "This is what you need to know about a matter that has kept everybody here busy for the whole of the week. "


def main() -> None:
    given = argparse.ArgumentParser()
    given.add_argument("data", type=Path)
    given.add_argument("--most", type=int, default=400)
    given.add_argument("--leave-one-out", type=int, default=2000)
    given.add_argument("--seed", type=int, default=3)
    given.add_argument("--show", type=int, default=0)
    told = given.parse_args()
    with gzip.open(told.data, "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    texts = [row["text"] for row in rows]
    draw = random.Random(told.seed)  # noqa: S311  # the same copies in each run
    chosen = draw.sample([row["text"] for row in rows if row["src"] in ("nyt", "bbc")], told.most)
    index = learned(texts)
    table = meanings(SPUN)
    print(f"{len(rows):,} documents, {len(index):,} sentences; {told.most} of nyt and bbc copied")
    for share in (0.25, 0.5, 0.9):
        report(f"spun, {share:.0%} of the words", spun(chosen, table, share, draw), index, told.show)
    copies = spun(chosen, table, 0.5, draw)
    parts = [part for text in chosen for part in scattered(text, draw)[:4]]
    rivals = [copy.text for text in chosen for copy in spun([text] * 2, table, 0.5, draw)]
    mirrors = [f"{copy.text} Read more {where}." for copy in copies for where in ("here", "there")]
    report("beside each original two other spins", copies, learned([*chosen, *rivals]), told.show)
    report("beside each original two mirrors", copies, learned([*chosen, *mirrors]), told.show)
    report("two thirds of it, scattered over four", copies, learned([*parts, *draw.sample(texts, 500)]), told.show)
    mixed = [*parts, *(part for text in rivals for part in scattered(text, draw))]
    report("the same and scattered spins", copies, learned(mixed), told.show)
    print("Nothing to restore:")
    report("other spins alone", copies, learned(rivals), told.show)
    report("edited copies, not spun", [edited(text, draw) for text in chosen], index, told.show)
    alone = [Copy(text, {}) for text in draw.sample(texts, min(len(texts), told.leave_one_out))]
    report("each clean text against all others", alone, index, told.show)


class Copy(NamedTuple):
    """A text, and what stood where it was changed, by its span."""

    text: str
    truth: dict[tuple[int, int], str]
    honest: bool = False


def meanings(table: str) -> dict[str, list[str]]:
    """Original to spun wordings."""
    entries = (entry.strip().split(" ", 1) for entry in table.replace("\n", ";").split(";") if entry.strip())
    found: dict[str, list[str]] = {}
    for original, spun in entries:
        found.setdefault(original, []).extend(spun.split("|"))
    return found


def spin(text: str, table: dict[str, list[str]], share: float, draw: random.Random) -> Copy:
    """A spun copy with another lead and without some sentences."""
    kept = [piece for piece in re.split(r"(?<=[.!?])\s+", text) if draw.random() > 0.12]
    pieces, truth, length = [LEAD], {}, len(LEAD)
    for match in re.finditer(r"\w+(?:['’-]\w+)*|\W+", " ".join(kept)):
        word = match[0]
        spun = word
        if word.lower() in table and (word.islower() or word.istitle()) and draw.random() < share:
            spun = draw.choice(table[word.lower()])
            spun = spun[0].upper() + spun[1:] if word.istitle() else spun
            truth[length, length + len(spun)] = word
        pieces.append(spun)
        length += len(spun)
    return Copy("".join(pieces), truth)


def edited(text: str, draw: random.Random) -> Copy:
    """A later edition: words changed, sentences dropped, a new lead. Nothing of it is to be restored."""
    copy = spin(text, meanings(EDITED), 0.3, draw)
    return Copy(copy.text, copy.truth, honest=True)


def spun(texts: list[str], table: dict[str, list[str]], share: float, draw: random.Random) -> list[Copy]:
    return [spin(text, table, share, draw) for text in texts]


def scattered(text: str, draw: random.Random) -> list[str]:
    """Six documents that each hold some sentences of it."""
    parts: list[list[str]] = [[] for _ in range(6)]
    for piece in re.split(r"(?<=[.!?])\s+", text):
        draw.choice(parts).append(piece)
    return [" ".join(part) for part in parts]


def learned(texts: list[str]) -> SiblingIndex:
    learner = SiblingLearner()
    counts = observed(learner, map(Document, texts))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "siblings.model")
        path.write_bytes(learner.fit(counts))
        return read_siblings(path)


def right(copy: Copy, found: Restoration) -> bool:
    """Whether the words around read as they did before, once it is put there."""
    inside = [
        (*span, word) for span, word in sorted(copy.truth.items()) if span[0] < found.end and found.start < span[1]
    ]
    if not inside or copy.honest:
        return False
    first, last = min(found.start, inside[0][0]), max(found.end, inside[-1][1])
    was, at = "", first
    for start, end, word in inside:
        was += copy.text[at:start] + word
        at = end
    was += copy.text[at:last]
    now = copy.text[first : found.start] + found.replacement + copy.text[found.end : last]
    return was.lower().split() == now.lower().split()


def report(name: str, copies: list[Copy], index: SiblingIndex, show: int) -> None:
    good = made = back = 0
    spun = sum(len(copy.truth) for copy in copies)
    words = sum(len(copy.text.split()) for copy in copies)
    started = time.perf_counter()
    wrong = []
    for copy in copies:
        for found in restore(tokenize(copy.text), document_key(copy.text), index).restorations:
            made += 1
            if right(copy, found):
                good += 1
                back += sum(found.start <= start and end <= found.end for start, end in copy.truth)
            else:
                wrong.append((copy.text[found.start - 30 : found.end + 15], found))
    took = (time.perf_counter() - started) / max(1, len(copies)) * 1000
    precision = good / made if made else 1.0
    print(
        f"{name:<40} {words:>9,} words {spun:>7,} changed {made:>7,} edits"
        f"  P {precision:.4f}  R {back / max(1, spun):.3f}  {took:.1f} ms"
    )
    for near, found in wrong[:show]:
        print("   ", repr(near), found.replacement, round(found.score, 3), found.support)


if __name__ == "__main__":
    main()
