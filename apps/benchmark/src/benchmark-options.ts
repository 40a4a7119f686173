import { parseArgs } from "node:util";

/** What was typed. */
export interface BenchmarkOptions {
  readonly quick: boolean;
  readonly json: boolean;
  readonly installPeers: boolean;
  readonly help: boolean;
}

export const usage = `npm run benchmark -- [--quick] [--json] [--install-peers]

Measures Lockstep's training step beside tfjs-layers, Keras and PyTorch, in turns, and prints a table.

  --quick           fewer repetitions, under a minute
  --json            print a JSON document instead of the table (npm run --silent benchmark -- --json)
  --install-peers   first install Keras, TensorFlow and PyTorch in Lockstep's cache folder

LOCKSTEP_PYTHON names a Python that has them already.
`;

/** @throws TypeError for an option that does not exist */
export function parseOptions(args: readonly string[]): BenchmarkOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
      "install-peers": { type: "boolean", default: false },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  return { quick: values.quick, json: values.json, installPeers: values["install-peers"], help: values.help };
}
