import { describe, expect, it } from "vitest";
import { contendersOf, threadsProblem, type PeerTask } from "./peer-contenders.js";
import type { PeerProcess } from "./peer-process.js";

const losses = { before: 0.7, after: 0.6 };

function scene(prepared: Readonly<Record<string, typeof losses | Error>>, threads = 1) {
  const asked: unknown[] = [];
  const process = {
    open: () => Promise.resolve(Object.keys(prepared).map((id) => ({ id, label: id.toUpperCase() }))),
    prepare(id: string) {
      const result = prepared[id]!;
      return result instanceof Error ? Promise.reject(result) : Promise.resolve(result);
    },
    measure(id: string, ms: number) {
      asked.push({ id, ms });
      return Promise.resolve({ msPerStep: 20, steps: 5, threads });
    },
  } as unknown as PeerProcess;
  const task: PeerTask = {
    ...{ folder: "/case", idPrefix: "shape/", losses, repetitionMs: 100, note: () => undefined },
  };
  return { asked, contenders: () => contendersOf("keras", process, task) };
}

describe("contendersOf", () => {
  it("measures what trains as the others do", async () => {
    const { asked, contenders } = scene({ step: losses });
    const [contender] = await contenders();
    expect(contender).toMatchObject({ id: "shape/step", label: "STEP", formOf: "keras" });
    expect(contender && "measure" in contender && (await contender.measure())).toBe(20);
    expect(asked).toEqual([{ id: "step", ms: 100 }]);
  });

  it("leaves out what trains otherwise, or cannot be compiled", async () => {
    const { contenders } = scene({ wrong: { before: 0.7, after: 0.5 }, broken: new Error("no compiler") });
    expect(await contenders()).toEqual([
      {
        id: "shape/wrong",
        label: "WRONG",
        unavailable: "it trains otherwise: expected a loss of 0.6 after 5 steps, got 0.5",
      },
      { id: "shape/broken", label: "BROKEN", unavailable: "no compiler" },
    ]);
  });

  it("asks for no loss of a matrix product", async () => {
    const { asked, contenders } = scene({ "sgemm-torch": { before: 0, after: 0 } });
    const [contender] = await contenders();
    expect(contender).not.toHaveProperty("formOf");
    expect(contender && "measure" in contender && (await contender.measure())).toBe(20);
    expect(asked).toEqual([{ id: "sgemm-torch", ms: 100 }]);
  });

  it("takes no figure of two threads", async () => {
    const [contender] = await scene({ step: losses }, 1.9).contenders();
    await expect(contender && "measure" in contender && contender.measure()).rejects.toThrow(
      "it computed on 1.9 threads, not on one",
    );
  });
});

describe("threadsProblem", () => {
  it.each([
    { msPerStep: 10, steps: 100, threads: 1.2 },
    { msPerStep: 10, steps: 100, threads: 0.5 },
    // Too short to tell.
    { msPerStep: 1, steps: 10, threads: 2 },
  ])("finds none in %o", (figure) => {
    expect(threadsProblem(figure)).toBeUndefined();
  });

  it("finds one where two threads were at work", () => {
    expect(threadsProblem({ msPerStep: 10, steps: 10, threads: 1.26 })).toContain("1.3 threads");
  });
});
