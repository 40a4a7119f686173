import { parseArgs } from "node:util";
import { partDescriptions, partNames, shapedParts, type PartName } from "./parts/part-names.js";
import { describeShape, shapes, type BenchmarkShape } from "./shapes/shape.js";

/** What was typed. */
export interface BenchmarkOptions {
  readonly quick: boolean;
  readonly json: boolean;
  readonly installPeers: boolean;
  readonly help: boolean;
  readonly parts: readonly PartName[];
  readonly shapes: readonly BenchmarkShape[];
  /** Absent: all that there are. */
  readonly backends?: readonly string[];
}

export const usage = `npm run benchmark -- [--quick] [--only PART,...] [--shape SHAPE,...] [--backend NAME,...] [--json] [--install-peers]

Measures Lockstep's training step beside Keras, PyTorch, JAX and tfjs-layers, in turns, and prints a table.

  --quick           fewer repetitions
  --only PART,...   some parts only:
${listed(partDescriptions)}
  --shape SHAPE,... some shapes only:
${listed(Object.fromEntries(shapes.map((shape) => [shape.id, describeShape(shape)])))}
                    without --only: the parts that measure shapes (${shapedParts.join(", ")})
  --backend NAME,...
                    these backends, the first one that works counting; default: all, best first
  --json            print a JSON document instead of the table (npm run --silent benchmark -- --json)
  --install-peers   first install Keras, TensorFlow, JAX and PyTorch in Lockstep's cache folder

LOCKSTEP_PYTHON names a Python that has them already.
`;

/** @throws TypeError for an option, a part or a shape that does not exist */
export function parseOptions(args: readonly string[]): BenchmarkOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: "boolean", default: false },
      only: { type: "string" },
      shape: { type: "string" },
      backend: { type: "string" },
      json: { type: "boolean", default: false },
      "install-peers": { type: "boolean", default: false },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  const { quick, json, help, only, shape, backend } = values;
  const named =
    shape === undefined
      ? undefined
      : chosen(
          "shape",
          shape,
          shapes.map(({ id }) => id),
        );
  const defaultParts = named ? shapedParts : partNames;
  return {
    ...{ quick, json, help, installPeers: values["install-peers"] },
    parts: only === undefined ? defaultParts : chosen("only", only, partNames),
    shapes: named ? shapes.filter(({ id }) => named.includes(id)) : shapes,
    ...(backend === undefined ? {} : { backends: backend.split(",") }),
  };
}

/** In their own order. */
function chosen<Name extends string>(option: string, text: string, names: readonly Name[]): readonly Name[] {
  const asked = text.split(",");
  const unknown = asked.find((name) => !(names as readonly string[]).includes(name));
  if (unknown !== undefined)
    throw new TypeError(`--${option}: expected some of ${names.join(", ")}, got ${JSON.stringify(unknown)}`);
  return names.filter((name) => asked.includes(name));
}

function listed(descriptions: Readonly<Record<string, string>>): string {
  return Object.entries(descriptions)
    .map(([name, description]) => `                      ${name.padEnd(22)} ${description}`)
    .join("\n");
}
