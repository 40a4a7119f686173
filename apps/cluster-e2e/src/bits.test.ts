import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { backends } from "./testing/backends.js";
import { lockstep } from "./testing/lockstep-process.js";
import { digestsOf, type RunDocument } from "./testing/run-document.js";
import { notebookJob, Workspace } from "./testing/workspace.js";

let workspace: Workspace;
const probes = await backends();

beforeAll(async () => {
  workspace = await Workspace.open();
  await workspace.write("job.json", notebookJob());
});
afterAll(() => workspace.close());

async function run(...options: string[]): Promise<RunDocument> {
  const { code, stdout, stderr } = await lockstep(["run", "job.json", "--json", ...options], {
    cwd: workspace.folder,
  });
  expect(code, stderr).toBe(0);
  return JSON.parse(stdout) as RunDocument;
}

describe.each(probes)("the notebook on $name", ({ name, available, reason }) => {
  it("has the same digest after each of its 40 steps for any number of workers and slots", async (context) => {
    if (!available) context.skip(`backend ${name} is not available: ${reason ?? ""}`);
    const reference = await run("--backend", name, "--workers", "1", "--slots", "1");
    expect(digestsOf(reference)).toHaveLength(40);
    expect(new Set(digestsOf(reference)).size).toBe(40);
    const clusters = [
      [2, 1],
      [3, 1],
      [5, 1],
      [1, 4],
      [2, 4],
    ];
    for (const [workers, slots] of clusters) {
      const other = await run("--backend", name, "--workers", String(workers), "--slots", String(slots));
      expect(digestsOf(other), `${workers ?? ""} workers, ${slots ?? ""} slots`).toEqual(
        digestsOf(reference),
      );
      expect({ ...other.history }).toEqual({ ...reference.history });
      expect(other.test).toEqual(reference.test);
    }
  }, 180_000);
});
