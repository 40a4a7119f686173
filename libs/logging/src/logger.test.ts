import fs from "node:fs";
import { afterEach, describe, expect, it, vi } from "vitest";
import { createLogger, silentLogger, type LoggerOptions } from "./logger.js";

function capture(options: Partial<LoggerOptions>) {
  const lines: string[] = [];
  const logger = createLogger({ name: "coordinator", write: (line) => lines.push(line), ...options });
  return { logger, lines };
}

function parse(line: string | undefined): unknown {
  return JSON.parse(line ?? "");
}

describe("createLogger", () => {
  it("writes JSON for machines", () => {
    const { logger, lines } = capture({ format: "json" });
    logger.warn({ workerId: "w" }, "worker left");
    expect(lines).toHaveLength(1);
    expect(parse(lines[0])).toMatchObject({
      level: "warn",
      name: "coordinator",
      workerId: "w",
      msg: "worker left",
      time: expect.stringMatching(/^\d{4}-.*Z$/) as unknown,
    });
  });

  it("writes a line for people", () => {
    const { logger, lines } = capture({ format: "pretty" });
    logger.info({ port: 80 }, "listening");
    expect(lines.join("")).toMatch(/^\[\d\d:\d\d:\d\d\] INFO \(coordinator\): listening \{"port":80\}\n$/);
  });

  it("writes texts of others so that they do nothing to a terminal, and stay on their line", () => {
    const { logger, lines } = capture({ format: "pretty" });
    const reason = "w\u001b[2J\u009b1m\r\n[12:00:00] INFO: forged \\u001b \u0007";
    logger.warn({ reason }, reason);
    logger.error({ error: new Error(reason) }, "failed");
    expect(lines[0]).toContain("w [2J 1m [12:00:00] INFO: forged \\u001b ");
    expect(lines[0]?.trimEnd()).not.toMatch(/\p{Cc}/u);
    expect(lines[1]).not.toMatch(/[^\P{Cc}\n]/u);
  });

  it("leaves out what is below its level", () => {
    const { logger, lines } = capture({ format: "json", level: "warn" });
    logger.info("no");
    logger.error("yes");
    expect(lines.map(parse)).toMatchObject([{ level: "error", msg: "yes" }]);
  });

  it("shows an error with its cause", () => {
    const { logger, lines } = capture({ format: "json" });
    logger.error({ error: new Error("outer", { cause: new Error("inner") }) }, "failed");
    expect(parse(lines[0])).toMatchObject({ error: { message: "outer: inner" } });
  });

  it("says once what an error tells of its cause itself", () => {
    const { logger, lines } = capture({ format: "json" });
    const cause = new Error("EEXIST: file already exists", { cause: new Error("why") });
    logger.error(
      { error: new Error("d: cannot be written: EEXIST: file already exists: why", { cause }) },
      "x",
    );
    logger.error({ error: "no error" }, "x");
    expect(lines.map(parse)).toMatchObject([
      { error: { type: "Error", message: "d: cannot be written: EEXIST: file already exists: why" } },
      { error: "no error" },
    ]);
  });

  it("gives its child's fields to every line of the child", () => {
    const { logger, lines } = capture({ format: "json" });
    logger.child({ runId: "r" }).info("x");
    expect(parse(lines[0])).toMatchObject({ runId: "r", msg: "x" });
  });

  it("colours nothing off a terminal", () => {
    const { logger, lines } = capture({ format: "pretty" });
    logger.error("red?");
    expect(lines.join("")).not.toContain("\u001b");
  });
});

describe("a logger on stderr", () => {
  afterEach(() => vi.restoreAllMocks());

  it.each(["ENOSPC", "EPIPE", "EIO"])("does not mind that writing fails with %s", (code) => {
    const write = vi.spyOn(fs, "writeSync").mockImplementation(() => {
      throw Object.assign(new Error(code), { code });
    });
    const logger = createLogger({ name: "worker", format: "json" });
    logger.info("one");
    logger.info("two");
    expect(write).toHaveBeenCalled();
  });

  it("writes again when there is room again", () => {
    let full = true;
    const lines: string[] = [];
    vi.spyOn(fs, "writeSync").mockImplementation((_: number, text: unknown) => {
      if (full) throw Object.assign(new Error("full"), { code: "ENOSPC" });
      lines.push(String(text));
      return Buffer.byteLength(String(text));
    });
    const logger = createLogger({ name: "worker", format: "json" });
    logger.info("one");
    full = false;
    logger.info("two");
    expect(lines.join("")).toContain('"msg":"two"');
  });
});

describe("silentLogger", () => {
  it("says that no level is on", () => {
    expect(silentLogger()).toMatchObject({ level: "silent" });
  });
});
