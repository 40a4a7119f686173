import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { PeerProcess } from "./peer-process.js";

let folder: string;
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), "lockstep-peer-"))));
afterEach(() => rm(folder, { recursive: true }));

/** A program in Python's place: its arguments are ignored. */
async function program(source: string): Promise<string> {
  const path = join(folder, "python");
  await writeFile(path, `#!${process.execPath}\n${source}`, { mode: 0o755 });
  return path;
}

const answering = `
const say = (message) => console.log(JSON.stringify(message));
say({ type: "ready", versions: {} });
const answer = ({ open, prepare, measure, steps, ms }) => {
  if (open) return { type: "opened", contenders: [{ id: "a", label: "A in " + open }] };
  if (prepare) return { type: "prepared", lossBefore: 1, lossAfter: 1 / steps };
  if (measure === "a") return { type: "measured", msPerStep: ms / 4, steps: 4, threads: 1 };
  return { type: "failed", reason: "no such contender" };
};
require("node:readline").createInterface({ input: process.stdin }).on("line", (line) => say(answer(JSON.parse(line))));`;

describe("PeerProcess", () => {
  it("asks for one thing after the other", async () => {
    const peer = new PeerProcess(await program(answering), "torch_steps.py");
    expect(await peer.next()).toMatchObject({ type: "ready" });
    expect(await peer.open("/case")).toEqual([{ id: "a", label: "A in /case" }]);
    expect(await peer.prepare("a", 5)).toEqual({ before: 1, after: 0.2 });
    expect(await peer.measure("a", 80)).toMatchObject({ msPerStep: 20, steps: 4, threads: 1 });
    await expect(peer.measure("b", 80)).rejects.toThrow("no such contender");
    expect(await peer.measure("a", 12)).toMatchObject({ msPerStep: 3 });
    await peer.close();
  });

  it("tells the end of stderr of one that ends", async () => {
    const peer = new PeerProcess(
      await program(`console.error("Segmentation fault"); process.exit(1);`),
      "torch_steps.py",
    );
    await expect(peer.next()).rejects.toThrow("it ended without an answer: Segmentation fault");
    await peer.close();
  });

  it("tells of a Python that is not there", async () => {
    const peer = new PeerProcess(join(folder, "nowhere"), "torch_steps.py");
    await expect(peer.next()).rejects.toThrow("ENOENT");
    await peer.close();
  });
});
