import { planJob, type ModelPlan } from "@lockstep/model";
import { optimizerOf } from "@lockstep/optimizer";
import type { TensorShape } from "@lockstep/safetensors";
import { tensorName } from "./parameter-tensors.js";
import type { RunCheckpoint, RunIdentity } from "./run-checkpoint.js";

/** A tensor of a checkpoint and where its values are in a flat vector. */
export interface VectorPart extends TensorShape {
  readonly name: string;
  /** First element. */
  readonly offset: number;
  /** Number of elements. */
  readonly size: number;
}

/** What a run's checkpoints consist of, but for further vectors. */
export interface CheckpointLayout {
  readonly plan: ModelPlan;
  readonly momentNames: readonly string[];
}

const known = new WeakMap<RunIdentity, CheckpointLayout>();

/** @throws ModelError or RangeError where the identity's job does not fit its shapes */
export function checkpointLayout(identity: RunIdentity): CheckpointLayout {
  const before = known.get(identity);
  if (before) return before;
  const plan = planJob(identity.job, identity.inputShapes);
  const { momentNames } = optimizerOf(identity.job.optimizer, plan.parameters);
  const layout = { plan, momentNames };
  known.set(identity, layout);
  return layout;
}

/** A vector of a checkpoint with its tensors. */
export interface CheckpointVector {
  /** For people. */
  readonly name: string;
  readonly length: number;
  readonly parts: readonly VectorPart[];
}

/**
 * The vectors of a checkpoint in the order of the file: parameters, moments, further ones. Tensors are called
 * `<layer>/<weight>`, `moment:<moment>/<layer>/<weight>` and `vector:<name>`.
 * @param lengths of the further vectors, by name
 */
export function checkpointVectors(
  { plan, momentNames }: CheckpointLayout,
  lengths: readonly (readonly [name: string, length: number])[],
): CheckpointVector[] {
  const length = plan.parameterCount;
  const partsOf = (prefix: string): VectorPart[] =>
    plan.parameters.map((parameter) => ({
      name: `${prefix}${tensorName(parameter)}`,
      dtype: "F32",
      shape: parameter.shape,
      offset: parameter.offset,
      size: parameter.size,
    }));
  return [
    { name: "parameters", length, parts: partsOf("") },
    ...momentNames.map((name) => ({ name, length, parts: partsOf(`moment:${name}/`) })),
    ...lengths.map(([name, size]): CheckpointVector => {
      const part: VectorPart = {
        name: `${vectorPrefix}${name}`,
        dtype: "F32",
        shape: [size],
        offset: 0,
        size,
      };
      return { name, length: size, parts: [part] };
    }),
  ];
}

export const vectorPrefix = "vector:";

/** The values of {@link checkpointVectors}, in the same order. */
export function vectorsOf({ state, vectors }: RunCheckpoint): Float32Array[] {
  return [state.parameters, ...state.moments, ...Object.values(vectors)];
}
