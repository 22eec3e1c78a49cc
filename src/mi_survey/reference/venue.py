"""Names of venues: which series, edition and track a written name means, and whether it fits.

Fair to the many ways of naming one venue: abbreviations, official names of proceedings, series
of publishers. A name that nothing is known of is only wrong where it plainly means another.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from mi_survey.model.work import Work
from mi_survey.text import fold, tokenize

_CONFERENCES = {
    "neurips": r"\bneurips\b|\bnips\b|neural information processing systems|adv\w*\.? neural inf",
    "iclr": r"\biclr\b|learning representations",
    "icml": r"\bicml\b|international conference on machine learning(?! and)"
    r"|int\w*\.? conf\w*\.? (on )?mach\w*\.? learn",
    "emnlp": r"\bemnlp\b|empirical methods in nat",
    "naacl": r"\bnaacl\b|north american chapter|nations of the americas chapter",
    "eacl": r"\beacl\b|european chapter",
    "aacl": r"\baacl\b|asia[- ]pacific chapter",
    "ijcnlp": r"\bijcnlp\b|joint conference on natural language processing",
    "coling": r"\bcoling\b|international conference on computational linguistics",
    "lrec": r"\blrec\b|language resources and evaluation",
    "conll": r"\bconll\b|computational natural language learning",
    "aaai": r"\baaai\b|association for the advancement of artificial intelligence",
    "ijcai": r"\bijcai\b|international joint conferences? on artificial intelligence",
    "cvpr": r"\bcvpr\b|conference on computer vision and pattern recognition",
    "iccv": r"\biccv\b|international conference on computer vision",
    "eccv": r"\beccv\b|european conference on computer vision",
    "colm": r"\bcolm\b|conference on language model+ing",
    "clear": r"\bclear\b|conference on causal learning and reasoning",
    "aistats": r"\baistats\b|artificial intelligence and statistics",
    "uai": r"\buai\b|uncertainty in artificial intelligence",
    "facct": r"\bfacct\b|\bfat\*|fairness,? accountability",
    "satml": r"\bsatml\b|secure and trustworthy machine learning",
    "kdd": r"\bkdd\b|knowledge discovery (and|&) data mining",
    "www": r"\bwww\b|the web conference|world wide web conference",
    "sigir": r"\bsigir\b",
    "acm mm": r"\bacm mm\b|\bacm multimedia\b|international conference on multimedia",
    "interspeech": r"\binterspeech\b",
    "icassp": r"\bicassp\b|acoustics,? speech",
    "acl": r"\bacl\b|meeting of the association for computational linguistics"
    r"|^(proceedings of )?(the )?association for computational linguistics$|findings of the assoc",
}
_JOURNALS = {
    "tacl": r"\btacl\b|trans\w*\.? (of the )?assoc\w*\.? (for )?comput",
    "tmlr": r"\btmlr\b|trans\w*\.? (on )?mach\w*\.? learn",
    "jmlr": r"\bjmlr\b|j\w*\.? (of )?mach\w*\.? learn\w*\.? res",
    "computational linguistics": r"^computational linguistics$",
    "csur": r"\bcsur\b|acm comput\w*\.? surv",
    "nature": r"^nature$",
    "science": r"^science$",
    "pnas": r"\bpnas\b|proceedings of the national academy",
}
_SERIES = {name: re.compile(form) for name, form in (_CONFERENCES | _JOURNALS).items()}
_CHAPTERS = frozenset({"naacl", "eacl", "aacl", "emnlp", "ijcnlp", "conll", "tacl"})
# What contains several venues, or hosts them, contradicts none.
_NEUTRAL = re.compile(
    r"\bpmlr\b|proceedings of machine learning research|jmlr workshop and conference|\blncs\b"
    r"|lecture notes in|openreview|^(acm|ieee|springer|elsevier|usenix)\b.{0,12}$|\bceur\b"
    r"|anthology|semantic scholar|zenodo|https?:"
)
_PREPRINT = re.compile(
    r"\barxiv\b|\bcorr\b|preprint|prepublished|under review|submitted|in submission"
    r"|\bbiorxiv\b|\bssrn\b"
)
_WORKSHOP = re.compile(r"workshop|\bblackboxnlp\b|\bsigtyp\b|\brepl4nlp\b|@|\bwksh")
_VENUE_WORDS = re.compile(
    r"journal|transactions|proceedings|conference|symposium|letters|review|congress|\bconf\b|magazine"
)
_GENERIC = frozenset(
    "a an and at for in of on the proceedings proc conference conf international annual workshop "
    "meeting journal transactions trans letters symposium volume vol long short papers main track "
    "first second third fourth fifth sixth seventh eighth ninth tenth machine learning neural "
    "systems ai computational linguistics language processing natural research intelligence "
    "artificial models model association advances information".split()
)
# The year before an edition's first: the year of an edition is this and its number.
_EDITIONS = {"iclr": 2012, "icml": 1983, "acl": 1962, "colm": 2023, "aaai": 1986, "neurips": 1986}
_YEAR = re.compile(r"(?<!\d)(19[6-9]\d|20[0-4]\d)(?!\d)|(?<=[a-z])['’](\d\d)\b|['’](\d\d)\b")
_ONES = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
    "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth"
).split()
_TENS = {"twent": 20, "thirt": 30, "fort": 40, "fift": 50, "sixt": 60, "sevent": 70}
_ORDINAL = re.compile(
    r"\b(\d{1,2})(?:st|nd|rd|th)\b|\b(?:(twent|thirt|fort|fift|sixt|sevent)(?:y[- ]|ieth))?("
    + "|".join(sorted(_ONES, key=len, reverse=True))
    + r")?\b"
)
_VOLUME = re.compile(r"systems,?(?: vol\w*\.?)? (\d{1,2})\b")


@dataclass(frozen=True, slots=True)
class VenueClaim:
    """What a written name says: series that it names, year of the edition, and the track."""

    text: str
    series: frozenset[str]
    year: int | None = None
    findings: bool = False
    workshop: bool = False


def parse_venue(text: str) -> VenueClaim:
    """Read the name of a venue; total.

    >>> claim = parse_venue("Findings of the Association for Computational Linguistics: EMNLP 2024")
    >>> sorted(claim.series), claim.year, claim.findings
    (['emnlp'], 2024, True)
    >>> [parse_venue(text).year for text in ("NIPS'17", "The Twelfth International Conference on "
    ... "Learning Representations", "Advances in Neural Information Processing Systems 37")]
    [2017, 2024, 2024]
    """
    folded = fold(text)
    series = {name for name, form in _SERIES.items() if form.search(folded)}
    if series & _CHAPTERS and "meeting of the association" not in folded:
        series.discard("acl")
    return VenueClaim(
        text=text,
        series=frozenset(series),
        year=_year(folded, series),
        findings="findings" in folded,
        workshop=_WORKSHOP.search(folded) is not None,
    )


def is_preprint_venue(text: str) -> bool:
    """Tell whether a name stands for a preprint server, or for not being published.

    >>> [is_preprint_venue(text) for text in ("arXiv preprint arXiv:2406.11717", "CoRR", "ICLR")]
    [True, True, False]
    """
    return _PREPRINT.search(fold(text)) is not None


def describe_mismatch(text: str, work: Work) -> str:
    """Say in what a written venue differs from a published work's; empty where it does not."""
    venue = work.venue
    if venue is None or venue.type not in ("conference", "workshop", "journal"):
        return ""
    claim = parse_venue(text)
    folded = fold(text)
    right = parse_venue(f"{venue.name} ({venue.short})")
    if folded in (fold(venue.name), fold(venue.short)) or _NEUTRAL.search(folded):
        return ""
    if claim.series & right.series:
        return _differ_within_series(claim, right, work)
    if claim.series and right.series:
        return "another venue"
    if _shares_words(text, f"{venue.name} {venue.short}"):
        return ""
    known = claim.series or _VENUE_WORDS.search(folded)
    return "another venue" if known else ""


