import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CheckpointError } from "./checkpoint-error.js";
import { CheckpointFolder } from "./checkpoint-folder.js";
import type { CheckpointKeep } from "./checkpoint-names.js";
import { CheckpointReader, type NewestCheckpoint } from "./checkpoint-reader.js";
import { saveModel } from "./model-file.js";
import { planJob } from "@lockstep/model";
import { serialiseCheckpoint } from "./serialise-checkpoint.js";
import { MemoryDisk } from "./testing/memory-disk.js";
import { checkpointAt, identity, parameterCount } from "./testing/sample-run.js";

const folder = "run/checkpoints";
const at = (name: string): string => `${folder}/${name}`;

interface Case {
  readonly disk: MemoryDisk;
  readonly checkpoints: CheckpointFolder;
}

/** A folder with checkpoints after these steps. */
async function written(steps: readonly number[], keepLast = 3): Promise<Case> {
  const disk = new MemoryDisk();
  const checkpoints = await CheckpointFolder.open(folder, { disk, keepLast });
  for (const step of steps) await checkpoints.write(identity, checkpointAt(step), "latest");
  return { disk, checkpoints };
}

async function reopened(disk: MemoryDisk, keepLast = 3): Promise<CheckpointFolder> {
  return CheckpointFolder.open(folder, { disk, keepLast });
}

/** Changes a byte in the middle. */
function damage(disk: MemoryDisk, name: string): Uint8Array {
  const bytes = disk.contentsOf(at(name)).slice();
  const middle = bytes.length >> 1;
  bytes[middle] = (bytes[middle] ?? 0) ^ 1;
  disk.put(at(name), bytes);
  return bytes;
}

const stepOf = ({ checkpoint }: NewestCheckpoint): number | undefined => checkpoint?.step;

describe("the newest checkpoint", () => {
  it("is the one of the most steps, whole", async () => {
    const { checkpoints } = await written([5, 30, 10]);
    expect(await checkpoints.newest(identity)).toEqual({
      checkpoint: checkpointAt(30),
      file: "checkpoints/step-30.safetensors",
      damaged: [],
    });
  });

  it("is of the latest round of a step, whatever it is kept for", async () => {
    const { checkpoints } = await written([5]);
    await checkpoints.write(identity, checkpointAt(5, { round: 12 }), "best");
    await checkpoints.write(identity, checkpointAt(5, { round: 11 }), "milestone");
    expect((await checkpoints.newest(identity)).checkpoint?.round).toBe(12);
    await checkpoints.write(identity, checkpointAt(5, { round: 13 }), "latest");
    expect(await checkpoints.newest(identity)).toMatchObject({
      checkpoint: { round: 13 },
      file: "checkpoints/step-5.safetensors",
    });
  });

  it("is none where there is no folder, and where there is nothing in it", async () => {
    expect(await new CheckpointReader("nowhere", new MemoryDisk()).newest(identity)).toEqual({ damaged: [] });
    expect(await (await written([])).checkpoints.newest(identity)).toEqual({ damaged: [] });
  });

  it("is one of at most so many steps, where that is asked for", async () => {
    const { checkpoints } = await written([5, 10, 15]);
    expect(stepOf(await checkpoints.newest(identity, 14))).toBe(10);
    expect(stepOf(await checkpoints.newest(identity, 15))).toBe(15);
    expect(stepOf(await checkpoints.newest(identity, 4))).toBeUndefined();
  });

  it("is not taken for none where the folder cannot be read", async () => {
    const { disk, checkpoints } = await written([5]);
    disk.fate = (operation) => (operation === "list" ? { code: "EIO", isDone: false } : undefined);
    const error = await checkpoints.newest(identity).catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      code: "CHECKPOINT_UNREADABLE",
      message: /run\/checkpoints: cannot be read: EIO/,
    });
  });
});

