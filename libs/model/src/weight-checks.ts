import type { InitializerSpec } from "@lockstep/job";
import { LayerMisfit, showShape } from "./layers/layer-shapes.js";
import type { WeightShape } from "./layers/layer-shapes.js";

/** @throws LayerMisfit where an initialiser or a constraint does not go with the weight's shape */
export function checkWeight(weight: WeightShape): void {
  checkInitializer(weight);
  checkConstraint(weight);
}

/** A vector is neither orthogonal nor an identity; Keras refuses it too. */
function checkInitializer({ name, shape, initializer }: WeightShape): void {
  const spec: InitializerSpec =
    typeof initializer !== "string" && initializer.type === "UnitForgetBias" ? initializer.bias : initializer;
  const type = typeof spec === "string" ? spec : spec.type;
  const fits = { orthogonal: shape.length >= 2, identity: shape.length === 2 }[type.toLowerCase()] ?? true;
  if (fits) return;
  throw new LayerMisfit(`${name}: expected another initialiser than ${type} for shape ${showShape(shape)}`);
}

function checkConstraint({ name, shape, constraint }: WeightShape): void {
  if (constraint === undefined || !("axis" in constraint)) return;
  const rank = shape.length;
  const outside = constraint.axis.find((axis) => axis < -rank || axis >= rank);
  if (outside === undefined) return;
  throw new LayerMisfit(
    `${name}: expected ${constraint.type} on axes of shape ${showShape(shape)}, got axis ${outside}`,
  );
}
