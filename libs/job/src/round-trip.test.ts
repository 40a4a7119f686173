import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatJob } from "./format-job.js";
import { JobError } from "./job-error.js";
import type { Job } from "./job.js";
import { jobSchemaJson } from "./job-schema-json.js";
import { parseJob, parseJobValue } from "./parse-job.js";
import type { SchemaNode } from "./reference/schema-node.js";
import { jobWith } from "./testing/problems.js";
import { valuesOf } from "./testing/schema-arbitrary.js";

const root = jobSchemaJson() as SchemaNode;

/** The job, where its parts fit each other; the schema alone cannot tell. */
function acceptedJob(parts: object): Job {
  try {
    return jobWith(parts);
  } catch (error) {
    if (!(error instanceof JobError)) throw error;
    fc.pre(false);
    throw error;
  }
}

function holdsTrips(parts: fc.Arbitrary<object>): void {
  fc.assert(
    fc.property(parts, (given) => {
      const job = acceptedJob(given);
      expect(parseJobValue(structuredClone(job))).toEqual(job);
      expect(parseJob(formatJob(job))).toEqual(job);
    }),
    { numRuns: 50 },
  );
}

const partOf = (key: string, section = root) => valuesOf(section.properties?.[key] ?? {}, root);

describe("a job with its defaults filled in is read as the same job:", () => {
  it.each(["metrics", "loss", "optimizer", "fit", "cluster"])("%s", (key) => {
    holdsTrips(partOf(key).map((value) => ({ [key]: value })));
  });

  it("layers", () => {
    const layers = fc.array(valuesOf(root.$defs?.Layer ?? {}, root), { minLength: 1, maxLength: 2 });
    holdsTrips(layers.map((given) => ({ model: { layers: given.map(withoutReferences) } })));
  });

  it("data", () => {
    const source = valuesOf(root.$defs?.DataSource ?? {}, root);
    const settings = fc.record({
      train: source,
      padding: partOf("padding", root.properties?.data),
      standardise: fc.boolean(),
    });
    holdsTrips(settings.map((data) => ({ data })));
  });
});

/** Names and references rarely fit by chance. */
function withoutReferences(layer: unknown): unknown {
  const entries = Object.entries(layer as object).filter(
    ([key]) => !["name", "initialState", "inputs"].includes(key),
  );
  const { inputs } = layer as { inputs?: unknown };
  const merges = Array.isArray(inputs) && inputs.length > 1;
  return { ...Object.fromEntries(entries), ...(merges ? { inputs: inputs.map(() => "input") } : {}) };
}