def _differ_within_series(claim: VenueClaim, right: VenueClaim, work: Work) -> str:
    venue = work.venue
    short = fold(venue.short) if venue else ""
    if "findings" in short:
        # some records name the volume by its conference alone
        if not claim.findings and "findings" in fold(venue.name if venue else ""):
            return "the main conference, not Findings"
    elif claim.findings:
        return "Findings, not the main conference"
    is_workshop = venue is not None and venue.type == "workshop"
    if claim.workshop and not is_workshop:
        return "a workshop, not the conference"
    named = _shares_words(claim.text, right.text)
    if is_workshop and not claim.workshop and not right.series <= {"blackboxnlp"} and not named:
        return "the conference, not its workshop"
    if claim.year and work.year and claim.year != work.year:
        return f"the edition of {claim.year}, not {work.year}"
    return ""


def _shares_words(text: str, right: str) -> bool:
    theirs = _telling_words(right)
    ours = _telling_words(text)
    return bool(ours & theirs) or "".join(tokenize(text)) in "".join(tokenize(right))


def _telling_words(text: str) -> set[str]:
    known = set(_CONFERENCES) | {"nips"} | _GENERIC
    return {word for word in tokenize(text) if not word[0].isdigit()} - known


def _year(folded: str, series: set[str]) -> int | None:
    years = {int(whole or f"20{within or apart}") for whole, within, apart in _YEAR.findall(folded)}
    if years:
        return years.pop() if len(years) == 1 else None
    if volume := _VOLUME.search(folded):
        return 1987 + int(volume[1])
    first = [_EDITIONS[name] for name in series if name in _EDITIONS]
    number = _ordinal(folded)
    return first[0] + number if len(first) == 1 and number else None


def _ordinal(folded: str) -> int:
    numbers = [
        int(digits or 0) + _TENS.get(tens, 0) + (_ONES.index(ones) + 1 if ones else 0)
        for digits, tens, ones in _ORDINAL.findall(folded)
    ]
    numbers = [number for number in numbers if number]
    return numbers[0] if len(numbers) == 1 else 0
