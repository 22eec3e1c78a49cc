"""Awesome lists, read line by line into listings: ``parser`` is the way in."""
