"""Chapters: read the sources, expand what they quote, convert each for both editions, know what refers to what."""
