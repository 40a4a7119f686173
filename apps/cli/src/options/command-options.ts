import type { Option } from "commander";
import { parseAddress, parseHostPort } from "./host-port.js";
import { defaultSlots } from "./default-slots.js";
import { option } from "./option.js";
import { exportFormats } from "../export/export-format.js";
import {
  parsePath,
  parseReason,
  parseRunId,
  parseTemperature,
  parseWorkerId,
  wholeNumber,
} from "./values.js";

const backends = ["auto", "native", "tensorflow", "wasm"];
const defaultAddress = "127.0.0.1:7600";

export function json(): Option {
  return option("--json", "print one JSON document (or one a line while following)");
}

export function printJob(): Option {
  return option("--print-job", "print the job with all defaults filled in, and exit");
}

function output(): Option {
  return option("--output <file>", "write the predictions to an .npy file instead", { parse: parsePath });
}

export function dataDir(): Option {
  return option("--data-dir <dir>", "where runs and models are kept", {
    parse: parsePath,
    default: "./.lockstep",
  });
}

/** Of the commands that start a cluster of their own. */
export function cluster(): readonly Option[] {
  return [
    option("--workers <n>", "worker processes", { parse: wholeNumber(1, 256), default: 2 }),
    option("--slots <n>", "micro-batches that a worker computes at once (default: the cores, shared)", {
      parse: wholeNumber(1, 1024),
    }),
    backend(),
    dataDir(),
    option("--http <host:port>", "address of the event stream; port 0 takes a free one", {
      parse: parseHostPort,
      default: parseHostPort("127.0.0.1:0"),
      shown: "127.0.0.1:0",
    }),
    tokenFile(),
  ];
}

/** Of `evaluate` and `predict`. */
export function ofModels(): readonly Option[] {
  return [
    option("--data <source>", "the data as a job file names them: '{ csv: x.csv, label: class }'"),
    option("--coordinator <host:port>", "ask this coordinator instead of starting one", {
      parse: parseAddress,
    }),
    ...cluster(),
  ];
}

/** Of `predict` alone. */
export function predict(): readonly Option[] {
  return [
    option("--labels", "print the likeliest class of each sequence instead of the numbers"),
    output(),
    option("--generate <n>", "of a model trained on text: write n tokens, computed in this process", {
      parse: wholeNumber(1, 10_000_000),
    }),
    option("--prompt <text>", "with --generate: the text to go on from (default: a new line)"),
    option("--temperature <t>", "with --generate: 0 takes the likeliest token, more is bolder (default: 1)", {
      parse: parseTemperature,
    }),
    option("--seed <n>", "with --generate: another one gives another text (default: 0)", {
      parse: wholeNumber(0, 2 ** 32 - 1),
    }),
    option(
      "--steps <n>",
      "of a forecast: predict n time steps beyond the end of the series, in this process",
      {
        parse: wholeNumber(1, 1_000_000),
      },
    ),
  ];
}

/** Of `data`. */
export function rows(): Option {
  return option("--rows <n>", "how many of the first sequences of each part are shown", {
    parse: wholeNumber(0, 1000),
    default: 3,
  });
}

/** Of `export`. */
export function exports(): readonly Option[] {
  return [
    option("--format <format>", "what to write; tfjs is a folder", {
      choices: exportFormats,
    }).makeOptionMandatory(),
    option(
      "--output <path>",
      "where to write it (default: in the current folder, named as the run or the model's file)",
      { parse: parsePath },
    ),
    dataDir(),
  ];
}

