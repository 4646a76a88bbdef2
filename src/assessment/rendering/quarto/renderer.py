"""placeholder"""


class QuartoRenderer:
    def __init__(self, q):
        self.q = q