describe("a checkpoint that is damaged, or another's", () => {
  const model = async (): Promise<Uint8Array> => {
    const home = await mkdtemp(join(tmpdir(), "lockstep-model-"));
    const path = join(home, "model.safetensors");
    const plan = planJob(identity.job, identity.inputShapes);
    const { job, preprocessing } = identity;
    const parameters = new Float32Array(parameterCount);
    await saveModel(path, { plan, job, preprocessing, parameters, step: 30, epoch: 1 });
    const bytes = await readFile(path);
    await rm(home, { recursive: true });
    return bytes;
  };
  const cases: [string, () => Promise<Uint8Array>, RegExp][] = [
    ["empty", () => Promise.resolve(new Uint8Array()), /expected at least 8 bytes, got 0/],
    [
      "cut",
      async () => (await serialiseCheckpoint(identity, checkpointAt(30))).slice(0, -1),
      /expected \d+ bytes of data after the header, got \d+/,
    ],
    [
      "of another step",
      () => serialiseCheckpoint(identity, checkpointAt(20)),
      /expected a checkpoint of step 30, got one of step 20/,
    ],
    [
      "of another run",
      () => serialiseCheckpoint({ ...identity, runId: "other" }, checkpointAt(30)),
      /not a checkpoint of this run: metadata runId: expected "sample-1", got "other"/,
    ],
    [
      "of the run with other data",
      () => serialiseCheckpoint({ ...identity, dataDigest: "e".repeat(64) }, checkpointAt(30)),
      /metadata dataDigest/,
    ],
    ["a saved model", model, /metadata format: expected lockstep-checkpoint, got "lockstep-model"/],
    ["another file", () => Promise.resolve(new TextEncoder().encode("hello, this is text")), /damaged/],
  ];

  it.each(cases)("is reported, passed over, and left as it is: %s", async (_, make, reason) => {
    const { disk } = await written([10, 20, 30]);
    const bad = await make();
    disk.put(at("step-30.safetensors"), bad);
    const checkpoints = await reopened(disk);
    const found = await checkpoints.newest(identity);
    expect(stepOf(found)).toBe(20);
    expect(found.damaged.map(({ file }) => file)).toEqual(["checkpoints/step-30.safetensors"]);
    expect(found.damaged[0]?.reason).toMatch(reason);
    expect(found.damaged[0]?.reason).toContain("run/checkpoints/step-30.safetensors");
    for (const step of [30, 40, 50, 60, 70]) await checkpoints.write(identity, checkpointAt(step), "latest");
    expect(disk.contentsOf(at("step-30.safetensors"))).toEqual(bad);
    expect(disk.names).toEqual([
      "step-30.safetensors",
      ...[50, 60, 70].map((step) => `step-${step}.safetensors`),
    ]);
  });

  it("is reported of all that are newer than the valid one", async () => {
    const { disk } = await written([10, 20, 30]);
    damage(disk, "step-20.safetensors");
    damage(disk, "step-30.safetensors");
    const found = await (await reopened(disk)).newest(identity);
    expect(stepOf(found)).toBe(10);
    expect(found.damaged.map(({ file }) => file)).toEqual([
      "checkpoints/step-30.safetensors",
      "checkpoints/step-20.safetensors",
    ]);
  });

  it("leaves nothing to go on from where all are", async () => {
    const { disk } = await written([10, 20]);
    for (const step of [10, 20]) damage(disk, `step-${step}.safetensors`);
    const found = await (await reopened(disk)).newest(identity);
    expect(found).not.toHaveProperty("checkpoint");
    expect(found.damaged).toHaveLength(2);
  });

  it("is passed over where it cannot be read", async () => {
    const { disk, checkpoints } = await written([10, 20]);
    disk.fate = (operation, _, path) =>
      operation === "read" && path.includes("step-20") ? { code: "EIO", isDone: false } : undefined;
    const found = await checkpoints.newest(identity);
    expect(stepOf(found)).toBe(10);
    expect(found.damaged[0]?.reason).toMatch(/step-20.safetensors: cannot be read: EIO/);
  });

  it("keeps its name: the new one of that step gets another, and replaces that one the next time", async () => {
    const { disk } = await written([10, 20]);
    const bad = damage(disk, "step-20.safetensors");
    const checkpoints = await reopened(disk);
    for (const round of [40, 41]) {
      const { file } = await checkpoints.write(identity, checkpointAt(20, { round }), "latest");
      expect(file).toBe("checkpoints/step-20.2.safetensors");
    }
    expect(disk.contentsOf(at("step-20.safetensors"))).toEqual(bad);
    expect(await checkpoints.newest(identity)).toMatchObject({
      checkpoint: { round: 41 },
      file: "checkpoints/step-20.2.safetensors",
      damaged: [{ file: "checkpoints/step-20.safetensors" }],
    });
  });

  it("stays though it is an older one that nobody looked at", async () => {
    const { disk } = await written([10, 20, 30]);
    const bad = damage(disk, "step-10.safetensors");
    const checkpoints = await reopened(disk);
    expect(await checkpoints.newest(identity)).toMatchObject({ checkpoint: { step: 30 }, damaged: [] });
    for (const step of [40, 50, 60]) await checkpoints.write(identity, checkpointAt(step), "latest");
    expect(disk.names.map((name) => Number(/\d+/.exec(name)?.[0]))).toEqual([10, 40, 50, 60]);
    expect(disk.contentsOf(at("step-10.safetensors"))).toEqual(bad);
  });
});

