"""The words that editions print by themselves, one catalogue a language, for both renderers."""
