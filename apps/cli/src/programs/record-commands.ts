import type { Command } from "commander";
import type { DiffOptions } from "../commands/diff.js";
import type { VerifyOptions } from "../commands/verify.js";
import type { Io } from "../io.js";
import * as options from "../options/command-options.js";
import { diffHelp, verifyHelp } from "../options/help-texts.js";

type Done = (exitCode: number) => void;

/** The commands for what is kept of runs. */
export function addRecordCommands(program: Command, io: Io, done: Done): void {
  addVerify(program, io, done);
  addDiff(program, io, done);
}

function addVerify(program: Command, io: Io, done: Done): void {
  const command = program
    .command("verify")
    .description("compute a run once more in one process, and compare every digest")
    .addHelpText("after", verifyHelp);
  command.argument("<run>", "id of a run in --data-dir, or the beginning of one");
  for (const option of [...options.verify(), options.json()]) command.addOption(option);
  command.action(async (run: string, given: VerifyOptions) => {
    const { verifyCommand } = await import("../commands/verify.js");
    done(await verifyCommand(run, given, io));
  });
}

function addDiff(program: Command, io: Io, done: Done): void {
  const command = program
    .command("diff")
    .description("the first step at which two runs part, and what they were asked to do differently")
    .addHelpText("after", diffHelp);
  command.argument("<run>", "id of a run in --data-dir, or the beginning of one");
  command.argument("<other>", "the run to compare it with");
  for (const option of [options.dataDir(), options.json()]) command.addOption(option);
  command.action(async (run: string, other: string, given: DiffOptions) => {
    const { diffCommand } = await import("../commands/diff.js");
    done(await diffCommand(run, other, given, io));
  });
}
