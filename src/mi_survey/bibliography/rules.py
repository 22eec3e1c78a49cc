"""The rules on bibliographies, in the order in which SARIF lists them, each with its reasons."""

from __future__ import annotations

from mi_survey.model.finding import Rulebook

RULES: Rulebook[[]] = Rulebook()
SYNTAX = RULES.declare(
    "syntax",
    "error",
    "An entry cannot be read.",
    "A brace, quote or comma is missing, or an item of CSL-JSON is no object. BibTeX would skip "
    "the entry, or lose the ones that follow.\n\nExample: @misc{key, title = {A brace too few}",
)
SUPPRESSION = RULES.declare(
    "suppression",
    "warning",
    "A comment silences a rule that there is none of.",
    "The name in the brackets is misspelt, so that nothing is silenced.\n\n"
    "Example: % mi-survey: ignore[autors]",
)
KEY_UNIQUE = RULES.declare(
    "key-unique",
    "error",
    "Two entries have the same key.",
    "BibTeX takes the first and warns; keys that differ in case only are the same to it. Where "
    "there are many, they are told in one finding.\n\nExample: @misc{a, …} @article{A, …}",
)
CITED_TWICE = RULES.declare(
    "cited-twice",
    "warning",
    "A work is cited under two keys.",
    "A list of references would show the work twice, often once as a preprint.\n\n"
    "Example: @misc{rome-arxiv, eprint = {2202.05262}} beside the entry of the proceedings",
)
UNDEFINED = RULES.declare(
    "undefined",
    "error",
    "A text cites a key that no bibliography has.",
    "LaTeX prints a question mark. Checked where a .tex file is given together with "
    "bibliographies, with what it inputs.\n\nExample: \\cite{meng2202}",
)
UNCITED = RULES.declare(
    "uncited",
    "note",
    "An entry is cited nowhere.",
    "It does not appear in the list of references. Checked where a bibliography is given "
    "together with .tex files, unless these say \\nocite{*}.",
)
IDENTIFIER = RULES.declare(
    "identifier",
    "error",
    "An identifier belongs to another work than the one described.",
    "A DOI, arXiv id or address leads to one paper, while title and authors name another: one "
    "of the two was pasted wrongly, or invented. Nobody but you can say which, so --fix leaves "
    "such entries as they are.\n\nExample: the title of MEMIT with the arXiv id of ROME",
)
PUBLISHED = RULES.declare(
    "published",
    "warning",
    "A preprint is cited of a work that is published by now.",
    "Reviewers ask for the published version, and it may have another title or other authors. "
    "A link in running text is only noted, once for each work. --fix turns the entry into one of "
    "the publication, and keeps the arXiv id.\n\n"
    "Example: @article{rome, journal = {arXiv preprint arXiv:2202.05262}, year = {2022}}",
)
TITLE = RULES.declare(
    "title",
    "error",
    "The title is not the work's.",
    "It is misspelt, or that of an earlier version. Case, punctuation, braces and what follows a "
    "colon are not compared; another title of a preprint is right for the preprint.\n\n"
    "Example: title = {Locating and Editting Factual Association in GPT}",
)
AUTHORS = RULES.declare(
    "authors",
    "error",
    "Authors are missing, misspelt, unknown, in the wrong order, or not separated by 'and'.",
    "Initials, nicknames, accents left out, particles moved about and names cut short are right. "
    "What may be a preprint's own list, arXiv's order, or another name of one person is only "
    "noted. BibTeX takes 'and' alone for the end of a name: what is separated by commas, "
    "semicolons or '&' it reads as one, and 'et al.' as a part of one. --fix rewrites wrong names "
    "alone, as the others are written.\n\n"
    "Example: author = {Meng, Kevin and Beau, David and others}",
)
YEAR = RULES.declare(
    "year",
    "error",
    "The year is not the work's.",
    "Preprints may bear the year of any version, articles that of the issue or of the page on "
    "the web.\n\nExample: booktitle = {NeurIPS}, year = {2021}, for a paper of NeurIPS 2022",
)
VENUE = RULES.declare(
    "venue",
    "error",
    "The venue is not the work's.",
    "Another conference or journal, another year's edition, the main conference for its Findings "
    "or for a workshop. Any way to name the right one will do; another appearance of the work is "
    "noted only.\n\nExample: booktitle = {ACL}, for a paper of Findings of ACL",
)
PAGES = RULES.declare(
    "pages",
    "error",
    "The pages are not the work's.",
    "Two ranges contradict each other; one that counts the paper's own pages from 1 is noted "
    "only.\n\n"
    "Example: pages = {17369--17382}, for pages 17359-17372",
)
NOT_CHECKED = RULES.declare(
    "not-checked",
    "note",
    "References that the catalog does not have were not checked.",
    "Nothing is said of them, neither that they are right nor that they are wrong.",
)
# These ``--fix`` can mend; the others leave open what is meant.
FIXABLE = frozenset(each.name for each in (PUBLISHED, TITLE, AUTHORS, YEAR, VENUE, PAGES))
