import * as z from "zod";
import { expected, nonNegativeFloat32, numberWithin, wholeNumber } from "../fields.js";
import { list, mapping, nameOrOptions, typeMessage, typesOf } from "../structures.js";

const axisField = () =>
  z
    .union([wholeNumber(-4, 3), list(wholeNumber(-4, 3), "axes", 1, 4)], {
      error: expected("an axis (a whole number from -4 to 3), or a list of axes"),
    })
    .transform((axis): number[] => (typeof axis === "number" ? [axis] : axis))
    .prefault(0)
    .describe("Axis, or list of axes, along which norms are taken. Default: 0.");

const constraintSchemas = [
  mapping({
    type: z.literal("MaxNorm").describe("Scales down what has a larger norm."),
    maxValue: nonNegativeFloat32().default(2).describe("Largest norm. Default: 2."),
    axis: axisField(),
  }).describe("Norms are at most maxValue."),
  mapping({ type: z.literal("NonNeg").describe("Sets negative values to 0.") }).describe(
    "No value is below 0.",
  ),
  mapping({ type: z.literal("UnitNorm").describe("Scales to norm 1."), axis: axisField() }).describe(
    "Norms are 1.",
  ),
  mapping({
    type: z.literal("MinMaxNorm").describe("Scales norms into bounds."),
    minValue: nonNegativeFloat32().default(0).describe("Least norm. Default: 0."),
    maxValue: nonNegativeFloat32().default(1).describe("Largest norm. Default: 1."),
    rate: numberWithin(0, 1)
      .default(1)
      .describe("How far an update goes towards the bounds, 0 to 1 (all the way). Default: 1."),
    axis: axisField(),
  }).describe("Norms are from minValue to maxValue."),
] as const;

/** Types of constraints. */
export const constraintTypes = typesOf(constraintSchemas);

const constraintOptionsSchema = z.discriminatedUnion("type", constraintSchemas, {
  error: typeMessage(constraintTypes),
});

const typeOfName = {
  max_norm: "MaxNorm",
  non_neg: "NonNeg",
  unit_norm: "UnitNorm",
  min_max_norm: "MinMaxNorm",
} as const;

const constraintSchema = nameOrOptions(
  {
    what: "a constraint",
    names: ["max_norm", "non_neg", "unit_norm", "min_max_norm"],
    standsFor: (name) => ({ type: typeOfName[name] }),
  },
  constraintOptionsSchema,
).meta({
  id: "Constraint",
  description:
    "What a weight is held to after every update: max_norm, non_neg, unit_norm, min_max_norm, or { type, ...options }.",
});

/** A constraint with all defaults filled in, told apart by `type`. */
export type ConstraintSpec = z.output<typeof constraintOptionsSchema>;

/** Schema of the constraint of one weight. */
export function constraint(weight: string) {
  return constraintSchema.exactOptional().describe(`Constraint of the ${weight}. Default: none.`);
}
