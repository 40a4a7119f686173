import { Writable } from "node:stream";
import { describe, expect, it } from "vitest";
import { watchStandardStreams } from "./standard-streams.js";

const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

/** A stream whose every write fails, where there is a code. */
function stream(code?: string) {
  const lines: string[] = [];
  const writable = new Writable({
    write(chunk: Buffer, _, done) {
      if (code === undefined) lines.push(chunk.toString());
      done(code === undefined ? null : Object.assign(new Error(`${code}: write`), { code }));
    },
  });
  return { writable, lines };
}

function bench(stdoutCode?: string, stderrCode?: string) {
  const [stdout, stderr] = [stream(stdoutCode), stream(stderrCode)];
  const exits: number[] = [];
  watchStandardStreams({
    stdout: stdout.writable,
    stderr: stderr.writable,
    exit: (code) => void exits.push(code),
  });
  return { stdout, stderr, exits };
}

describe("watchStandardStreams", () => {
  it.each(["ENOSPC", "EPIPE", "EIO"])("goes on without a stderr that fails with %s", async (code) => {
    const { stdout, stderr, exits } = bench(undefined, code);
    stderr.writable.write("progress");
    await settled();
    stderr.writable.write("more progress");
    await settled();
    stdout.writable.write("result");
    expect(stdout.lines).toEqual(["result"]);
    expect(exits).toEqual([]);
  });

  it("ends well where stdout is read no more", async () => {
    const { stdout, stderr, exits } = bench("EPIPE");
    stdout.writable.write("result");
    await settled();
    expect({ exits, said: stderr.lines }).toEqual({ exits: [0], said: [] });
  });

  it.each([undefined, "ENOSPC"])("fails where stdout is full and stderr is %s", async (stderrCode) => {
    const { stdout, stderr, exits } = bench("ENOSPC", stderrCode);
    stdout.writable.write("result");
    await settled();
    expect(exits).toEqual([1]);
    const line = "lockstep: stdout cannot be written: ENOSPC: write\n";
    expect(stderr.lines).toEqual(stderrCode === undefined ? [line] : []);
  });
});