describe("what is kept", () => {
  it("is the newest few, every milestone, and the newest best one", async () => {
    const { disk, checkpoints } = await written([1, 2], 2);
    const write = (step: number, keep: CheckpointKeep) =>
      checkpoints.write(identity, checkpointAt(step), keep);
    await write(2, "milestone");
    await write(2, "best");
    await write(3, "latest");
    await write(4, "milestone");
    await write(4, "best");
    await write(4, "latest");
    expect(disk.names).toEqual([
      "best-4.safetensors",
      "milestone-2.safetensors",
      "milestone-4.safetensors",
      "step-3.safetensors",
      "step-4.safetensors",
    ]);
  });

  it("is always what was written last, and the newest valid one", async () => {
    const writes = fc.array(
      fc.record({ step: fc.nat(12), keep: fc.constantFrom<CheckpointKeep>("latest", "milestone", "best") }),
      { minLength: 1, maxLength: 20 },
    );
    await fc.assert(
      fc.asyncProperty(writes, fc.integer({ min: 1, max: 3 }), async (all, keepLast) => {
        const { disk, checkpoints } = await written([], keepLast);
        for (const [round, { step, keep }] of all.entries()) {
          const highest = stepOf(await checkpoints.newest(identity)) ?? -1;
          const { file } = await checkpoints.write(identity, checkpointAt(step, { round }), keep);
          expect(disk.names).toContain(file.slice("checkpoints/".length));
          expect(stepOf(await checkpoints.newest(identity))).toBeGreaterThanOrEqual(
            keep === "best" ? step : Math.max(step, highest),
          );
          expect(disk.names.filter((name) => name.startsWith("step-")).length).toBeLessThanOrEqual(
            keepLast + 1,
          );
          expect(disk.names.filter((name) => name.startsWith("best-")).length).toBeLessThanOrEqual(1);
        }
      }),
      { numRuns: 50 },
    );
  });

  it("is what others put there, and folders", async () => {
    const { disk, checkpoints } = await written([1, 2, 3]);
    const foreign = [
      "step-1.safetensors.bak",
      "notes.txt",
      ".step-x.safetensors.tmp",
      "step-1.0x.safetensors",
      ".tmp",
    ];
    for (const name of foreign) disk.put(at(name), Uint8Array.of(1));
    await reopened(disk);
    for (const step of [4, 5, 6]) await checkpoints.write(identity, checkpointAt(step), "latest");
    expect(disk.names).toEqual([...foreign, ...[4, 5, 6].map((step) => `step-${step}.safetensors`)].sort());
  });

  it("is not what a process that was killed left half-written", async () => {
    const { disk } = await written([1]);
    for (const name of [
      ".step-2.safetensors.tmp",
      ".best-2.safetensors.tmp",
      ".milestone-2.3.safetensors.tmp",
    ])
      disk.put(at(name), Uint8Array.of(1));
    await new CheckpointReader(folder, disk).newest(identity);
    expect(disk.names).toHaveLength(4);
    await reopened(disk);
    expect(disk.names).toEqual(["step-1.safetensors"]);
  });

  it("is at least one", async () => {
    await expect(CheckpointFolder.open(folder, { disk: new MemoryDisk(), keepLast: 0 })).rejects.toThrow(
      "keepLast: expected at least 1, got 0",
    );
  });

  it("is told where an old one cannot be removed, which is tried again", async () => {
    const { disk, checkpoints } = await written([1], 1);
    disk.fate = (operation) => (operation === "remove" ? { code: "EIO", isDone: false } : undefined);
    const { troubles } = await checkpoints.write(identity, checkpointAt(2), "latest");
    expect(troubles.map(({ message }) => message)).toEqual([
      expect.stringContaining("run/checkpoints/step-1.safetensors: cannot be removed: EIO"),
    ]);
    disk.fate = () => undefined;
    await checkpoints.write(identity, checkpointAt(3), "latest");
    expect(disk.names).toEqual(["step-3.safetensors"]);
  });
});

