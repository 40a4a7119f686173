"""Random recurrent models, each a function of its seed alone."""

import random

import keras
import numpy as np
from keras import layers

ROWS = 6


class RandomModel:
    """A model with data for it, and how it is trained."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.numbers = np.random.default_rng(seed)
        keras.utils.set_random_seed(seed)
        self.steps = self.random.randint(3, 8)
        self.model, self.x = self._build()
        self.y, self.loss = self.target, self.loss_name
        for weight in self.model.weights:
            weight.assign(weight + 0.2 * self.numbers.normal(size=weight.shape))

    def _build(self):
        choose = self.random.choice
        if choose([True, False]):
            tokens = self.random.randint(5, 12)
            x = self.numbers.integers(1, tokens, (ROWS, self.steps)).astype("float32")
            inputs = keras.Input((self.steps,), name="x")
            masks = choose([True, False])
            value = layers.Embedding(tokens, self._size(), mask_zero=masks, name="embedding")(inputs)
        else:
            features = self.random.randint(1, 4)
            x = self.numbers.normal(size=(ROWS, self.steps, features)).astype("float32")
            inputs = keras.Input((self.steps, features), name="x")
            masks = choose([True, False])
            value = layers.Masking(0.0)(inputs) if masks else inputs
        if masks:
            self._pad(x)
        else:
            value = self._front(value)
        for _ in range(self.random.randint(0, 2)):
            value = self._recurrent(value, True)
            value = self._between(value)
        outputs = self._head(value, masks)
        return keras.Model(inputs, outputs, name=f"random"), x

    def _size(self):
        return self.random.randint(1, 5)

    def _pad(self, x):
        """Sequences of several lengths: the rest is the value that is masked."""
        for row in range(ROWS):
            x[row, self.random.randint(1, self.steps) :] = 0

    def _front(self, value):
        choose = self.random.choice
        kind = choose(["none", "conv", "dense", "conv", "pool"])
        if kind == "conv":
            return layers.Conv1D(
                self._size(),
                self.random.randint(1, 3),
                padding=choose(["same", "causal"]),
                activation=self._activation(),
                dilation_rate=choose([1, 2]),
                use_bias=choose([True, False]),
            )(value)
        if kind == "pool":
            pool = choose([layers.MaxPooling1D, layers.AveragePooling1D])
            return pool(2, padding=choose(["valid", "same"]), strides=choose([1, 2]))(value)
        if kind == "dense":
            return layers.TimeDistributed(layers.Dense(self._size(), activation=self._activation()))(value)
        return value

    def _activation(self):
        return self.random.choice(
            "tanh relu sigmoid linear elu selu softplus softsign silu gelu hard_sigmoid mish leaky_relu "
            "relu6 exponential hard_silu log_sigmoid celu softmax".split()
        )

    def _recurrent_options(self, sequences):
        choose = self.random.choice
        regularizer = choose([None, None, keras.regularizers.L2(0.01), keras.regularizers.L1L2(0.01, 0.02)])
        return {
            "activation": choose(["tanh", "tanh", "sigmoid", "softsign", "relu", "elu"]),
            "use_bias": choose([True, True, False]),
            "return_sequences": sequences,
            "kernel_regularizer": regularizer,
            "recurrent_constraint": choose([None, None, keras.constraints.MaxNorm(1.5)]),
        }

    def _cell_layer(self, sequences, backwards):
        choose = self.random.choice
        options = self._recurrent_options(sequences)
        if backwards:
            options["go_backwards"] = choose([True, False, False])
        kind = choose(["SimpleRNN", "LSTM", "GRU", "GRU"])
        if kind == "SimpleRNN":
            return layers.SimpleRNN(self._size(), **options)
        options["recurrent_activation"] = choose(["sigmoid", "sigmoid", "hard_sigmoid"])
        if kind == "LSTM":
            return layers.LSTM(self._size(), unit_forget_bias=choose([True, False]), **options)
        return layers.GRU(self._size(), reset_after=choose([True, False]), **options)

    def _stacked(self, sequences):
        cells = [
            self.random.choice([layers.LSTMCell, layers.GRUCell, layers.SimpleRNNCell])(self._size())
            for _ in range(self.random.randint(1, 3))
        ]
        return layers.RNN(cells, return_sequences=sequences)

    def _recurrent(self, value, sequences):
        kind = self.random.choice(["plain", "plain", "bidirectional", "stacked", "encoder"])
        if kind == "stacked":
            return self._stacked(sequences)(value)
        if kind == "bidirectional":
            mode = self.random.choice(["concat", "sum", "mul", "ave"])
            return layers.Bidirectional(self._cell_layer(sequences, False), merge_mode=mode)(value)
        if kind == "encoder":
            units = self._size()
            output, *states = layers.LSTM(units, return_sequences=True, return_state=True)(value)
            return layers.LSTM(units, return_sequences=sequences)(output, initial_state=states)
        return self._cell_layer(sequences, True)(value)

    def _between(self, value):
        kind = self.random.choice(["none", "normalise", "activation", "residual", "drop"])
        if kind == "normalise":
            return layers.LayerNormalization(center=self.random.choice([True, False]))(value)
        if kind == "activation":
            return layers.Activation(self._activation())(value)
        if kind == "residual":
            merge = self.random.choice([layers.Add, layers.Multiply, layers.Average, layers.Maximum, layers.Concatenate])
            return merge()([value, layers.Dense(value.shape[-1], activation="tanh")(value)])
        if kind == "drop":
            return self.random.choice([layers.Dropout, layers.SpatialDropout1D])(0.0)(value)
        return value

    def _head(self, value, masks):
        choose = self.random.choice
        shape = choose(["last", "last", "pool", "sequence"] if masks else ["last", "pool", "flat", "sequence", "many"])
        if shape == "last":
            value = self._recurrent(value, False)
        elif shape == "pool":
            pool = choose([layers.GlobalAveragePooling1D, layers.GlobalMaxPooling1D])
            value = pool()(self._recurrent(value, True))
        elif shape == "flat":
            value = layers.Flatten()(value)
        elif shape == "many":
            value = layers.RepeatVector(3)(self._recurrent(value, False))
            value = self._recurrent(value, True)
        return self._output(value)

    def _output(self, value):
        kind = self.random.choice(["binary", "classes", "sparse", "number", "rate"])
        width = {"binary": 1, "rate": 2, "number": 2}.get(kind, 4)
        ending = {"binary": "sigmoid", "rate": "softplus", "number": "linear"}.get(kind, "softmax")
        outputs = layers.Dense(width, activation=ending, name="output")(value)
        shape = (ROWS,) + tuple(outputs.shape[1:])
        if kind == "binary":
            self.target = self.numbers.integers(0, 2, shape)
            self.loss_name = "binary_crossentropy"
        elif kind == "classes":
            self.target = np.eye(width)[self.numbers.integers(0, width, shape[:-1])]
            self.loss_name = "categorical_crossentropy"
        elif kind == "sparse":
            self.target = self.numbers.integers(0, width, shape[:-1] + (1,))
            self.loss_name = "sparse_categorical_crossentropy"
        else:
            self.target = np.abs(self.numbers.normal(size=shape))
            losses = ["poisson"] if kind == "rate" else ["mse", "mae", "huber", "log_cosh"]
            self.loss_name = self.random.choice(losses)
        self.target = self.target.astype("float32")
        return outputs

    def optimizer(self):
        o = keras.optimizers
        options = {"clipnorm": 0.5} if self.random.random() < 0.3 else {}
        kinds = [o.SGD, o.Adam, o.AdamW, o.Adamax, o.Nadam, o.RMSprop, o.Adagrad, o.Adadelta, o.Lion]
        return self.random.choice(kinds)(learning_rate=0.01, **options)
