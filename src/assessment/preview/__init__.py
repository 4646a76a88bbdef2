"""The live preview: both editions on the loopback while the book is written."""
