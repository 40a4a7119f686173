import { describe, expect, it } from "vitest";
import type { ChildEnd, ChildOptions, ClusterChild, SpawnChild } from "./cluster-child.js";
import type { ParentMessage } from "./child-messages.js";
import { LocalCluster } from "./local-cluster.js";

/** A child that the test speaks and ends for. */
class FakeChild implements ClusterChild {
  end: (end: Partial<ChildEnd>) => void = () => undefined;
  readonly ended: Promise<ChildEnd>;
  readonly told: ParentMessage[] = [];
  released = false;
  killed = false;

  constructor(readonly options: ChildOptions) {
    this.ended = new Promise((resolve) => {
      this.end = (end) => resolve({ code: null, signal: null, message: "", ...end });
    });
  }

  get name(): string {
    return this.options.name;
  }

  tell(message: ParentMessage): void {
    this.told.push(message);
  }

  release(): void {
    this.released = true;
    this.end({ code: 0 });
  }

  kill(): void {
    this.killed = true;
    this.end({ signal: "SIGKILL" });
  }
}

function bench(workers = 2) {
  const children: FakeChild[] = [];
  const notes: string[] = [];
  const spawn: SpawnChild = (options) => {
    const child = new FakeChild(options);
    children.push(child);
    return child;
  };
  const cluster = new LocalCluster(
    {
      workers,
      program: ["main.js"],
      env: { LOCKSTEP_TOKEN: "t" },
      coordinatorArguments: ["coordinator"],
      workerArguments: (workerId) => ["worker", workerId],
      note: (text) => notes.push(text),
    },
    spawn,
  );
  return { cluster, children, notes };
}

async function started(workers = 2) {
  const made = bench(workers);
  const beginning = made.cluster.begin();
  made.children[0]!.options.onMessage({ type: "ready", grpc: "a:1", http: "b:2" });
  return { ...made, addresses: await beginning };
}

/** Lets everything that is settled be heard. */
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));
const failureOf = (cluster: LocalCluster) => cluster.failure.catch((error: unknown) => error);

describe("LocalCluster", () => {
  it("starts the processes at once, has the coordinator begin, and tells the workers where it listens", async () => {
    const { cluster, children } = bench();
    expect(children.map(({ options }) => options.command)).toEqual([
      ["main.js", "coordinator"],
      ["main.js", "worker", "worker-1"],
      ["main.js", "worker", "worker-2"],
    ]);
    expect(children.every(({ options }) => options.env.LOCKSTEP_TOKEN === "t")).toBe(true);
    expect(children.flatMap(({ told }) => told)).toEqual([]);
    const beginning = cluster.begin();
    expect(children.map((child) => child.told)).toEqual([[{ type: "begin" }], [], []]);
    children[0]!.options.onMessage({ type: "ready", grpc: "a:1", http: "b:2" });
    expect(await beginning).toEqual({ grpc: "a:1", http: "b:2" });
    const told = { type: "coordinator", address: "a:1" };
    expect(children.map((child) => child.told)).toEqual([[{ type: "begin" }], [told], [told]]);
  });

  it("fails where a worker cannot start before the coordinator has", async () => {
    const { cluster, children } = bench();
    const beginning = cluster.begin();
    children[2]!.end({ code: 1, message: "no backend" });
    await expect(beginning).rejects.toMatchObject({
      message: "worker-2 ended with exit code 1:\n  no backend",
    });
  });

  it("fails with what a coordinator that cannot start says, and its exit code", async () => {
    const { cluster, children } = bench();
    const beginning = cluster.begin();
    children[0]!.end({ code: 2, message: "the port is in use" });
    await expect(beginning).rejects.toMatchObject({
      exitCode: 2,
      message: "coordinator ended with exit code 2:\n  the port is in use",
    });
  });

  it("fails at once where a worker cannot start", async () => {
    const { cluster, children } = await started();
    children[1]!.end({ code: 1, message: "no backend" });
    expect(await failureOf(cluster)).toMatchObject({
      exitCode: 1,
      message: "worker-1 ended with exit code 1:\n  no backend",
    });
  });

  it("goes on without a worker once the run has started, until the last is gone", async () => {
    const { cluster, children, notes } = await started();
    cluster.runStarted();
    children[1]!.end({ signal: "SIGKILL" });
    await settled();
    expect(notes).toEqual(["worker-1 ended by SIGKILL"]);
    children[2]!.end({ code: 0 });
    expect(await failureOf(cluster)).toMatchObject({
      exitCode: 1,
      message: "worker-2 ended with exit code 0",
    });
  });

  it("fails where the coordinator is gone", async () => {
    const { cluster, children } = await started();
    cluster.runStarted();
    children[0]!.end({ signal: "SIGKILL" });
    expect(await failureOf(cluster)).toMatchObject({ message: "coordinator ended by SIGKILL" });
  });

  it("shows warnings and errors of the children, the same one once", async () => {
    const { children, notes } = await started();
    const warning = { level: "warn", text: "slow" } as const;
    children[1]!.options.onLine(warning);
    children[2]!.options.onLine(warning);
    children[2]!.options.onLine({ level: "info", text: "hello" });
    children[2]!.options.onLine({ level: "other", text: "banner" });
    children[0]!.options.onLine({ level: "error", text: "broken" });
    expect(notes).toEqual(["worker-1: slow", "coordinator: broken"]);
  });

  it("closes quietly, and by force what does not end", async () => {
    const { cluster, children, notes } = await started();
    children[1]!.release = () => undefined;
    const expired: (() => void)[] = [];
    const closing = cluster.close((callback) => {
      expired.push(callback);
      return () => undefined;
    });
    children[1]!.options.onLine({ level: "error", text: "connection lost" });
    await settled();
    expect(children.map(({ killed }) => killed)).toEqual([false, false, false]);
    for (const callback of expired) callback();
    await closing;
    expect(children[1]!.killed).toBe(true);
    expect(notes).toEqual([]);
  });
});
