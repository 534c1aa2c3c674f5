"""Lessons: a few small steps each, as data; a card beside the pages, its checks from what really happened there."""
