import { coordinatorsArithmetic } from "./arithmetic/arithmetic.js";
import { Backends } from "./backends.js";
import type { BenchmarkOptions } from "./benchmark-options.js";
import { fullEffort, quickEffort } from "./effort.js";
import { thisMachine } from "./machine.js";
import type { Bench, PartReport } from "./parts/part.js";
import { partDescriptions, partsWithPeers, type PartName } from "./parts/part-names.js";
import { parts } from "./parts/parts.js";
import { peerLibraries } from "./parts/peer-comparisons.js";
import { Peers } from "./peers/peers.js";
import { temporaryFolder } from "./processes/temporary-folder.js";
import type { Report, Row } from "./report/report.js";

type Chosen = Pick<BenchmarkOptions, "quick" | "parts" | "shapes" | "backends">;

/** Measures what was chosen, part by part. @param note takes a line of progress */
export async function runBenchmark(chosen: Chosen, note: (text: string) => void): Promise<Report> {
  const began = performance.now();
  const machine = thisMachine();
  note("opening the backends");
  const backends = await Backends.open(chosen.backends);
  const needsPeers = chosen.parts.some((part) => partsWithPeers.includes(part));
  if (needsPeers) note("looking for Keras, PyTorch and JAX");
  const peers = await Peers.open(needsPeers ? peerLibraries : []);
  try {
    const effort = chosen.quick ? quickEffort : fullEffort;
    const folder = await temporaryFolder();
    const arithmetic = coordinatorsArithmetic();
    const bench: Bench = { effort, shapes: chosen.shapes, backends, arithmetic, peers, folder, note };
    const reports: PartReport[] = [];
    for (const part of chosen.parts) reports.push(await reportOf(part, bench));
    return {
      machine,
      versions: { ...backends.versions, ...peers.versions },
      sections: reports.flatMap(({ sections }) => sections),
      comparisons: reports.flatMap(({ comparisons }) => comparisons),
      durationSeconds: (performance.now() - began) / 1000,
    };
  } finally {
    await peers.close();
  }
}

/** A part that cannot be measured leaves the others alone, and a row with the reason. */
async function reportOf(part: PartName, bench: Bench): Promise<PartReport> {
  try {
    return await parts[part](bench);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    bench.note(`${part} could not be measured: ${reason}`);
    const row: Row = { id: part, label: part, unit: "ms", outcome: { kind: "unavailable", reason } };
    return {
      sections: [{ title: `What was to be measured: ${partDescriptions[part]}`, rows: [row] }],
      comparisons: [],
    };
  }
}
