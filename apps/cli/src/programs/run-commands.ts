import type { Command, Option } from "commander";
import type { RemoteOptions } from "../commands/ask-coordinator.js";
import type { PauseOptions } from "../commands/control.js";
import type { FollowRemoteOptions } from "../commands/follow-remote.js";
import type { RunsOptions } from "../commands/runs.js";
import type { Io } from "../io.js";
import * as options from "../options/command-options.js";
import { watchHelp } from "../options/help-texts.js";

type Done = (exitCode: number) => void;

/** The commands for runs that a coordinator has. */
export function addRunCommands(program: Command, io: Io, done: Done): void {
  addRuns(program, io, done);
  addWatch(program, io, done);
  addPause(program, io, done);
  for (const control of controls) addControl(program, io, done, control);
}

function addRuns(program: Command, io: Io, done: Done): void {
  const command = program.command("runs").description("list the runs of a coordinator, or of a data folder");
  withOptions(command, options.runs());
  command.action(async (given: RunsOptions) => {
    const { runsCommand } = await import("../commands/runs.js");
    done(await runsCommand(given, io));
  });
}

function addWatch(program: Command, io: Io, done: Done): void {
  const command = program
    .command("watch")
    .description("show a run of a coordinator until it ends; Ctrl-C ends the watching only")
    .addHelpText("after", watchHelp);
  withOptions(command.argument("<run>", runArgument), options.watch());
  command.action(async (run: string, given: FollowRemoteOptions) => {
    const { watchCommand } = await import("../commands/watch.js");
    done(await watchCommand(run, given, io));
  });
}

function addPause(program: Command, io: Io, done: Done): void {
  const command = program
    .command("pause")
    .description("have a run finish its step, write a checkpoint and stand still");
  withOptions(command.argument("<run>", runArgument), options.pause());
  command.action(async (run: string, given: PauseOptions) => {
    const { pauseCommand } = await import("../commands/control.js");
    done(await pauseCommand(run, given, io));
  });
}

const runArgument = "id of a run, or the beginning of one";

/** A command with one argument. */
interface Control {
  readonly name: string;
  readonly description: string;
  readonly argument: readonly [name: string, description: string];
  load(): Promise<(named: string, options: RemoteOptions, io: Io) => Promise<number>>;
}

const controls: readonly Control[] = [
  {
    name: "resume",
    description: "let a paused run go on",
    argument: ["<run>", runArgument],
    load: async () => (await import("../commands/control.js")).resumeCommand,
  },
  {
    name: "stop",
    description: "have a run finish its step, save its model and end",
    argument: ["<run>", runArgument],
    load: async () => (await import("../commands/control.js")).stopCommand,
  },
  {
    name: "checkpoint",
    description: "have a checkpoint of a run written now; waits until it is on disk",
    argument: ["<run>", runArgument],
    load: async () => (await import("../commands/control.js")).checkpointCommand,
  },
  {
    name: "drain",
    description: "have a worker finish what it holds and end; others go on with the run",
    argument: ["<worker>", "id of a worker"],
    load: async () => (await import("../commands/control.js")).drainCommand,
  },
];

function addControl(program: Command, io: Io, done: Done, control: Control): void {
  const command = program.command(control.name).description(control.description);
  withOptions(command.argument(...control.argument), options.remote());
  command.action(async (named: string, given: RemoteOptions) => {
    const run = await control.load();
    done(await run(named, given, io));
  });
}

function withOptions(command: Command, given: readonly Option[]): void {
  for (const option of given) command.addOption(option);
}
