import type { LayerPlan } from "@lockstep/model";
import type { TensorOps } from "../ops/tensor-ops.js";
import type { LayerKernel } from "./layer-kernel.js";

/** Makes the kernel of any layer; given to wrappers, so that they need not know the registry that names them. */
export type KernelOf = <T>(plan: LayerPlan, ops: TensorOps<T>) => LayerKernel<T>;
