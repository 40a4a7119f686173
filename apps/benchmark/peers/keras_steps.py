"""Keras's training steps of the notebook's model, on TensorFlow with one thread."""

import os

os.environ["KERAS_BACKEND"] = "tensorflow"

from serve import BATCH, FEATURES, STEPS, UNITS, Contender, serve


def open_library():
    import keras
    import numpy as np
    import tensorflow as tf

    tf.config.threading.set_intra_op_parallelism_threads(1)
    tf.config.threading.set_inter_op_parallelism_threads(1)
    random = np.random.default_rng(7)

    def data(batches):
        x = random.random((batches * BATCH, STEPS, FEATURES), dtype=np.float32)
        return x, random.integers(0, 2, (batches * BATCH, 1)).astype(np.float32)

    def new_model(jit):
        model = keras.Sequential(
            [
                keras.layers.Input((STEPS, FEATURES)),
                keras.layers.SimpleRNN(UNITS),
                keras.layers.Dense(1, activation="sigmoid"),
            ]
        )
        model.compile(optimizer=keras.optimizers.Adam(0.001), loss="binary_crossentropy", metrics=["accuracy"], jit_compile=jit)
        return model

    def fit(jit):
        model = new_model(jit)

        def run(steps):
            x, y = data(steps)
            model.fit(x, y, batch_size=BATCH, epochs=1, verbose=0)

        return run

    def train_on_batch(jit):
        model = new_model(jit)
        x, y = data(1)

        def run(steps):
            for _ in range(steps):
                model.train_on_batch(x, y)

        return run

    def compiled_step(jit):
        model = new_model(jit)
        optimizer, loss_of = keras.optimizers.Adam(0.001), keras.losses.BinaryCrossentropy()
        optimizer.build(model.trainable_variables)

        @tf.function(jit_compile=jit)
        def step(x, y):
            with tf.GradientTape() as tape:
                loss = loss_of(y, model(x, training=True))
            variables = model.trainable_variables
            optimizer.apply(tape.gradient(loss, variables), variables)
            return loss

        x, y = (tf.constant(values) for values in data(1))

        def run(steps):
            for _ in range(steps):
                loss = step(x, y)
            loss.numpy()

        return run

    makers = {"fit": ("fit", fit), "batch": ("train_on_batch", train_on_batch), "step": ("compiled train step", compiled_step)}
    contenders = [
        Contender("keras-%s-%s" % (key, way), "Keras %s, %s" % (label, way), lazily(make, jit))
        for key, (label, make) in makers.items()
        for way, jit in (("plain", False), ("jit", True))
    ]
    return {"Keras": keras.__version__, "TensorFlow": tf.__version__}, contenders


def lazily(make, jit):
    """Makes the contender when it first runs: what cannot be compiled fails alone."""
    made = []

    def run(steps):
        if not made:
            made.append(make(jit))
        made[0](steps)

    return run


serve(open_library)
