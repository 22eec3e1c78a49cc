"""Awesome lists: reading them, what they would change in a catalog, and what is wrong in them."""

from mi_survey.lists.encoding import decode_list
from mi_survey.lists.parser import ListEntry, ParsedList, parse_list

__all__ = ["ListEntry", "ParsedList", "decode_list", "parse_list"]
