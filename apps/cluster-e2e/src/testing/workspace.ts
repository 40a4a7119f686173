import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createWriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { serialiseNpy } from "@lockstep/sequence-data";
import { ZipFile } from "yazl";
import { endAll } from "./lockstep-process.js";

/** A folder for one test, with what it needs in it. */
export class Workspace {
  private constructor(readonly folder: string) {}

  static async open(): Promise<Workspace> {
    return new Workspace(await mkdtemp(join(tmpdir(), "lockstep-e2e-")));
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  async write(name: string, content: string | Uint8Array): Promise<string> {
    await writeFile(this.path(name), content);
    return this.path(name);
  }

  /** Writes an .npz file of float32 arrays. */
  async writeNpz(
    name: string,
    arrays: Readonly<Record<string, { shape: readonly number[]; values: Float32Array }>>,
  ): Promise<string> {
    return this.writeZip(
      name,
      Object.fromEntries(
        Object.entries(arrays).map(([key, { shape, values }]) => [`${key}.npy`, serialiseNpy(shape, values)]),
      ),
    );
  }

  async writeZip(name: string, entries: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
    const zip = new ZipFile();
    for (const [entry, content] of Object.entries(entries)) zip.addBuffer(Buffer.from(content), entry);
    zip.end();
    await pipeline(zip.outputStream, createWriteStream(this.path(name)));
    return this.path(name);
  }

  /**
   * Ends the processes of the test, then removes the folder.
   * @param between what is to be done between the two
   */
  async close(between: () => Promise<void> = () => Promise.resolve()): Promise<void> {
    await endAll();
    await between();
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** The seed notebook, with changes as JSON. */
export function notebookJob(change: Record<string, unknown> = {}): string {
  return JSON.stringify({
    name: "notebook",
    seed: 7,
    data: {
      train: { random: { sequences: 100, timeSteps: 10, features: 1, labels: "binary" } },
      test: "same",
    },
    model: {
      layers: [
        { type: "SimpleRNN", units: 10 },
        { type: "Dense", units: 1, activation: "sigmoid" },
      ],
    },
    loss: "binary_crossentropy",
    metrics: ["accuracy"],
    fit: { epochs: 10, batchSize: 32 },
    cluster: { microBatchSize: 4 },
    ...change,
  });
}
