"""What the notebooks say alike."""

NAMES = {"coast": "Coast", "hills": "Hills", "valley": "Valley"}


def name(town):
    return NAMES[town]
