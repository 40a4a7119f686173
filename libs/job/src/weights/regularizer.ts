import * as z from "zod";
import { nonNegativeFloat32 } from "../fields.js";
import { nameOrOptions, typeMessage, typesOf, variant } from "../structures.js";

const factor = (of: string, byDefault: number) =>
  nonNegativeFloat32().default(byDefault).describe(`Factor of the ${of}. Default: ${byDefault}.`);

const regularizerSchemas = [
  variant({ type: "L1", about: "Adds l1 * sum(|w|) to the loss.", description: "l1 * sum(|w|)." }, () => ({
    l1: factor("sum of absolute values", 0.01),
  })),
  variant({ type: "L2", about: "Adds l2 * sum(w^2) to the loss.", description: "l2 * sum(w^2)." }, () => ({
    l2: factor("sum of squares", 0.01),
  })),
  variant(
    {
      type: "L1L2",
      about: "Adds l1 * sum(|w|) + l2 * sum(w^2) to the loss.",
      description: "l1 * sum(|w|) + l2 * sum(w^2).",
    },
    () => ({
      l1: factor("sum of absolute values", 0),
      l2: factor("sum of squares", 0),
    }),
  ),
] as const;

/** Types of regularisers. */
export const regularizerTypes = typesOf(regularizerSchemas);

const refused = { OrthogonalRegularizer: "it couples all rows of a weight; use L1, L2 or L1L2" };

const regularizerOptionsSchema = z.discriminatedUnion("type", regularizerSchemas, {
  error: typeMessage(regularizerTypes, refused),
});

const standsFor = {
  l1: { type: "L1" },
  l2: { type: "L2" },
  l1_l2: { type: "L1L2", l1: 0.01, l2: 0.01 },
} as const;

const regularizerSchema = nameOrOptions(
  { what: "a regulariser", names: ["l1", "l2", "l1_l2"], standsFor: (name) => standsFor[name], refused },
  regularizerOptionsSchema,
).meta({
  id: "Regularizer",
  description:
    "What is added to the loss for a weight, once for the global batch: l1, l2, l1_l2 (factors 0.01), or { type, ...options }.",
});

/** A regulariser with all defaults filled in, told apart by `type`. */
export type RegularizerSpec = z.output<typeof regularizerOptionsSchema>;

/** Schema of the regulariser of one weight. */
export function regularizer(weight: string) {
  return regularizerSchema.exactOptional().describe(`Regulariser of the ${weight}. Default: none.`);
}
