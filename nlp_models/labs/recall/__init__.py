"""Recall: a key word, so many other words, the blank. Which cell still knows the key word there?"""
