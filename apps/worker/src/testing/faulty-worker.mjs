/**
 * A worker with faults, for tests: `node apps/worker/src/testing/faulty-worker.mjs --coordinator HOST:PORT
 * --worker-id ID [--slots N] [--backend NAME] [faults]`. The package must have been built. Faults:
 *
 * --slowdown N     everything takes N times as long, without using a core
 * --flip-every N   every N-th gradient of a slot has one bit flipped
 * --flip-in-step N every gradient of the N-th step that a slot takes part in has one bit flipped
 * --hang-after N   a slot's gradients after the N-th never end, while the worker's heartbeats go on
 *
 * SIGTERM drains it; it exits with 0 when it was drained, else with 1 and the reason on stderr.
 */
import { parseArgs } from "node:util";
import { createLogger } from "@lockstep/logging";
import { startWorker } from "@lockstep/worker";

const text = { type: "string" };
const { values } = parseArgs({
  options: {
    ...{ coordinator: text, "worker-id": text, slots: text, backend: text },
    ...{ slowdown: text, "flip-every": text, "flip-in-step": text, "hang-after": text },
  },
});
const number = (name) => (values[name] === undefined ? undefined : Number(values[name]));

process.env.LOCKSTEP_TEST_FAULTS = JSON.stringify({
  slowdown: number("slowdown"),
  flipEvery: number("flip-every"),
  flipInStep: number("flip-in-step"),
  hangAfter: number("hang-after"),
});
const worker = startWorker({
  coordinator: values.coordinator,
  workerId: values["worker-id"],
  slots: number("slots") ?? 1,
  backend: values.backend ?? "auto",
  logger: createLogger({ name: values["worker-id"] ?? "faulty", level: "warn", format: "json" }),
  giveUpAfterMs: 600_000,
  slotProgram: new URL("./faulty-slot.mjs", import.meta.url),
});
process.once("SIGTERM", () => worker.drain("SIGTERM"));
const { outcome, reason } = await worker.ended;
if (outcome !== "drained") process.stderr.write(`${outcome}: ${reason}\n`);
process.exitCode = outcome === "drained" ? 0 : 1;
