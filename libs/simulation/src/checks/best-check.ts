import { parameterDigest } from "@lockstep/checkpoint";
import type { DurableCommand } from "@lockstep/durable-run";
import type { UndisturbedRun } from "./undisturbed-run.js";
import { Violation } from "./violation.js";

/** @throws Violation where the parameters that are saved as the best are not what the undisturbed run had then */
export function checkBest(command: DurableCommand, { digests }: UndisturbedRun): void {
  if (command.type !== "save-best") return;
  const expected = digests[command.step] ?? "of none";
  const got = parameterDigest(command.parameters);
  if (got === expected) return;
  const what = `best parameters, of step ${command.step}`;
  throw new Violation("same-bits", `${what}: expected digest ${expected}, got ${got}`);
}
