"""Predicts with models that Lockstep exported, in Keras and in onnxruntime: FOLDER."""

import glob
import os
import sys

os.environ["KERAS_BACKEND"] = "jax"
os.environ["JAX_PLATFORMS"] = "cpu"

import keras
import onnxruntime

from tensor_file import read_tensors, write_tensors

for path in sorted(glob.glob(os.path.join(sys.argv[1], "*.keras"))):
    stem = path[: -len(".keras")]
    inputs = read_tensors(f"{stem}.inputs.safetensors")
    model = keras.models.load_model(path)
    outputs = {"keras": model.predict([inputs[i.name] for i in model.inputs], verbose=0, batch_size=len(inputs["input"]))}
    if os.path.exists(f"{stem}.onnx"):
        session = onnxruntime.InferenceSession(f"{stem}.onnx", providers=["CPUExecutionProvider"])
        outputs["onnx"] = session.run(None, {i.name: inputs[i.name] for i in session.get_inputs()})[0]
    write_tensors(f"{stem}.outputs.safetensors", outputs)
