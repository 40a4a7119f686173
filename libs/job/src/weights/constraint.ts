import * as z from "zod";
import { expected, nonNegativeFloat32, numberWithin, wholeNumber } from "../fields.js";
import { list, nameOrOptions, typeMessage, typesOf, variant } from "../structures.js";

const axisField = () =>
  z
    .union([wholeNumber(-4, 3), list(wholeNumber(-4, 3), "axes", 1, 4)], {
      error: expected("an axis (a whole number from -4 to 3), or a list of axes"),
    })
    .transform((axis): number[] => (typeof axis === "number" ? [axis] : axis))
    .prefault(0)
    .describe("Axis, or list of axes, along which norms are taken. Default: 0.");

const constraintSchemas = [
  variant(
    {
      type: "MaxNorm",
      about: "Scales down what has a larger norm.",
      description: "Norms are at most maxValue.",
    },
    () => ({
      maxValue: nonNegativeFloat32().default(2).describe("Largest norm. Default: 2."),
      axis: axisField(),
    }),
  ),
  variant({ type: "NonNeg", about: "Sets negative values to 0.", description: "No value is below 0." }),
  variant({ type: "UnitNorm", about: "Scales to norm 1.", description: "Norms are 1." }, () => ({
    axis: axisField(),
  })),
  variant(
    {
      type: "MinMaxNorm",
      about: "Scales norms into bounds.",
      description: "Norms are from minValue to maxValue.",
    },
    () => ({
      minValue: nonNegativeFloat32().default(0).describe("Least norm. Default: 0."),
      maxValue: nonNegativeFloat32().default(1).describe("Largest norm. Default: 1."),
      rate: numberWithin(0, 1)
        .default(1)
        .describe("How far an update goes towards the bounds, 0 to 1 (all the way). Default: 1."),
      axis: axisField(),
    }),
  ),
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
