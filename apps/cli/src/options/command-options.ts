import type { Option } from "commander";
import { availableParallelism } from "node:os";
import { parseAddress, parseHostPort } from "./host-port.js";
import { option } from "./option.js";
import { exportFormats } from "../export/export-format.js";
import { parsePath, parseTemperature, parseWorkerId, wholeNumber } from "./values.js";

const backends = ["auto", "tensorflow", "wasm"];
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
  ];
}

export function worker(): readonly Option[] {
  return [
    coordinatorAddress(),
    option("--slots <n>", "micro-batches computed at once (default: the cores, at most 8)", {
      parse: wholeNumber(1, 1024),
      default: Math.min(8, availableParallelism()),
    }),
    backend(),
    option("--worker-id <id>", "name of this worker, the same over restarts", { parse: parseWorkerId }),
    option("--give-up-after <seconds>", "how long a coordinator that cannot be reached is tried", {
      parse: wholeNumber(1, 86_400),
      default: 60,
    }),
    tokenFile(),
    ...logging(),
  ];
}

export function submit(): readonly Option[] {
  return [coordinatorAddress(), option("--follow", "show the run until it ends"), tokenFile(), json()];
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
