import { Command } from "commander";
import type { ModelCommandOptions } from "./commands/cluster-options.js";
import type { CoordinatorCommandOptions } from "./commands/coordinator.js";
import type { DataOptions } from "./commands/data.js";
import type { DoctorOptions } from "./commands/doctor.js";
import type { ExportOptions } from "./commands/export.js";
import type { PredictOptions } from "./commands/predict.js";
import type { RunOptions } from "./commands/run.js";
import type { SubmitOptions } from "./commands/submit.js";
import type { WorkerCommandOptions } from "./commands/worker.js";
import type { Io } from "./io.js";
import * as options from "./options/command-options.js";
import { addRecordCommands } from "./programs/record-commands.js";
import { addRunCommands } from "./programs/run-commands.js";
import { coordinatorHelp, exportHelp, predictHelp, runHelp } from "./options/help-texts.js";

/** What the program is put together from: its world, and who takes the exit code of the command that ran. */
export interface ProgramContext {
  readonly io: Io;
  readonly version: string;
  readonly done: (exitCode: number) => void;
}

/** The command line. What a command needs is loaded when it runs, so that `--help` is quick. */
export function createProgram({ io, version, done }: ProgramContext): Command {
  const program = new Command("lockstep")
    .description(
      "Trains recurrent networks on many machines as if they were one: the same bits for any number of workers.",
    )
    .version(version, "--version", "print the version")
    .helpOption("-h, --help", "print this help")
    .helpCommand("help [command]", "print the help of a command")
    .addHelpText(
      "after",
      "\nEvery option is also an environment variable: --data-dir is LOCKSTEP_DATA_DIR. A flag wins over it.",
    )
    .exitOverride()
    .configureOutput({ writeOut: io.stdout, writeErr: io.stderr })
    .showHelpAfterError(false);
  addRun(program, io, done);
  addData(program, io, done);
  addCoordinator(program, io, done);
  addWorker(program, io, done);
  addSubmit(program, io, done);
  addRunCommands(program, io, done);
  addRecordCommands(program, io, done);
  addEvaluate(program, io, done);
  addPredict(program, io, done);
  addExport(program, io, done);
  addDoctor(program, io, done);
  return program;
}

type Done = ProgramContext["done"];

function addRun(program: Command, io: Io, done: Done): void {
  const command = program
    .command("run")
    .description("train a job on this machine: a coordinator and workers, then exit");
  command.argument("[job]", "job file, YAML or JSON; not needed with --resume");
  const own = [options.resume(), options.printJob(), options.json()];
  for (const option of [...options.cluster(), ...own]) command.addOption(option);
  command.addHelpText("after", runHelp);
  command.action(async (job: string | undefined, given: RunOptions) => {
    const { runCommand } = await import("./commands/run.js");
    done(await runCommand(job, given, io));
  });
}

function addData(program: Command, io: Io, done: Done): void {
  const command = program
    .command("data")
    .description("what a training of a job would read: shapes, lengths, classes, the first sequences");
  command.argument("<job>", "job file, YAML or JSON");
  for (const option of [options.rows(), options.json()]) command.addOption(option);
  command.action(async (job: string, given: DataOptions) => {
    const { dataCommand } = await import("./commands/data.js");
    done(await dataCommand(job, given, io));
  });
}

function addCoordinator(program: Command, io: Io, done: Done): void {
  const command = program
    .command("coordinator")
    .description("start a coordinator: it owns the parameters")
    .addHelpText("after", coordinatorHelp);
  for (const option of options.coordinator()) command.addOption(option);
  command.action(async (given: CoordinatorCommandOptions) => {
    const { coordinatorCommand } = await import("./commands/coordinator.js");
    done(await coordinatorCommand(given, io));
  });
}

function addWorker(program: Command, io: Io, done: Done): void {
  const command = program.command("worker").description("start a worker: it computes for a coordinator");
  for (const option of options.worker()) command.addOption(option);
  command.action(async (given: WorkerCommandOptions) => {
    const { workerCommand } = await import("./commands/worker.js");
    done(await workerCommand(given, io));
  });
}

function addSubmit(program: Command, io: Io, done: Done): void {
  const command = program.command("submit").description("give a job to a coordinator that runs");
  command.argument("<job>", "job file, YAML or JSON");
  for (const option of options.submit()) command.addOption(option);
  command.action(async (job: string, given: SubmitOptions) => {
    const { submitCommand } = await import("./commands/submit.js");
    done(await submitCommand(job, given, io));
  });
}

function addEvaluate(program: Command, io: Io, done: Done): void {
  const command = program.command("evaluate").description("loss and metrics of a saved model");
  addModelArguments(command);
  for (const option of [...options.ofModels(), options.json()]) command.addOption(option);
  command.action(async (model: string, data: string | undefined, given: ModelCommandOptions) => {
    const { evaluateCommand } = await import("./commands/evaluate.js");
    done(await evaluateCommand(model, data, given, io));
  });
}

function addPredict(program: Command, io: Io, done: Done): void {
  const command = program
    .command("predict")
    .description("predictions of a saved model, a line a sequence; texts that it writes; forecasts")
    .addHelpText("after", predictHelp);
  addModelArguments(command);
  for (const option of [...options.predict(), ...options.ofModels(), options.json()]) {
    command.addOption(option);
  }
  command.action(async (model: string, data: string | undefined, given: PredictOptions) => {
    const { predictCommand } = await import("./commands/predict.js");
    done(await predictCommand(model, data, given, io));
  });
}

function addExport(program: Command, io: Io, done: Done): void {
  const command = program
    .command("export")
    .description("a saved model for Keras, TensorFlow.js, ONNX or others; prints the path")
    .addHelpText("after", exportHelp);
  addModelArgument(command);
  for (const option of [...options.exports(), options.json()]) command.addOption(option);
  command.action(async (model: string, given: ExportOptions) => {
    const { exportCommand } = await import("./commands/export.js");
    done(await exportCommand(model, given, io));
  });
}

function addDoctor(program: Command, io: Io, done: Done): void {
  const command = program
    .command("doctor")
    .description("what works on this machine, and how to mend what does not");
  for (const option of [options.dataDir(), options.json()]) command.addOption(option);
  command.action(async (given: DoctorOptions) => {
    const { doctorCommand } = await import("./commands/doctor.js");
    done(await doctorCommand(given, io));
  });
}

function addModelArgument(command: Command): void {
  command.argument("<model>", "id of a run, the beginning of one, or path of a saved model");
}

function addModelArguments(command: Command): void {
  addModelArgument(command);
  command.argument(
    "[data]",
    "a file (.npz, .npy, .csv, .jsonl, .ts, .txt, .parquet), read with the options of the model's training data where these are of its kind; default: the test data of the model's job",
  );
}
