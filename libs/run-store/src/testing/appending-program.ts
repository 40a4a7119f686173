/**
 * A process that tells of a run for ever, in groups of two steps and an epoch, and prints the number of each event when
 * it is shown. It goes on where the run was left. Arguments: path, stream, run.
 */
export const appendingProgram = `
import { writeSync } from "node:fs";
import { openRunStore } from "@lockstep/run-store";
import { EventLog } from "@lockstep/telemetry";

const [path, stream, runId] = process.argv.slice(1);
const store = await openRunStore({ path, stream });
const log = await EventLog.restore({ now: () => Date.now(), store });
log.subscribe(({ sequence }) => writeSync(1, sequence + "\\n"));
const told = await store.told(runId);
if (told.sequence === 0) {
  log.append(runId, { type: "run-submitted", name: "n", kind: "train", totalSteps: 1, epochs: 1, stepsPerEpoch: 2, sequences: 1 });
}
const step = (number) => ({
  type: "step", round: number - 1, step: number, epoch: Math.ceil(number / 2), stepInEpoch: 1 + ((number - 1) % 2),
  measures: { loss: 1 / number }, epochMeasures: { loss: 1 / number }, learningRate: 0.1, gradientNorms: {},
  digest: "digest-" + number, durationMs: 1, workers: 1,
});
for (let number = told.steps + 1; ; number += 2) {
  const epoch = (number + 1) / 2;
  log.append(runId, [
    step(number), step(number + 1),
    { type: "epoch", round: number, epoch, steps: 2, measures: { loss: 1 }, durationMs: 1 },
  ]);
  // Now and then it gets ahead of the disk, so that several groups are written as one.
  if (epoch % 3 === 0) await log.flushed();
  else await new Promise((resolve) => setImmediate(resolve));
}
`;