describe("a disk that fails", () => {
  /** Operations of a write, so that each can fail. */
  const operations = async (): Promise<number> => {
    const { disk, checkpoints } = await written([1, 2]);
    const before = disk.log.length;
    await checkpoints.write(identity, checkpointAt(3), "latest");
    return disk.log.length - before;
  };

  it("writes, flushes, renames and flushes the name, in this order", async () => {
    const { disk, checkpoints } = await written([1]);
    const before = disk.log.length;
    await checkpoints.write(identity, checkpointAt(3), "latest");
    const changes = disk.log.slice(before).filter((entry) => !entry.startsWith("list"));
    expect(changes).toEqual([
      "write run/checkpoints/.step-3.safetensors.tmp",
      "flush run/checkpoints/.step-3.safetensors.tmp",
      "rename run/checkpoints/.step-3.safetensors.tmp",
      "flushFolder run/checkpoints",
    ]);
  });

  for (const [what, isDone] of [
    ["before it does anything", false],
    ["after it did it", true],
  ] as const)
    it(`leaves a valid newest checkpoint at any operation, ${what}, over a crash as well`, async () => {
      const count = await operations();
      expect(count).toBeGreaterThanOrEqual(6);
      for (let failing = 0; failing < count; failing++) {
        const { disk, checkpoints } = await written([1, 2], 1);
        const from = disk.log.length;
        disk.fate = (_, number) => (number === from + failing ? { code: "EIO", isDone } : undefined);
        const outcome = await checkpoints
          .write(identity, checkpointAt(3), "latest")
          .catch((error: unknown) => error);
        disk.fate = () => undefined;
        const newest = stepOf(await checkpoints.newest(identity));
        if (outcome instanceof CheckpointError) {
          expect(outcome.message).toContain("run/checkpoints");
          expect([2, 3]).toContain(newest);
        } else expect(newest).toBe(3);
        disk.crash();
        const recovered = await reopened(disk);
        const after = await recovered.newest(identity);
        expect(after.damaged).toEqual([]);
        expect(outcome instanceof CheckpointError ? [2, 3] : [3]).toContain(stepOf(after));
        expect(disk.names.every((name) => name.startsWith("step-"))).toBe(true);
        await recovered.write(identity, checkpointAt(4), "latest");
        expect(stepOf(await recovered.newest(identity))).toBe(4);
      }
    });

  it.each([
    ["ENOSPC", "CHECKPOINT_NO_SPACE"],
    ["EDQUOT", "CHECKPOINT_NO_SPACE"],
    ["EFBIG", "CHECKPOINT_TOO_LARGE"],
    ["EIO", "CHECKPOINT_UNWRITABLE"],
  ])("says so: %s", async (code, expected) => {
    const { disk, checkpoints } = await written([1]);
    disk.fate = (operation) => (operation === "write" ? { code, isDone: true } : undefined);
    const error = await checkpoints
      .write(identity, checkpointAt(2), "latest")
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      code: expected,
      message: expect.stringContaining(
        `run/checkpoints/step-2.safetensors: cannot be written: ${code}`,
      ) as string,
    });
    expect(disk.names).toEqual(["step-1.safetensors"]);
    disk.fate = () => undefined;
    await checkpoints.write(identity, checkpointAt(2), "latest");
    expect(disk.names).toEqual(["step-1.safetensors", "step-2.safetensors"]);
  });

  it("takes a temporary file that could not be removed away before the next write", async () => {
    const { disk, checkpoints } = await written([1]);
    disk.fate = (operation) =>
      operation === "flush" || operation === "remove" ? { code: "EIO", isDone: false } : undefined;
    await expect(checkpoints.write(identity, checkpointAt(2), "latest")).rejects.toThrow(
      /\.step-2\.safetensors\.tmp is left over: EIO/,
    );
    expect(disk.names).toContain(".step-2.safetensors.tmp");
    disk.fate = () => undefined;
    await checkpoints.write(identity, checkpointAt(3), "latest");
    expect(disk.names).toEqual(["step-1.safetensors", "step-3.safetensors"]);
  });

  it("names the folder and checkpoint of contents that cannot be written", async () => {
    const { checkpoints } = await written([1]);
    await expect(
      checkpoints.write(identity, checkpointAt(2, { digest: "0".repeat(64) }), "latest"),
    ).rejects.toThrow(/^run\/checkpoints: checkpoint of step 2: the parameters changed/);
  });
});

