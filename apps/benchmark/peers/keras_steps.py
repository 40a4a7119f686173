"""Keras's training steps on TensorFlow with one thread."""

import os

os.environ["KERAS_BACKEND"] = "tensorflow"

from serve import Contender, serve

# A call takes some 80 ms before its first step.
LEAST_STEPS_OF_FIT = 600


def open_library():
    import keras
    import numpy as np
    import tensorflow as tf

    tf.config.threading.set_intra_op_parallelism_threads(1)
    tf.config.threading.set_inter_op_parallelism_threads(1)

    class Trainer:
        def __init__(self, case, jit):
            self.x, self.y = case.x, case.y
            layer = getattr(keras.layers, case.layer)(case.units)
            if case.bidirectional:
                layer = keras.layers.Bidirectional(layer)
            dense = keras.layers.Dense(1, activation="sigmoid")
            self.model = keras.Sequential([keras.layers.Input(case.x.shape[1:]), layer, dense])
            self.model.set_weights(case.weights)
            self.optimizer = keras.optimizers.Adam(case.learning_rate, epsilon=case.epsilon)
            self.compile(jit)

        def compile(self, jit):
            self.model.compile(
                optimizer=self.optimizer, loss="binary_crossentropy", metrics=["accuracy"], jit_compile=jit
            )

        def loss(self):
            return float(keras.losses.BinaryCrossentropy()(self.y, self.model(self.x)))

    class Fit(Trainer):
        def run(self, steps):
            x, y = np.tile(self.x, (steps, 1, 1)), np.tile(self.y, (steps, 1))
            self.model.fit(x, y, batch_size=len(self.x), epochs=1, shuffle=False, verbose=0)

    class TrainOnBatch(Trainer):
        def run(self, steps):
            for _ in range(steps):
                self.model.train_on_batch(self.x, self.y)

    class TrainStep(Trainer):
        def compile(self, jit):
            self.optimizer.build(self.model.trainable_variables)
            loss_of = keras.losses.BinaryCrossentropy()

            @tf.function(jit_compile=jit)
            def step(x, y):
                with tf.GradientTape() as tape:
                    loss = loss_of(y, self.model(x, training=True))
                variables = self.model.trainable_variables
                self.optimizer.apply(tape.gradient(loss, variables), variables)
                return loss

            self.step = step
            self.constants = tf.constant(self.x), tf.constant(self.y)

        def run(self, steps):
            for _ in range(steps):
                loss = self.step(*self.constants)
            loss.numpy()

    def contenders_of(case):
        forms = [("step", "compiled train step", TrainStep, 1)]
        if case.is_small:
            # Of larger models their own cost is nothing beside the step's.
            forms += [("batch", "train_on_batch", TrainOnBatch, 1), ("fit", "fit", Fit, LEAST_STEPS_OF_FIT)]
        return [
            Contender(
                "keras-%s-%s" % (key, way),
                "Keras %s, %s" % (label, way),
                lambda form=form, jit=jit: form(case, jit),
                least_steps,
            )
            for key, label, form, least_steps in forms
            for way, jit in (("plain", False), ("jit", True))
        ]

    return {"Keras": keras.__version__, "TensorFlow": tf.__version__}, contenders_of


serve(open_library)
