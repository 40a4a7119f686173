import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { writeFileAtomically, type RunIdentity } from "@lockstep/checkpoint";
import { parseJobValue } from "@lockstep/job";
import { preprocessingSchema } from "@lockstep/sequence-data";
import type { RunKind } from "@lockstep/training-run";
import type { RunRequest } from "../preparation/read-request.js";
import { runFileOf } from "../run-folder.js";
import { FieldReader } from "./field-reader.js";

const format = "lockstep-run";
const version = 1;

/** What somebody wants of a run, which outlives the coordinator that was told. */
export type Wish =
  | { readonly state: "run" } // go on until it is done
  | { readonly state: "pause"; readonly reason: string }
  | { readonly state: "stop"; readonly reason: string }
  | { readonly state: "over" }; // it has ended, and the history says how

/** How much there is to do, as the first event of a run tells it. */
export interface RunSizes {
  readonly totalSteps: number;
  readonly epochs: number;
  readonly stepsPerEpoch: number;
  readonly sequences: number;
}

/** All that is needed to take a run up again: written before its submission is acknowledged. */
export interface RunFile {
  readonly name: string;
  readonly kind: RunKind;
  /** The lineage of coordinators that the run belongs to. */
  readonly stream: string;
  /** Milliseconds since 1970. */
  readonly submittedMs: number;
  /** As it was asked for. */
  readonly request: RunRequest;
  /** What it came to. */
  readonly identity: RunIdentity;
  /** SHA-256 of the parameters to begin with. */
  readonly initialDigest: string;
  readonly sizes: RunSizes;
  readonly wish: Wish;
}

/** @throws CheckpointError where it cannot be written: the old one is there then, or none */
export async function writeRunFile(folder: string, file: RunFile): Promise<void> {
  const text = JSON.stringify({ format, version, ...file }, null, 2);
  await writeFileAtomically(runFileOf(folder), new TextEncoder().encode(text));
}

/** @throws an error that names file and field; ENOENT's where there is none */
export async function readRunFile(folder: string): Promise<RunFile> {
  const path = runFileOf(folder);
  const text = await readFile(path, "utf8");
  return parseRunFile(text, path, basename(folder));
}

function parseRunFile(text: string, path: string, folderName: string): RunFile {
  const file = FieldReader.ofJson(text, path);
  file.literal("format", format);
  file.literal("version", version);
  const identity = file.object("identity");
  // The copy of a run's folder is not that run: both would write one history.
  identity.literal("runId", folderName);
  return {
    name: file.text("name"),
    kind: file.oneOf("kind", ["train", "evaluate", "predict"]),
    stream: file.text("stream"),
    submittedMs: file.number("submittedMs"),
    request: requestOf(file.object("request")),
    identity: {
      runId: identity.text("runId"),
      job: identity.checked("job", parseJobValue),
      inputShapes: identity.checked("inputShapes", shapes),
      preprocessing: identity.checked("preprocessing", (value) => preprocessingSchema.parse(value)),
      dataDigest: identity.digest("dataDigest"),
    },
    initialDigest: file.digest("initialDigest"),
    sizes: sizesOf(file.object("sizes")),
    wish: wishOf(file.object("wish")),
  };
}

function requestOf(request: FieldReader): RunRequest {
  const least = request.value("minWorkers");
  const minWorkers = least === undefined ? {} : { minWorkers: request.number("minWorkers") };
  const kind = request.oneOf("kind", ["train", "evaluate", "predict"]);
  // Jobs and sources are checked when they are used.
  if (kind === "train") return { kind, job: request.value("job"), ...minWorkers };
  const data = request.value("data");
  return { kind, model: request.text("model"), ...(data === undefined ? {} : { data }), ...minWorkers };
}

function sizesOf(sizes: FieldReader): RunSizes {
  return {
    totalSteps: sizes.number("totalSteps"),
    epochs: sizes.number("epochs"),
    stepsPerEpoch: sizes.number("stepsPerEpoch"),
    sequences: sizes.number("sequences"),
  };
}

function wishOf(wish: FieldReader): Wish {
  const state = wish.oneOf("state", ["run", "pause", "stop", "over"]);
  return state === "run" || state === "over" ? { state } : { state, reason: wish.text("reason") };
}

function shapes(value: unknown): number[][] {
  const isShape = (shape: unknown): shape is number[] =>
    Array.isArray(shape) && shape.every((size) => Number.isSafeInteger(size));
  if (Array.isArray(value) && value.every(isShape)) return value;
  throw new TypeError("expected a list of lists of whole numbers");
}
