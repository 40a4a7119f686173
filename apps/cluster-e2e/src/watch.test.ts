import { readFileSync } from "node:fs";
import { connect, type Client } from "@lockstep/client";
import { parseJobValue } from "@lockstep/job";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startCoordinator } from "./testing/coordinator-process.js";
import { LockstepProcess } from "./testing/lockstep-process.js";
import { TerminalProcess } from "./testing/terminal-process.js";
import { notebookJob, Workspace } from "./testing/workspace.js";

let workspace: Workspace;
let client: Client;
let address: string;
const watching: TerminalProcess[] = [];

beforeEach(async () => {
  workspace = await Workspace.open();
  ({ address } = await startCoordinator(workspace));
  const args = ["worker", "--coordinator", address, "--worker-id", "one", "--slots", "1"];
  new LockstepProcess(args, { cwd: workspace.folder });
  client = connect(address);
});

afterEach(async () => {
  for (const process of watching.splice(0)) process.close();
  client.close();
  await workspace.close();
});

function submit(epochs: number): Promise<string> {
  const job = parseJobValue(
    JSON.parse(notebookJob({ fit: { epochs, batchSize: 32, validationSplit: 0.2 } })),
  );
  return client.submit({ kind: "train", job });
}

function watch(runId: string, env: Readonly<Record<string, string>> = {}): TerminalProcess {
  const options = { cwd: workspace.folder, columns: 90, rows: 30, env };
  const process = new TerminalProcess(["watch", runId, "--coordinator", address], options);
  watching.push(process);
  return process;
}

/** Longer than any test. */
const endless = 1_000_000;
const asInAShell = { echo: true, lines: true, signals: true };

/** `T`: stopped; `S`, `R`: not. */
function stateOf(pid: number): string | undefined {
  return /^State:\s+(\w)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
}

describe("lockstep watch on a terminal", () => {
  it("shows a run live to its end, follows the terminal's size, and leaves what it came to", async () => {
    const runId = await submit(1500);
    const screen = watch(runId);
    await screen.until(() => /epoch \d+\/1,500 .*step [1-9]/.test(screen.text));
    expect(screen.isTaken).toBe(true);
    expect(screen.text).toContain(`● running  ${runId}`);
    await screen.until(() => /^ {2}val_loss +[▁-█]+ +\d\.\d{4}/m.test(screen.text));
    expect(screen.text).toMatch(/^Workers {2}1 live$/m);
    expect(screen.text).toMatch(/^Digest {2}[0-9a-f]{64}$/m);
    expect(await screen.modes()).toMatchObject({ echo: false, lines: false });
    screen.resize(60, 20);
    await screen.until(() => /^Digest {2}[0-9a-f]{20,}…$/m.test(screen.text));
    expect(screen.text.split("\n")[19]).toBe("q leave (the run goes on)   p pause it");
    const { code, modes } = await screen.ended();
    expect(code).toBe(0);
    expect(modes).toMatchObject(asInAShell);
    expect(screen.isTaken).toBe(false);
    expect(screen.text).toContain(`● completed  ${runId}`);
    // A line of 64 digits goes on in the next one.
    expect(screen.text.replaceAll("\n", "")).toMatch(/digest: [0-9a-f]{64}/);
  }, 120_000);

  it("pauses the run with p, lets it go on with r, is left with q, and the run goes on", async () => {
    const runId = await submit(endless);
    const screen = watch(runId);
    await screen.until(() => screen.text.includes("● running"));
    screen.type("p");
    await screen.until(() => screen.text.includes("● paused"));
    expect((await client.overview(runId)).run).toMatchObject({
      state: "paused",
      pausedFor: "asked for in lockstep watch",
    });
    expect(screen.text).toContain("r let it go on");
    screen.type("r");
    await screen.until(() => screen.text.includes("● running"));
    screen.type("q");
    const { code, modes } = await screen.ended();
    expect(code).toBe(0);
    expect(modes).toMatchObject(asInAShell);
    expect(screen.isTaken).toBe(false);
    expect(screen.text).toContain(`run ${runId} goes on`);
    expect((await client.overview(runId)).run.state).toBe("running");
  }, 120_000);

  it("gives the terminal back while it is stopped, and takes it again", async () => {
    const screen = watch(await submit(endless));
    await screen.until(() => screen.text.includes("● running"));
    screen.type("\u001a");
    await screen.until(() => !screen.isTaken);
    while (stateOf(screen.pid) !== "T") await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await screen.modes()).toMatchObject(asInAShell);
    process.kill(screen.pid, "SIGCONT");
    await screen.until(() => screen.isTaken && screen.text.includes("● running"));
    screen.type("q");
    expect((await screen.ended()).modes).toMatchObject(asInAShell);
  }, 120_000);

  it.each([
    ["Ctrl-C", (screen: TerminalProcess) => screen.type("\u0003"), 130],
    ["SIGTERM", (screen: TerminalProcess) => process.kill(screen.pid, "SIGTERM"), 143],
    ["SIGHUP", (screen: TerminalProcess) => process.kill(screen.pid, "SIGHUP"), -1],
  ])(
    "gives the terminal back at %s",
    async (_, end, exitCode) => {
      const screen = watch(await submit(endless));
      await screen.until(() => screen.text.includes("● running"));
      end(screen);
      const { code, modes } = await screen.ended();
      expect(code).toBe(exitCode);
      expect(modes).toMatchObject(asInAShell);
      expect(screen.isTaken).toBe(false);
    },
    120_000,
  );

  it("shows ASCII where the terminal has no more", async () => {
    const screen = watch(await submit(endless), { LC_ALL: "C" });
    await screen.until(() => /^ {2}loss +[_.\-=+*#@]+ +\d/m.test(screen.text));
    expect(screen.text).toMatch(/^[\x20-\x7e\n]*$/);
  }, 120_000);

  it("shows a run from its middle, with what came before", async () => {
    const runId = await submit(endless);
    for await (const event of client.watch(runId)) if (event.type === "step" && event.step === 5000) break;
    const screen = watch(runId);
    await screen.until(() => /step [1-9],?\d{3},?\d*\//.test(screen.text));
    expect(screen.text).toMatch(/^ {2}loss +[▁-█]{8,}/m);
    expect(screen.text).toMatch(/^ {2}one {2}live/m);
  }, 120_000);
});
