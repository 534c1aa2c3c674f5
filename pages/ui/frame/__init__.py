"""What stands round every page: language, visitor, choices that are remembered, ways from page to page."""
