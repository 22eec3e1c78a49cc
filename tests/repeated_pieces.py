"""What hostile texts repeat: the blocks, tokens, tags and fillers whose time must not grow faster.

A piece repeated begins something again and again, ends nothing, or ends what never began.
"""

from __future__ import annotations

BLOCKS = (
    "> ", ">\n", "> a\n", "- ", "-\n", "-\na\n", "* a\n", "- a\n\n", "- a\n  - b\n", "  - a\n",
    "1. ", "1. a\n", "+ a\n\n   b\n", "# a\n", "a\n---\n", "---\n", "=\n", "```\n", "~~~a\n", "\n",
    "a\n", "a\n\n", "**A b**\n\n", " ", "\t", "|a|b|\n", "|a|b|\n|-|-|\n", "| ", "|-", "\t|-",
    "[a]: b\n", "[a]:\n", "<!--\n", "<!-- a -->\n", "<?\n", "<![CDATA[\n", "<a>\n", "<div>\n",
    "<div>a\n", "<p>", "<pre>\n", "<script>\n", "<li>a\n", "<ul><li>a</li></ul>\n", "<h2>a\n",
    "<details><summary>a</summary>\n", "<table>\n", "<td>", "<tr><td>a\n", "<br>\n",
    "<table>\n<tr><td>a</td><td>http://b</td></tr>\n</table>\n", "- [T of x](http://a.b)\n",
    "[T of x y](http://a.b)\n\n", "- **T x y**\n  - Authors: a\n",
    "## A b c d\n- Authors: x\n- Link: http://a\n",
)  # fmt: skip
INLINE = (
    "[", "![", "[a](", "[a](b ", "[a]", "[a][b] ", "]", "](", "[[a]](http://b) ", "(", ")", "{",
    "*a ", "**", "**a[b", "_", "`", "``a", "<", "<a ", "<!--", "<b>", "<br>", "<img src=x>",
    "<a href=x>", "</a>", "<a href=",
    "x ", "b='", "aaaa", "http://a", ",,,", "A,,,", "((", "(,",
    "&", "&amp;", "\\", "http://a ", "[a](http://b.org) ",
    "[ICLR 2024](http://b.org) ", "A, ", "A. ", "A; ", "A | ", "by A ", "(2024) ", "ICLR 2024 ",
    "|", '"a', "- ", "@ ", "()****(**", "?", "! ", "a ", "\ufe0f", "\u3000", ":fire:", "`a` ",
    "**Some Good Title** ", "*A B*, ", "2024.5 ", "et al. ", "Title: ", "et al., 2024; ",
)  # fmt: skip
# An opening tag, one with its end, one on its line, an end alone, one whose value never ends.
TAG_FORMS = ("<{0}>", "<{0}>a</{0}>\n", "<{0}>\n", "</{0}>", "<{0} a='")
TAGS = (
    "a abbr b blockquote br center code dd del details div dl dt em figure font h1 h6 head hr html"
    " i iframe img input kbd li link meta noscript ol p picture pre q s script section select small"
    " source span strong style sub summary sup svg table tbody td textarea tfoot th thead title tr"
    " tt u ul video wbr xmp plaintext"
).split()
# What a value repeats, in a field of BibTeX, a member of CSL-JSON or a field of a catalog.
FILLERS = (
    "\\", "\\'", "\\'e", "\\o", "\\url{", "\\begin{a}", "{", "}", "{}", "{a}", "-", "--",
    "1-", "a-",
    "1", " ", "\t", ",", "a,", " and ", "and ", "a and ", "a, b and ", "a ", "A. ", "meng, ", "'",
    '"', "$", "~", "%", "&", "(", "[", ".", ":", "/", "@", "|", "é", "http://a ", "http://a/",
    "arXiv:2202.05262 ", "10.1/a ", "10.1/a/", "2022 ", "(NeurIPS 2022) ", "et al. ", "of the ",
    "vol. 1 ", "int", "journal ", "first ", "systems ", "'2",
)  # fmt: skip