describe("the machine's own disk", () => {
  it("keeps a run's checkpoints in a folder that it makes", async () => {
    const home = await mkdtemp(join(tmpdir(), "lockstep-checkpoints-"));
    try {
      const inside = join(home, "runs", "one", "checkpoints");
      const checkpoints = await CheckpointFolder.open(inside, { keepLast: 1 });
      for (const step of [1, 2]) await checkpoints.write(identity, checkpointAt(step), "latest");
      await checkpoints.write(identity, checkpointAt(0), "milestone");
      await mkdir(join(inside, "step-9.safetensors"));
      await writeFile(join(inside, ".step-3.safetensors.tmp"), "half");
      const found = await (await CheckpointFolder.open(inside)).newest(identity);
      expect(found).toMatchObject({ checkpoint: checkpointAt(2), file: "checkpoints/step-2.safetensors" });
      expect(found.damaged[0]?.reason).toMatch(/step-9.safetensors: cannot be read: EISDIR/);
      expect((await readdir(inside)).sort()).toEqual([
        "milestone-0.safetensors",
        "step-2.safetensors",
        "step-9.safetensors",
      ]);
    } finally {
      await rm(home, { recursive: true });
    }
  });

  it("names the folder that cannot be made", async () => {
    const home = await mkdtemp(join(tmpdir(), "lockstep-checkpoints-"));
    try {
      await writeFile(join(home, "runs"), "a file");
      const inside = join(home, "runs", "checkpoints");
      await expect(CheckpointFolder.open(inside)).rejects.toMatchObject({
        code: "CHECKPOINT_UNWRITABLE",
        message: expect.stringContaining(`${inside}: cannot be written: ENOTDIR`) as string,
      });
    } finally {
      await rm(home, { recursive: true });
    }
  });
});
