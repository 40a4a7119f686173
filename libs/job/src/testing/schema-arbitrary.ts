import fc from "fast-check";
import { membersOf } from "../reference/schema-node.js";
import type { SchemaNode } from "../reference/schema-node.js";

/** A schema, with what the reference does not read. */
interface FullNode extends SchemaNode {
  readonly pattern?: string;
  readonly propertyNames?: FullNode;
}

const words = ["a", "b1", "0", "12", ","];

/**
 * Values that a part of the job's JSON Schema allows.
 * @param depth how many layers may still be within layers
 */
export function valuesOf(node: FullNode, root: SchemaNode, depth = 2): fc.Arbitrary<unknown> {
  if (node.$ref !== undefined) return valuesOf(definition(node.$ref, root), root, depth - 1);
  if (node.const !== undefined) return fc.constant(node.const);
  if (node.enum !== undefined) return fc.constantFrom(...node.enum);
  const members = membersOf(node).filter((member) => depth > 0 || !holdsLayer(member));
  if (node.anyOf !== undefined || node.oneOf !== undefined) {
    return fc.oneof(...members.map((member) => valuesOf(member, root, depth)));
  }
  switch (node.type) {
    case "integer":
      return fc.integer({
        min: node.minimum ?? -5,
        max: Math.min(node.maximum ?? 5, (node.minimum ?? 0) + 5),
      });
    case "number":
      return numbers(node);
    case "boolean":
      return fc.boolean();
    case "string":
      return texts(node);
    case "array":
      return fc.array(valuesOf(node.items ?? {}, root, depth), {
        minLength: node.minItems ?? 0,
        maxLength: Math.min(node.maxItems ?? 3, (node.minItems ?? 0) + 2),
      });
    default:
      return mappings(node, root, depth);
  }
}

function mappings(node: FullNode, root: SchemaNode, depth: number): fc.Arbitrary<unknown> {
  if (typeof node.additionalProperties === "object") {
    return fc.dictionary(texts(node.propertyNames ?? {}), valuesOf(node.additionalProperties, root, depth), {
      maxKeys: 3,
    });
  }
  const properties = Object.entries(node.properties ?? {});
  return fc.record(
    Object.fromEntries(properties.map(([key, property]) => [key, valuesOf(property, root, depth)])),
    { requiredKeys: [...(node.required ?? [])] },
  );
}

function numbers({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: SchemaNode): fc.Arbitrary<number> {
  const least = minimum ?? exclusiveMinimum ?? -3;
  const most = maximum ?? exclusiveMaximum ?? least + 8;
  return fc.constantFrom(0, 1, 0.1, 0.75, 1e-3, -2, 3.5).filter((value) => {
    const isWithin = value >= least && value <= most;
    return isWithin && value !== exclusiveMinimum && value !== exclusiveMaximum;
  });
}

function texts({ pattern = "" }: FullNode): fc.Arbitrary<string> {
  return fc.constantFrom(...words.filter((word) => new RegExp(pattern, "u").test(word)));
}

function definition(ref: string, root: SchemaNode): SchemaNode {
  const node = root.$defs?.[ref.replace("#/$defs/", "")];
  if (node === undefined) throw new Error(`the schema lacks ${ref}`);
  return node;
}

function holdsLayer(node: SchemaNode): boolean {
  return node.properties?.layer?.$ref !== undefined;
}
