/// <reference types="node" />
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { describedJobSchema } from "../job-schema-json.js";
import { jobReference } from "./job-reference.js";
import type { SchemaNode } from "./schema-node.js";
import { typeText } from "./type-text.js";

/** Without the spaces and dashes by which tables are aligned. */
const plain = (markdown: string) => markdown.replaceAll(/ {2,}/g, " ").replaceAll(/-{3,}/g, "---");

/** Names of all properties and all that is refused. */
function namesOf(node: SchemaNode): string[] {
  const inside = [...(node.anyOf ?? []), ...(node.oneOf ?? []), ...(node.items ? [node.items] : [])];
  const properties = Object.entries(node.properties ?? {});
  return [
    ...properties.map(([key]) => key),
    ...Object.keys(node.refused ?? {}),
    ...[...inside, ...properties.map(([, property]) => property), ...Object.values(node.$defs ?? {})].flatMap(
      namesOf,
    ),
  ];
}

describe("jobReference", () => {
  const reference = jobReference();

  it("is what docs/job-file.md has; if not: npm run schema -w @lockstep/job", () => {
    const committed = readFileSync(new URL("../../../../docs/job-file.md", import.meta.url), "utf8");
    expect(plain(reference)).toBe(plain(committed));
  });

  it("has every key and every refused option", () => {
    const names = new Set(namesOf(describedJobSchema()));
    names.delete("type");
    expect(names.size).toBeGreaterThan(200);
    const missing = [...names].filter(
      (name) => !new RegExp(`^\\| \`([\\w.[\\]]+\\.)?${name}\``, "m").test(reference),
    );
    expect(missing).toEqual([]);
  });

  it("links only to sections that it has", () => {
    const anchors = [...reference.matchAll(/^#+ (.*)$/gm)].map(([, title]) =>
      title!.toLowerCase().replaceAll(" ", "-"),
    );
    const links = [...reference.matchAll(/\]\(#([\w-]+)\)/g)].map(([, anchor]) => anchor!);
    expect(links.length).toBeGreaterThan(50);
    expect(links.filter((anchor) => !anchors.includes(anchor))).toEqual([]);
  });

  it("tells the reason of a refusal", () => {
    expect(plain(reference)).toContain(
      "| `BatchNormalization` | its statistics would depend on how the batch is cut",
    );
  });
});

describe("typeText", () => {
  it.each<[SchemaNode, string]>([
    [{ type: "integer", minimum: 1, maximum: 2 ** 31 - 1 }, "whole number, at least 1"],
    [{ type: "integer", minimum: 1, maximum: 100 }, "whole number, 1 to 100"],
    [{ type: "number", exclusiveMinimum: 0 }, "number, above 0"],
    [{ type: "number", minimum: 0, exclusiveMaximum: 1 }, "number, at least 0 and below 1"],
    [{ type: "number" }, "number"],
    [{ enum: ["a", "b"] }, "`a`, `b`"],
    [{ type: "array", items: { $ref: "#/$defs/Layer" } }, "list of [layer](#layers)"],
    [{ type: "array", items: { type: "string" }, minItems: 2, maxItems: 2 }, "list of text, 2"],
    [{ anyOf: [{ type: "boolean" }, { const: "auto" }] }, "true or false or `auto`"],
    [{ type: "object", additionalProperties: { type: "number" } }, "mapping of names to number"],
  ])("puts %j in words", (node, words) => {
    expect(typeText(node)).toBe(words);
  });

  it("does not pass over a definition that no section describes", () => {
    expect(() => typeText({ $ref: "#/$defs/Other" })).toThrow("no section");
  });
});
