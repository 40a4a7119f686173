"""Writes random Keras models with what Keras makes of them: FOLDER SEED COUNT."""

import json
import os
import sys

os.environ["KERAS_BACKEND"] = "jax"
os.environ["JAX_PLATFORMS"] = "cpu"

import jax
import keras
import numpy as np

from random_model import RandomModel
from tensor_file import write_tensors

FIT_STEPS = 3


def gradients(model, x, y):
    """The loss with regularisers, the predictions, and gradients in the order of the trainable weights."""
    trainable = [v.value for v in model.trainable_variables]
    others = [v.value for v in model.non_trainable_variables]
    metrics = [v.value for v in model.metrics_variables]
    compute = jax.value_and_grad(model.compute_loss_and_updates, has_aux=True)
    model.optimizer.build(model.trainable_variables)
    state = [v.value for v in model.optimizer.variables]
    (loss, (_, output, *_)), found = compute(
        trainable, others, metrics, x, y, None, training=True, optimizer_variables=state
    )
    return loss, output, found


def save(folder, index, seed):
    case = RandomModel(seed)
    model, x, y = case.model, case.x, case.y
    optimizer = case.optimizer()
    model.compile(loss=case.loss, optimizer=optimizer)
    path = os.path.join(folder, str(index))
    model.save(f"{path}.keras")
    loss, output, found = gradients(model, x, y)
    before = [np.array(v) for v in model.trainable_variables]
    for variable, gradient in zip(model.trainable_variables, found):
        variable.assign(gradient)
    model.save_weights(f"{path}.gradients.weights.h5")
    for variable, value in zip(model.trainable_variables, before):
        variable.assign(value)
    history = model.fit(x, y, batch_size=len(x), epochs=FIT_STEPS, shuffle=False, verbose=0)
    tensors = {"x": x, "y": y, "output": output, "loss": loss}
    tensors |= {"losses": history.history["loss"], "outputAfter": model(x)}
    write_tensors(f"{path}.safetensors", tensors)
    config = keras.optimizers.serialize(optimizer)
    return {"seed": seed, "loss": case.loss, "optimizer": config, "layers": [l.name for l in model.layers]}


folder, seed, count = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
cases = [save(folder, index, seed + index) for index in range(count)]
with open(os.path.join(folder, "cases.json"), "w") as file:
    json.dump(cases, file)
