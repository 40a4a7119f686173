"""The product of two square float32 matrices, as a contender: the most that a training step could make of a core."""

SGEMM_SIZE = 1024


class Sgemm:
    """A "step" is one product, 2 * SGEMM_SIZE ** 3 floating-point operations. There is no loss."""

    def __init__(self, multiply):
        self.multiply = multiply

    def run(self, steps):
        for _ in range(steps):
            self.multiply()

    def loss(self):
        return 0.0
