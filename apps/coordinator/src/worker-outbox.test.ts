import type { CoordinatorMessage } from "@lockstep/protocol";
import { describe, expect, it } from "vitest";
import { WorkerOutbox } from "./worker-outbox.js";

const end = (runId: string): CoordinatorMessage => ({ type: "run-end", runId });

function outbox() {
  const sent: string[] = [];
  const failures: unknown[] = [];
  const box = new WorkerOutbox(
    (message) => sent.push("runId" in message ? message.runId : message.type),
    (error) => failures.push(error),
  );
  return { box, sent, failures };
}

/** A message that is made when the test says so. */
function later() {
  let settle!: { resolve: (message: CoordinatorMessage) => void; reject: (error: Error) => void };
  const made = new Promise<CoordinatorMessage>((resolve, reject) => (settle = { resolve, reject }));
  return { make: () => made, ...settle };
}

describe("WorkerOutbox", () => {
  it("sends at once what is made at once", () => {
    const { box, sent } = outbox();
    box.add(() => end("a"));
    box.add(() => undefined);
    box.add(() => end("b"));
    expect(sent).toEqual(["a", "b"]);
  });

  it("keeps the order, and makes a message only when its turn comes", async () => {
    const { box, sent } = outbox();
    const first = later();
    const second = later();
    let isMade = false;
    box.add(first.make);
    box.add(() => {
      isMade = true;
      return end("b");
    });
    box.add(second.make);
    box.add(() => end("d"));
    expect(isMade).toBe(false);
    second.resolve(end("c"));
    first.resolve(end("a"));
    await first.make();
    await second.make();
    await Promise.resolve();
    expect(sent).toEqual(["a", "b", "c", "d"]);
  });

  it("says what could not be made, and sends nothing after it", async () => {
    const { box, sent, failures } = outbox();
    const first = later();
    box.add(first.make);
    box.add(() => end("b"));
    first.reject(new Error("gone"));
    await first.make().catch(() => undefined);
    await Promise.resolve();
    box.add(() => end("c"));
    expect(sent).toEqual([]);
    expect(failures).toEqual([new Error("gone")]);
  });

  it("tells of a message that throws at once as well", () => {
    const { box, failures } = outbox();
    box.add(() => {
      throw new RangeError("no such row");
    });
    expect(failures).toEqual([new RangeError("no such row")]);
  });

  it("forgets what waits when it is closed", async () => {
    const { box, sent } = outbox();
    const first = later();
    box.add(first.make);
    box.add(() => end("b"));
    box.close();
    first.resolve(end("a"));
    await first.make();
    await Promise.resolve();
    expect(sent).toEqual([]);
  });
});
