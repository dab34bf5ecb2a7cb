"""Strings that scanners leave behind and that words hardly ever have: where ``ocr`` looks for slips.

The slips in letters alone (rn for m, vv for w, cl for d, b and li for h) look like words to any pattern, and a page has
no time to look up each of its words. So 500 strings of two to four letters stand for them, picked from wordfreq's lists
(Robyn Speer, 2022) for 25 languages in Latin script: each slip was made in the 6,000 commonest words of English and
seven other languages; strings at the slip that clean English has less than once in a million words, and others less
than three times, were ranked by how many of the damaged words they give away, and the best taken, one after the other.
They give away half of those words, and stand in one clean page of fifty; once one slip is certain, ``ocr`` reads all
words of the text. ``bench/ocr_strings.py`` makes them anew.
"""

from __future__ import annotations

from string import ascii_lowercase, ascii_uppercase

__all__ = ["SIGNS", "classed"]

# "_" is the edge of a word.
_STRINGS = """
    _abí _cbe _cbo _cbr _cbu _cló _clö _clü _lbe _liä _liö _ocl _otb _pbo _pby _rne _rni _rno _rnu _rny _rná _rnä
    _rnå _rnè _rné _rnê _rní _rnö _rnú _rnü _sbe _tba _tbe _tbo _tbr _tbu _tli _vva _vve _vvi _vvo _vvu _vvä _vvü
    _wbe _wbo _wby aacl aanc aarc abl_ acba acbt aicl alií amrn anbã arnn asb_ atb_ atcl augb aurn autb ayuc babí
    beb_ bebb bebt bebö becl bemm bevv bims bjäl blt bmen boof boop bopp bosp bttp bäng båll cbai cbal cbam cbaq
    cbe_ cber cbia cbic cbie cbil cbin cbiu cbl cbm cbne cbo_ cbst cbte cbw cbä cbè cbé cbö ccb cecl claa claf clah
    clal claz cld cleb clee clej clep clez clg clh clia clib clii clij clik clil clio clir cliu cliw cliz cliä cliç
    cliè clié cliö clj cll clm cln clol clom clr cls clt cluc cluk cluç clv clw clä clå clè cléb cléc cléf cléj clép
    clê clía cocl conb curn dacl dcl_ dcla dcle docl ducl dvv eab_ eacb eacl ecba ecbn ecbt ecl_ eecl eerc ehrn eicb
    eicl eirn emcl emrn eunc euvv evv_ facb facl fatb fcl ficl filb früb frül füb füli gacl ganb gcl gebö gecl getb
    gevv grn hacl hecl hetb higb hocl hovv hrna hvv höb höli iaar iab_ iabí iacl iadd ibr_ icb_ icba icbe icbt icl_
    iclé iebb iecl ieid iey igbe igbt ihrn iiel iigh iim_ iip_ iizo imrn iocl iold iolm ioof ioog ioop ioor iorr
    iort ioud iow_ ioy_ irnm irnp irrn iscb isrn itcl iucl iuis iöv jabr jacl jcl jecl jobn jucl kacl kvv lacl lavv
    lcb lcl_ lcla lcle lcli lesd levr liaf liay licb liea lifí liij liir lioc lioe liof liug liy_ liys liäl liå liör
    lliõ loct loet lrn ltb_ ltbo lucl mebr metb micl milb minb mocl mrne mtic mucl mécl nacb nayb nayo nañ nbio nbié
    nbo_ nbum nbé ncb_ ncbe nlia nlio nliu nliã notb npio nplo npt nrn nscb nscl ntbs nunq nvv núrn oacb oacl obl_
    ocb ocl_ ocly oecl omcl omrn orcl ornd ornm ornp otb_ ougb ouvv ovv_ pacl panb pbi pbon pcla pecl picl pocl povv
    prne pucl rcb_ rcbi rcl_ recb rfab rnax rnbr rneç rnfö rnli rnma rnmi rnna rnp_ rnpa rnpe rnpf rnpo rnps rnã
    rníl rotb rrna rrno rrns rrnu rrné rscl rtrn rucl rvv sacl sbin sbip sbop scba scbe scbi scbo scbr scbu slir
    srna srne srni srno sucl svv tbir tbis tcb tebt tisb tlii tlio tocl tscl tucl tvv tycl uacl ubr_ ucb uecl uicl
    uirn uorn urcb urcl urnm utb_ vcl vecl vonc vvar vvay vvh vvin vvl vvn vvr vvs wabr wacl wbat wbic wbil wbit wcl
    wecl werc wicl wisb wisl witb witl wlia wlie wlii wlio wobn wocl wonc wäli xarn xern xirn yeal ytb zacl zicl
    zocl zvv äbr äcl änc ärcl åc ånac èrn écb érn_ érno êr ícle órno ôrn öcl örc ücl üncl ürcl
""".split()  # noqa: SIM905 (500 quoted strings are no reading)
# Small L where a word needs a capital I: "lndia", "lt was". No word of a European language but a few of Czech, Polish
# and Latvian begins so.
_INITIAL = ("_lf_", "_ln", "_lr", "_ls", "_lt_")
_NAMES = ("an", "on", "ow")  # Ian, Iona and Ionian, Iowa
_OFTEN = "aehilnorstu"  # letters that two words in three have beside any place

_ZEROS, _CAPITALS, _EDGES = b"015", ascii_uppercase.replace("I", "").encode(), b"\t\n.,;:!?\"'()"
_CLASSES = bytes.maketrans(_ZEROS + _CAPITALS + _EDGES, b"0" * len(_ZEROS) + b"A" * len(_CAPITALS) + b" " * len(_EDGES))


def classed(text: str) -> bytes:
    """``text`` in UTF-8, blanks around: 0, 1, 5 as ``0``, capitals but I as ``A``, marks and white space as a blank.

    >>> classed("In Malmö, 1951.")
    b' In Aalm\xc3\xb6  0900  '
    """
    return b" %b " % text.encode("utf-8", "surrogatepass").translate(_CLASSES)


# What to look for in a classed text.
SIGNS: tuple[bytes, ...] = tuple(
    sign.encode()
    for sign in (
        *(sign.replace("_", " ") for sign in (*_STRINGS, *_INITIAL)),
        # Digits, a bar or a capital I amid small letters.
        *(f"{before}0{after}" for before in ascii_lowercase for after in ascii_lowercase),
        *(f" 0{first}{second}" for first in ascii_lowercase for second in _OFTEN if first + second not in ("st", "th")),
        *(f"{first}{second}0 " for first in _OFTEN for second in ascii_lowercase),
        *(f" I{first}{second}" for first in "aeiou" for second in ascii_lowercase if first + second not in _NAMES),
        *(before + "|" for before in ascii_lowercase),
        # Not before n: "LinkedIn" stands in more pages than all slips together, and few words have ln.
        *(f"{before}I{after}" for before in ascii_lowercase for after in " I" + ascii_lowercase if after != "n"),
        *("|" + after for after in ascii_lowercase),
        *("AI" + after for after in ascii_lowercase if after != "s"),  # "AIs", "APIs"
    )
)
