/// <reference types="node" />
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { jobSchemaJson } from "./job-schema-json.js";

interface Schema {
  description?: string;
  properties?: Record<string, Schema>;
  anyOf?: Schema[];
  oneOf?: Schema[];
  items?: Schema;
  required?: string[];
}

/** Paths of the properties that have no description. */
function undescribed(schema: Schema, path: string): string[] {
  const inside = [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.items ? [schema.items] : [])];
  return [
    ...Object.entries(schema.properties ?? {}).flatMap(([key, property]) => [
      ...(property.description ? [] : [`${path}.${key}`]),
      ...undescribed(property, `${path}.${key}`),
    ]),
    ...inside.flatMap((part) => undescribed(part, path)),
  ];
}

describe("jobSchemaJson", () => {
  it("is what job.schema.json has; if not: npm run schema -w @lockstep/job", () => {
    const committed: unknown = JSON.parse(
      readFileSync(new URL("../job.schema.json", import.meta.url), "utf8"),
    );
    expect(jobSchemaJson()).toEqual(committed);
  });

  it("describes every key", () => {
    expect(undescribed(jobSchemaJson(), "job")).toEqual([]);
  });

  it("asks only for what has no default", () => {
    expect((jobSchemaJson() as Schema).required).toEqual(["data", "model", "loss"]);
  });
});
