"""What a peer trains: a model's description, one batch and the first weights, from a folder that the benchmark wrote."""

import json
import os


class TrainingCase:
    """`x` is (batch, time steps, features), `y` (batch, 1), `weights` Keras's get_weights(), all float32 arrays."""

    def __init__(self, folder):
        import numpy as np

        with open(os.path.join(folder, "case.json"), encoding="utf-8") as file:
            described = json.load(file)
        values = np.fromfile(os.path.join(folder, "case.f32"), dtype="<f4")
        arrays, first = [], 0
        for shape in described["arrays"]:
            size = int(np.prod(shape))
            arrays.append(values[first : first + size].reshape(shape))
            first += size
        self.x, self.y, *self.weights = arrays
        self.layer = described["layer"]
        self.bidirectional = described["bidirectional"]
        self.units = described["units"]
        self.learning_rate = described["learningRate"]
        self.epsilon = described["epsilon"]
        self.is_small = described["isSmall"]

    def directions(self):
        """Kernel, recurrent kernel and bias of each direction, forwards first."""
        return [self.weights[first : first + 3] for first in range(0, len(self.weights) - 2, 3)]

    def head(self):
        """Kernel and bias of the dense layer."""
        return self.weights[-2:]
