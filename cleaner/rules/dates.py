"""Names of months and days, so that lines that differ by their date alone can be told to be alike."""

from __future__ import annotations

import re

__all__ = ["fold_dates"]

# Months, their usual abbreviations, and days of the week as Unicode CLDR 44 has them, folded, in the languages that the
# built-in rules are written for. Languages that write dates in figures alone need none.
_NAMES = """
january february march april may june july august september october november december jan feb mar apr jun jul aug sep
sept oct nov dec monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun
januar jänner februar märz mai juni juli oktober dezember jän mär okt dez montag dienstag mittwoch donnerstag freitag
samstag sonnabend sonntag mo di mi do fr sa so
janvier février mars avril juin juillet août septembre octobre novembre décembre janv févr avr juil déc lundi mardi
mercredi jeudi vendredi samedi dimanche lun mer jeu ven sam dim
enero febrero marzo abril mayo junio julio agosto septiembre setiembre octubre noviembre diciembre ene abr ago dic lunes
martes miércoles jueves viernes sábado domingo mié jue vie sáb dom
janeiro fevereiro março maio junho julho setembro outubro novembro dezembro fev mai set out dez segunda terça quarta
quinta sexta feira seg ter qua qui sex
gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre gen mag giu lug ott lunedì martedì mercoledì
giovedì venerdì sabato domenica gio
januari februari maart mei augustus mrt maandag dinsdag woensdag donderdag vrijdag zaterdag zondag ma wo vr za zo
styczeń stycznia luty lutego marzec marca kwiecień kwietnia maj maja czerwiec czerwca lipiec lipca sierpień sierpnia
wrzesień września październik października listopad listopada grudzień grudnia sty lut kwi cze lip sie wrz paź lis gru
poniedziałek wtorek środa czwartek piątek sobota niedziela pon wt śr czw pt sob nie
январь января февраль февраля март марта апрель апреля май мая июнь июня июль июля август августа сентябрь сентября
октябрь октября ноябрь ноября декабрь декабря янв фев мар апр июн июл авг сен сент окт ноя дек понедельник вторник среда
четверг пятница суббота воскресенье пн вт ср чт пт сб вс
"""
_DATE_WORDS = frozenset(_NAMES.split())
_WORD = re.compile(r"[^\W\d_]+")
_PLACE = "\u2020"  # one sign for all names; nothing reads it but comparisons


def fold_dates(folded_line: str) -> str:
    """A folded line with each name of a month or a day as one sign.

    >>> fold_dates("updated march 0, 0") == fold_dates("updated sept 0, 0")
    True
    >>> fold_dates("aktualisiert: 0. märz 0") == fold_dates("aktualisiert: 0. oktober 0")
    True
    """
    return _WORD.sub(_name, folded_line)


def _name(word: re.Match[str]) -> str:
    return _PLACE if word[0] in _DATE_WORDS else word[0]
