import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { dist } from "./programs.mjs";
import { writeStarters } from "./write-starters.mjs";

/** Goes through what every training goes through. */
const job = {
  data: { train: { random: { sequences: 8, timeSteps: 2, features: 1 } } },
  model: {
    layers: [
      { type: "LSTM", units: 2 },
      { type: "Dense", units: 1, activation: "sigmoid" },
    ],
  },
  loss: "binary_crossentropy",
  metrics: ["accuracy"],
  fit: { epochs: 2, batchSize: 4 },
};

/** Compiled code of other bundles must never be found beside these. */
export function removeCode() {
  for (const file of readdirSync(dist).filter((name) => name.endsWith(".code"))) rmSync(join(dist, file));
}

/**
 * Has a cluster train whose programs keep what V8 compiled for them beside the bundles.
 * @throws Error where it cannot train
 */
export async function recordCode() {
  const folder = mkdtempSync(join(tmpdir(), "lockstep-build-"));
  try {
    await writeStarters("record-code");
    train(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {string} folder for what comes of it */
function train(folder) {
  const jobFile = join(folder, "job.json");
  writeFileSync(jobFile, JSON.stringify(job));
  const args = ["run", jobFile, "--workers", "1", "--data-dir", join(folder, "data")];
  const { status, stderr } = spawnSync(process.execPath, [join(dist, "main.cjs"), ...args], {
    encoding: "utf8",
    env: withoutOptions(process.env),
  });
  if (status !== 0) throw new Error(`lockstep ${args.join(" ")} ended with ${status}:\n${stderr}`);
}

/** Without the options that the environment gives to `lockstep`. @param {NodeJS.ProcessEnv} env */
function withoutOptions(env) {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith("LOCKSTEP_")));
}
