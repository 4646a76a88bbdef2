"""The chores of a report: start one, add to it, rename in it, declare its data, see what it holds."""
