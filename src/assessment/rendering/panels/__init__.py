"""What an edition says of its sources: panels under figures, a page's numbers, the PDF's annex and attachments."""
