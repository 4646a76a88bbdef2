"""Care as checks: words, small cells, percentages, links, notice and help, by the rules in `safeguarding.yml`."""
