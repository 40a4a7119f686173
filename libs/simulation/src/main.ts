#!/usr/bin/env node
import { parseOptions, usage, UsageError, type SimulateOptions } from "./options.js";
import { describe, reportOf, scenarioOf } from "./report.js";
import { simulateSeeds } from "./simulate-seeds.js";
import { simulate } from "./simulation.js";

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const note = (line: string): void => void process.stderr.write(`${line}\n`);

try {
  process.exitCode = await carryOut(parseOptions(process.argv.slice(2)));
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  note(`simulate: ${error.message}\n\n${usage}`);
  process.exitCode = 2;
}

/** Gives the exit code. */
async function carryOut(options: SimulateOptions): Promise<number> {
  switch (options.does) {
    case "help":
      say(usage);
      return 0;
    case "one":
      return simulateOne(options);
    case "many":
      return simulateMany(options);
  }
}

async function simulateOne({
  seed,
  trace,
  faults,
}: Extract<SimulateOptions, { does: "one" }>): Promise<number> {
  const scenario = scenarioOf(seed, faults);
  const { violation, trace: lines, durationMs, happenings, lives } = await simulate(scenario, trace);
  say(describe(scenario));
  for (const line of lines) say(line);
  say(`${Math.round(durationMs)} simulated ms, ${happenings} happenings, ${lives} lives of the coordinator`);
  if (!violation) {
    say("no violation");
    return 0;
  }
  say(await reportOf(scenario, violation));
  return 1;
}

async function simulateMany({ from, seeds }: { from: number; seeds: number }): Promise<number> {
  const { violations, perSeedMs, simulatedMs } = await simulateSeeds({
    from,
    seeds,
    progress: (done, found) => note(`${done} of ${seeds} seeds, ${found} violations`),
    found: async (scenario, violation) => say(await reportOf(scenario, violation)),
  });
  const hours = (simulatedMs / 3_600_000).toFixed(1);
  say(
    `${seeds} seeds from ${from}: ${violations} violations; ${perSeedMs.toFixed(1)} ms a seed, ${hours} simulated hours`,
  );
  return violations > 0 ? 1 : 0;
}
