import { describe, expect, it } from "vitest";
import type { ChildLine } from "./child-log.js";
import type { ChildMessage } from "./child-messages.js";
import { spawnChild } from "./cluster-child.js";

/** A real process that runs the script. */
function run(script: string) {
  const lines: ChildLine[] = [];
  const messages: ChildMessage[] = [];
  let ready = (): void => undefined;
  const isReady = new Promise<void>((resolve) => (ready = resolve));
  const child = spawnChild({
    name: "child",
    command: ["-e", script],
    env: process.env,
    onLine: (line) => lines.push(line),
    onMessage(message) {
      messages.push(message);
      ready();
    },
  });
  return { child, lines, messages, isReady };
}

const ready = 'process.send({ type: "ready", grpc: "a:1", http: "b:2" });';
const stay = "setInterval(() => undefined, 1000);";

describe("spawnChild", () => {
  it("hands on messages and lines, and tells how the child ended", async () => {
    const { child, lines, messages } = run(
      `${ready} console.error("boo"); process.exitCode = 3; process.disconnect();`,
    );
    expect(await child.ended).toEqual({ code: 3, signal: null, message: "boo" });
    expect(messages).toEqual([{ type: "ready", grpc: "a:1", http: "b:2" }]);
    expect(lines).toEqual([{ level: "other", text: "boo" }]);
  });

  it("prefers what the child said of its end", async () => {
    const { child } = run(
      'console.error("banner"); process.send({ type: "failed", message: "no backend" }, () => process.exit(1));',
    );
    expect(await child.ended).toEqual({ code: 1, signal: null, message: "no backend" });
  });

  it("tells the child something, also before it listens", async () => {
    const { child, lines } = run(
      `${ready} setTimeout(() => process.on("message", (m) => { console.error(m.address); process.exit(0); }), 50);`,
    );
    child.tell({ type: "coordinator", address: "a:1" });
    expect(await child.ended).toMatchObject({ code: 0 });
    expect(lines).toEqual([{ level: "other", text: "a:1" }]);
    child.tell({ type: "coordinator", address: "a:1" });
  });

  it("lets the child go, which ends by itself", async () => {
    const { child, isReady } = run(`process.on("disconnect", () => process.exit(0)); ${ready} ${stay}`);
    await isReady;
    child.release();
    expect(await child.ended).toMatchObject({ code: 0 });
    child.release();
  });

  it("ends the child now", async () => {
    const { child, isReady } = run(`process.on("SIGTERM", () => undefined); ${ready} ${stay}`);
    await isReady;
    child.kill();
    expect(await child.ended).toMatchObject({ code: null, signal: "SIGKILL" });
  });
});
