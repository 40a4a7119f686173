import type { InitializerName } from "@lockstep/job";
import type { RandomStream } from "@lockstep/numerics";
import type { Shape } from "../model-plan.js";
import { glorotUniform } from "./glorot-uniform.js";
import { orthogonal } from "./orthogonal.js";

/** First values of a weight: a further initialiser is a file beside this one and a case here. */
export function initialValues(
  initializer: InitializerName,
  shape: Shape,
  random: RandomStream,
): Float32Array {
  switch (initializer) {
    case "glorot_uniform":
      return glorotUniform(shape, random);
    case "orthogonal":
      return orthogonal(shape, random);
    case "zeros":
      return constant(shape, 0);
    case "ones":
      return constant(shape, 1);
  }
}

function constant(shape: Shape, value: number): Float32Array {
  return new Float32Array(shape.reduce((product, length) => product * length, 1)).fill(value);
}
