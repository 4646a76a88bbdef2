"""Checks: each looks at one subject and gives findings; none of them changes anything."""
