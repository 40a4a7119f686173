/// <reference types="node" />
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { describedJobSchema, jobSchemaJson } from "./job-schema-json.js";
import { splitDefault } from "./reference/key-rows.js";
import type { SchemaNode } from "./reference/schema-node.js";

/** A property somewhere in the schema. */
interface Property {
  readonly path: string;
  readonly node: SchemaNode;
  readonly isRequired: boolean;
}

/** All properties, those of shared definitions included. */
function propertiesOf(node: SchemaNode, path: string): Property[] {
  const inside = [...(node.anyOf ?? []), ...(node.oneOf ?? []), ...(node.items ? [node.items] : [])];
  return [
    ...Object.entries(node.properties ?? {}).flatMap(([key, property]) => [
      { path: `${path}.${key}`, node: property, isRequired: node.required?.includes(key) ?? false },
      ...propertiesOf(property, `${path}.${key}`),
    ]),
    ...inside.flatMap((part) => propertiesOf(part, path)),
    ...Object.entries(node.$defs ?? {}).flatMap(([name, definition]) => propertiesOf(definition, name)),
  ];
}

const schema = jobSchemaJson() as SchemaNode;
const properties = propertiesOf(schema, "job");
const pathsOf = (found: readonly Property[]) => found.map(({ path }) => path);

describe("jobSchemaJson", () => {
  it("is what job.schema.json has; if not: npm run schema -w @lockstep/job", () => {
    const committed: unknown = JSON.parse(
      readFileSync(new URL("../job.schema.json", import.meta.url), "utf8"),
    );
    expect(schema).toEqual(committed);
  });

  it("describes every key", () => {
    expect(properties.length).toBeGreaterThan(400);
    expect(pathsOf(properties.filter(({ node }) => !node.description))).toEqual([]);
  });

  it("says the default of every key that may be left out, last in its description", () => {
    const left = properties.filter(({ node, isRequired }) => !isRequired && node.description !== undefined);
    const silent = left.filter(({ node }) => splitDefault(node.description!).byDefault === "");
    expect(pathsOf(silent)).toEqual(["DataSource.random.classes"]);
  });

  it("says the defaults that there are", () => {
    const told = properties.filter(({ node }) =>
      ["string", "number", "boolean"].includes(typeof node.default),
    );
    const wrong = told.filter(({ node }) => {
      const { byDefault } = splitDefault(node.description ?? "");
      const value = node.default === "," ? "a comma" : String(node.default);
      return byDefault !== value && !/^[,:. ]/.test(byDefault.slice(value.length));
    });
    expect(told.length).toBeGreaterThan(200);
    expect(pathsOf(wrong.filter(({ path }) => path !== "job.optimizer"))).toEqual([]);
    expect(pathsOf(told.filter(({ isRequired }) => isRequired))).toEqual([]);
  });

  it("asks only for what has no default", () => {
    expect(schema.required).toEqual(["data", "model", "loss"]);
  });

  it("knows nothing of options that are refused", () => {
    expect(JSON.stringify(schema)).not.toMatch(/activityRegularizer|BatchNormalization|"refused"/);
    expect(JSON.stringify(describedJobSchema())).toMatch(/"refused":{[^}]*"activityRegularizer"/);
  });

  it("lets layers be within layers by a reference", () => {
    const layers = schema.$defs?.Layer?.oneOf ?? [];
    const wrapper = layers.find(({ properties: keys }) => keys?.type?.const === "TimeDistributed");
    expect(wrapper?.properties?.layer?.$ref).toBe("#/$defs/Layer");
  });
});
