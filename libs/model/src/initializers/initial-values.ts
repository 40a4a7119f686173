import type { InitializerName, InitializerSpec } from "@lockstep/job";
import type { RandomStream } from "@lockstep/numerics";
import type { Shape } from "../model-plan.js";
import { normal, truncatedNormal, uniform } from "./distributions.js";
import { elements } from "./elements.js";
import { identity } from "./identity.js";
import { orthogonal } from "./orthogonal.js";
import { namedScalings, varianceScaling } from "./variance-scaling.js";
import type { WeightInitializer } from "./weight-initializer.js";

/** Keras's default range of RandomUniform, and its default deviation of the normals. */
const defaultSpread = 0.05;

/** First values of a weight: a further initialiser is a file beside this one and a case here. */
export function initialValues(
  initializer: WeightInitializer,
  shape: Shape,
  random: RandomStream,
): Float32Array {
  if (typeof initializer === "string") return valuesByName(initializer, shape, random);
  if (initializer.type === "UnitForgetBias") return unitForgetBias(initializer.bias, shape, random);
  return valuesByOptions(initializer, shape, random);
}

function valuesByName(name: InitializerName, shape: Shape, random: RandomStream): Float32Array {
  switch (name) {
    case "zeros":
      return elements(shape, () => 0);
    case "ones":
      return elements(shape, () => 1);
    case "orthogonal":
      return orthogonal(shape, random, 1);
    case "identity":
      return identity(shape, 1);
    case "random_normal":
      return elements(shape, () => normal(random, 0, defaultSpread));
    case "truncated_normal":
      return elements(shape, () => truncatedNormal(random, 0, defaultSpread));
    case "random_uniform":
      return elements(shape, () => uniform(random, -defaultSpread, defaultSpread));
    default:
      return varianceScaling(namedScalings[name], shape, random);
  }
}

function valuesByOptions(
  options: Exclude<InitializerSpec, string>,
  shape: Shape,
  random: RandomStream,
): Float32Array {
  switch (options.type) {
    case "Zeros":
      return elements(shape, () => 0);
    case "Ones":
      return elements(shape, () => 1);
    case "Constant":
      return elements(shape, () => options.value);
    case "Orthogonal":
      return orthogonal(shape, random, options.gain);
    case "Identity":
      return identity(shape, options.gain);
    case "RandomNormal":
      return elements(shape, () => normal(random, options.mean, options.stddev));
    case "TruncatedNormal":
      return elements(shape, () => truncatedNormal(random, options.mean, options.stddev));
    case "RandomUniform":
      return elements(shape, () => uniform(random, options.minval, options.maxval));
    case "VarianceScaling":
      return varianceScaling(options, shape, random);
    default:
      return varianceScaling(scalingOfType[options.type], shape, random);
  }
}

const scalingOfType = {
  GlorotUniform: namedScalings.glorot_uniform,
  GlorotNormal: namedScalings.glorot_normal,
  HeUniform: namedScalings.he_uniform,
  HeNormal: namedScalings.he_normal,
  LecunUniform: namedScalings.lecun_uniform,
  LecunNormal: namedScalings.lecun_normal,
};

/** Parts i, then f of ones, then c and o drawn together: the shapes by which Keras draws them. */
function unitForgetBias(bias: InitializerSpec, shape: Shape, random: RandomStream): Float32Array {
  const units = (shape[0] ?? 0) / 4;
  const values = new Float32Array(4 * units).fill(1);
  values.set(initialValues(bias, [units], random), 0);
  values.set(initialValues(bias, [2 * units], random), 2 * units);
  return values;
}
