import { createWriteStream } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { parseDataSource } from "@lockstep/job";
import { afterAll, beforeAll } from "vitest";
import { ZipFile } from "yazl";
import { DataError } from "../data-error.js";
import type { DataErrorCode } from "../data-error.js";
import { openData } from "../open-data.js";
import type { OpenDataOptions, OpenedData } from "../open-data.js";
import type { SequenceDataset } from "../sequence-dataset.js";

/** A folder for the files of one test file, removed at the end. */
export class DataFolder {
  path = "";

  constructor() {
    beforeAll(async () => {
      this.path = await mkdtemp(join(tmpdir(), "lockstep-data-"));
    });
    afterAll(async () => {
      await rm(this.path, { recursive: true });
    });
  }

  file(name: string): string {
    return join(this.path, name);
  }

  async write(name: string, contents: string | Uint8Array): Promise<string> {
    await writeFile(this.file(name), contents);
    return name;
  }

  /** An archive of arrays as numpy.savez (stored) or savez_compressed (deflated) writes it. */
  async writeNpz(name: string, arrays: Record<string, Uint8Array>, compress = false): Promise<string> {
    const zip = new ZipFile();
    for (const [array, bytes] of Object.entries(arrays)) {
      zip.addBuffer(Buffer.from(bytes), `${array}.npy`, { compress });
    }
    zip.end();
    await pipeline(zip.outputStream, createWriteStream(this.file(name)));
    return name;
  }

  /** Opens a source as a job file has it. */
  open(source: unknown, options: Partial<OpenDataOptions> = {}): Promise<OpenedData> {
    return openData(parseDataSource(source), { baseDir: this.path, seed: 0, ...options });
  }

  /** What opening a source fails with. */
  refusal(source: unknown, options: Partial<OpenDataOptions> = {}): Promise<Refusal> {
    return refusalOf(() => this.open(source, options));
  }
}

export interface Refusal {
  readonly code: DataErrorCode;
  readonly message: string;
}

/** The DataError that something fails with. */
export async function refusalOf(attempt: () => unknown): Promise<Refusal> {
  try {
    await attempt();
  } catch (error) {
    if (error instanceof DataError) return { code: error.code, message: error.message };
    throw error;
  }
  throw new Error("expected a DataError, got a result");
}

/** All rows, as plain numbers. */
export function rowsOf(dataset: SequenceDataset): number[][] {
  return Array.from({ length: dataset.sequences }, (_, index) => Array.from(dataset.row(index)));
}

/** Lengths of all sequences. */
export function lengthsOf(dataset: SequenceDataset): number[] {
  return Array.from({ length: dataset.sequences }, (_, index) => dataset.lengthOf(index));
}