export function coordinator(): readonly Option[] {
  return [
    option("--listen <host:port>", "address for workers and clients (gRPC)", {
      parse: parseHostPort,
      default: parseHostPort(defaultAddress),
      shown: defaultAddress,
    }),
    option("--http <host:port>", "address of the event stream and the snapshot", {
      parse: parseHostPort,
      default: parseHostPort("127.0.0.1:7601"),
      shown: "127.0.0.1:7601",
    }),
    dataDir(),
    option("--data-root <dir>", "data files named by jobs must be below this folder", {
      parse: parsePath,
      default: ".",
    }),
    tokenFile(),
    ...logging(),
    // Of the children of `lockstep run`.
    option("--begin-when-told", "wait for the parent process's word", { hidden: true }),
    option("--stream <name>", "the lineage of coordinators that it goes on with", {
      parse: parseWorkerId,
      default: "main",
      hidden: true,
    }),
    option("--recover <run>", "runs that it takes up: all of its lineage, none, or one by its id", {
      parse: parseRunId,
      default: "all",
      hidden: true,
    }),
  ];
}

export function worker(): readonly Option[] {
  return [
    coordinatorAddress(),
    option("--slots <n>", "micro-batches computed at once (default: the cores that it may use, at most 8)", {
      parse: wholeNumber(1, 1024),
      default: defaultSlots(1),
    }),
    backend(),
    option("--worker-id <id>", "name of this worker, the same over restarts", { parse: parseWorkerId }),
    giveUpAfter("how long a coordinator that cannot be reached is tried", 86_400),
    option("--credit-mib <n>", "MiB of sequences that it may be sent ahead of its answers", {
      parse: wholeNumber(1, 1_048_576),
      default: 256,
    }),
    tokenFile(),
    ...logging(),
    // Of the children of `lockstep run`.
    option("--coordinator-of-parent", "the parent process says where the coordinator is", { hidden: true }),
  ];
}

export function submit(): readonly Option[] {
  return [...remote(), option("--follow", "show the run until it ends"), followGiveUp()];
}

/** Of the commands that ask a coordinator that is there. */
export function remote(): readonly Option[] {
  return [coordinatorAddress(), tokenFile(), json()];
}

export function watch(): readonly Option[] {
  return [...remote(), followGiveUp()];
}

export function pause(): readonly Option[] {
  return [...remote(), option("--reason <text>", "why, for those who watch the run", { parse: parseReason })];
}

/** Of `runs`. */
export function runs(): readonly Option[] {
  return [
    ...remote(),
    option("--local", "those that are kept in --data-dir, without asking a coordinator"),
    dataDir(),
  ];
}

/** Of `run` alone. */
export function resume(): Option {
  return option(
    "--resume [run]",
    "go on with an interrupted run: this one, or the newest (of the job, where one is given)",
  );
}

/** Of `verify`. */
export function verify(): readonly Option[] {
  const step = wholeNumber(1, 4_294_967_295);
  return [
    option("--from <step>", "first step that is compared (default: 1)", { parse: step }),
    option("--to <step>", "last step that is compared (default: the last that is stored)", { parse: step }),
    backend(),
    dataDir(),
    option("--data-root <dir>", "where relative paths of the job's data start (default: /)", {
      parse: parsePath,
      default: "/",
      shown: "/",
    }),
  ];
}

function followGiveUp(): Option {
  return giveUpAfter("how long a coordinator that cannot be reached any more is waited for", 600);
}

function giveUpAfter(description: string, seconds: number): Option {
  return option("--give-up-after <seconds>", description, {
    parse: wholeNumber(1, 604_800),
    default: seconds,
  });
}

function coordinatorAddress(): Option {
  return option("--coordinator <host:port>", "address of the coordinator", {
    parse: parseAddress,
    default: defaultAddress,
  });
}

function backend(): Option {
  return option("--backend <name>", "what computes; auto takes the best that works", {
    choices: backends,
    default: "auto",
  });
}

function tokenFile(): Option {
  return option(
    "--token-file <file>",
    "file with the token that workers and clients must show (or LOCKSTEP_TOKEN)",
    { parse: parsePath },
  );
}

function logging(): readonly Option[] {
  return [
    option("--log-level <level>", "least level that is logged", {
      choices: ["debug", "info", "warn", "error", "silent"],
      default: "info",
    }),
    option("--log-format <format>", "default: pretty on a terminal, else json", {
      choices: ["pretty", "json"],
    }),
  ];
}
