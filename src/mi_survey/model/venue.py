"""What is known of venues: series and their names, archives and sites, and what names tell.

Data, which every layer may use. Patterns are of folded names, and compiled where names are read.
"""

from __future__ import annotations

import re

from mi_survey.text import fold

# Series by the folded form of their short names, each with how it is written.
CONFERENCES = {
    "neurips": r"\bneurips\b|\bnips\b|neural information processing systems|\badv\w*\.? neural inf",
    "iclr": r"\biclr\b|learning representations",
    "icml": r"\bicml\b|international conference on machine learning(?! and)"
    r"|\bint\w*\.? conf\w*\.? (on )?mach\w*\.? learn",
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
JOURNALS = {
    "tacl": r"\btacl\b|\btrans\w*\.? (of the )?assoc\w*\.? (for )?comput",
    "tmlr": r"\btmlr\b|\btrans\w*\.? (on )?mach\w*\.? learn",
    "jmlr": r"\bjmlr\b|\bj\w*\.? (of )?mach\w*\.? learn\w*\.? res",
    "computational linguistics": r"^computational linguistics$",
    "csur": r"\bcsur\b|acm comput\w*\.? surv",
    "nature": r"^nature$",
    "science": r"^science$",
    "pnas": r"\bpnas\b|proceedings of the national academy",
}
# What is part of the ACL, and not its meeting.
CHAPTERS = frozenset({"naacl", "eacl", "aacl", "emnlp", "ijcnlp", "conll", "tacl"})
# What contains several venues, or hosts them, contradicts none.
NEUTRAL = (
    r"\bpmlr\b|proceedings of machine learning research|jmlr workshop and conference|\blncs\b"
    r"|lecture notes in|openreview|^(acm|ieee|springer|elsevier|usenix)\b.{0,12}$|\bceur\b"
    r"|anthology|semantic scholar|zenodo|https?:"
)
# A preprint server, or words for not being published.
PREPRINT = (
    r"\barxiv\b|\bcorr\b|preprint|prepublished|under review|submitted|in submission"
    r"|\bbiorxiv\b|\bssrn\b"
)
# What a note says before a work has appeared.
NOT_YET = (
    r"submitted|submission|under review|to appear|to be (presented|published)|forthcoming|in press"
)
WORKSHOP = r"workshop|\bblackboxnlp\b|\bsigtyp\b|\brepl4nlp\b|@|\bwksh"
VENUE_WORDS = (
    r"journal|transactions|proceedings|conference|symposium|letters|review|congress|\bconf\b"
    r"|magazine"
)
# Words that names of many venues have.
GENERIC = frozenset(
    "a an and at for in of on the proceedings proc conference conf international annual workshop "
    "meeting journal transactions trans letters symposium volume vol long short papers main track "
    "first second third fourth fifth sixth seventh eighth ninth tenth machine learning neural "
    "systems ai computational linguistics language processing natural research intelligence "
    "artificial models model association advances information".split()
)
# The year before an edition's first: the year of an edition is this and its number.
EDITIONS = {"iclr": 2012, "icml": 1983, "acl": 1962, "colm": 2023, "aaai": 1986, "neurips": 1986}
# What a series was called before, folded, with its short name of today.
FORMER_NAMES = {"nips": "NeurIPS"}
# Where things are posted: as a "venue", these say that nothing was published.
ARCHIVES = ("arxiv", "corr", "biorxiv", "preprint", "openreview")
SITES = (
    "blog", "lesswrong", "less wrong", "alignment forum", "alignmentforum", "openai", "anthropic",
    "deepmind", "distill", "transformer circuits",
)  # fmt: skip
# How the venues of the field are named in lists: patterns of whole names, whatever their case.
LISTED_NAMES = (
    "AAAI AACL AAMAS ACL ACM ACMMM AIES AISTATS ALTA ANLP ASRU ATTRIB Alignment\\s?Forum "
    "Anthropic BlackboxNLP BMVC CAV CCS CHI CIKM CLeaR COLING COLM COLT CSCW CVPR CoLLAs CoNLL "
    "CogSci Computational\\sLinguistics Cognition DeepMind Distill EACL ECAI ECCV ECIR ECML EMNLP "
    "Entropy FAccT FAT\\* Findings GenBench GPAI HCOMP ICAIF ICASSP ICCV ICDE ICDM ICIC ICLR ICML "
    "ICONIP ICRA ICSE IEEE IJCAI IJCNLP IJCNN IJCV INLG Information\\sFusion Interspeech IUI IWSLT "
    "JAIR JMLR KBS KDD KR LREC LREC-COLING Less\\s?Wrong MICCAI MLSYS MLSys MM NAACL NAACL-HLT "
    "NDSS NIPS NLPCC NeurIPS NeurIPSW Nature Neural\\sComputation OpenAI OSDI OpenReview PACLIC "
    "PAMI PAKDD PMLR PNAS PRICAI Patterns Proceedings RANLP RecSys RepL4NLP RSS SDM SIGDIAL SIGIR "
    "SIGKDD SIGMOD SIGTYP SaTML Science SciPost SoLaR TACL TIST TKDE TMLR TNNLS TOIS TPAMI "
    "Transformer\\sCircuits(?:\\sThread)? Trans\\. Transactions UAI USENIX VLDB WACV WMT WSDM WWW "
    "XAI arXiv bioRxiv CoRR preprint Workshop Journal Conference Blog Thesis Dissertation"
).split()
_FINDINGS = "Findings of "


def normalize_venue(name: str) -> str:
    """Reduce a short name to what tells two venues apart, without the year of an edition.

    >>> normalize_venue("NIPS 2017") == normalize_venue("NeurIPS"), normalize_venue("Less Wrong")
    (True, 'lesswrong')
    """
    bare = re.sub(r"\d{4}$", "", fold(name)).replace(" ", "")
    return fold(FORMER_NAMES.get(bare, bare))


def list_names(short: str) -> tuple[str, ...]:
    """Return a short name, and what its series was called before.

    >>> list_names("NeurIPS")
    ('NeurIPS', 'nips')
    """
    return (short, *(former for former, name in FORMER_NAMES.items() if name == short))


def workshop_of(short: str) -> str:
    """Return the short name of a conference's workshops."""
    return f"{short} Workshop"


def event_of(short: str) -> str:
    """Return the conference of a volume: the Findings of EMNLP appear with EMNLP.

    >>> event_of("Findings of EMNLP"), event_of("EMNLP")
    ('EMNLP', 'EMNLP')
    """
    return short.removeprefix(_FINDINGS)
