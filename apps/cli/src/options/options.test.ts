import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { Command } from "commander";
import { FakeIo } from "../testing/fake-io.js";
import { parseAddress, parseHostPort } from "./host-port.js";
import { option } from "./option.js";
import { readToken, requireToken } from "./token.js";
import {
  parsePath,
  parseReason,
  parseRunId,
  parseTemperature,
  parseWorkerId,
  wholeNumber,
} from "./values.js";

afterEach(() => vi.unstubAllEnvs());

describe("parseHostPort", () => {
  it.each([
    ["127.0.0.1:8080", { host: "127.0.0.1", port: 8080 }],
    ["[::1]:0", { host: "[::1]", port: 0 }],
    ["gpu-box.local:65535", { host: "gpu-box.local", port: 65_535 }],
  ])("reads %s", (text, address) => expect(parseHostPort(text)).toEqual(address));

  it.each([
    "8080",
    ":8080",
    "127.0.0.1",
    "127.0.0.1:",
    "host:65536",
    "::1:80",
    "http://x:80",
    "a b:1",
    "x:-1",
  ])("refuses %s", (text) => expect(() => parseHostPort(text)).toThrow(`Expected HOST:PORT, such as`));

  it("wants a port to call from 1", () => {
    expect(parseAddress("a:1")).toBe("a:1");
    expect(() => parseAddress("a:0")).toThrow('Expected a port from 1, got "a:0"');
  });
});

describe("values", () => {
  it("are whole numbers within bounds", () => {
    const parse = wholeNumber(1, 10);
    expect(parse("10")).toBe(10);
    for (const text of ["0", "11", "1.5", "", "x", "1e1", "-1"]) {
      expect(() => parse(text)).toThrow(`Expected a whole number from 1 to 10, got "${text}"`);
    }
  });

  it("are temperatures", () => {
    expect(["0", "0.5", "100"].map(parseTemperature)).toEqual([0, 0.5, 100]);
    for (const text of ["", "-1", "x", "1e1", "101", ".5"]) {
      expect(() => parseTemperature(text)).toThrow(`Expected a number from 0 to 100, got "${text}"`);
    }
  });

  it("are paths", () => {
    expect(parsePath("a/b")).toBe("a/b");
    expect(() => parsePath("")).toThrow("Expected a path, got nothing");
    expect(() => parsePath("a\0b")).toThrow("Expected a path without NUL");
  });

  it("are names of workers", () => {
    expect(parseWorkerId("gpu-box:1")).toBe("gpu-box:1");
    for (const text of ["", "a b", "x\n", "x".repeat(129)])
      expect(() => parseWorkerId(text)).toThrow("Expected 1 to 128");
  });
});

describe("values", () => {
  it("are ids of runs", () => {
    expect(parseRunId("digits-20261125-a_1")).toBe("digits-20261125-a_1");
    for (const text of ["", "../x", "a b", "x".repeat(129)])
      expect(() => parseRunId(text)).toThrow("Expected the id of a run");
  });

  it("are reasons of one line", () => {
    expect(parseReason("moving the rack, späť")).toBe("moving the rack, späť");
    for (const text of ["", "a\nb", "x".repeat(1001)])
      expect(() => parseReason(text)).toThrow("Expected a line of 1 to 1000 characters");
  });
});

describe("option", () => {
  function parsed(args: readonly string[]): unknown {
    const command = new Command()
      .addOption(option("--data-dir <dir>", "", { default: "here" }))
      .addOption(option("--json", ""));
    return command.parse(args, { from: "user" }).opts();
  }

  it("comes from the environment, and a flag wins", () => {
    vi.stubEnv("LOCKSTEP_DATA_DIR", "there");
    expect(parsed([])).toEqual({ dataDir: "there" });
    expect(parsed(["--data-dir", "flag"])).toEqual({ dataDir: "flag" });
  });

  it("does not come from an empty variable", () => {
    vi.stubEnv("LOCKSTEP_DATA_DIR", "");
    expect(parsed([])).toEqual({ dataDir: "here" });
  });

  it.each([
    ["1", { json: true }],
    ["true", { json: true }],
    ["0", {}],
    ["false", {}],
    ["", {}],
  ])("takes a switch of %j for %o", (value, expected) => {
    vi.stubEnv("LOCKSTEP_JSON", value);
    expect(parsed([])).toEqual({ dataDir: "here", ...expected });
  });
});

describe("an option whose value may be left out", () => {
  function parsed(args: readonly string[]): unknown {
    return new Command().addOption(option("--resume [run]", "")).parse(args, { from: "user" }).opts();
  }

  it.each<[string, object]>([
    ["r1", { resume: "r1" }],
    ["1", { resume: "1" }],
    ["0", {}],
    ["", {}],
  ])("is %j in the environment for %o", (value, expected) => {
    vi.stubEnv("LOCKSTEP_RESUME", value);
    expect(parsed([])).toEqual(expected);
    expect(parsed(["--resume"])).toEqual({ resume: true });
  });
});

describe("token", () => {
  const folder = mkdtempSync(join(tmpdir(), "lockstep-token-"));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it("comes from the file, else from the environment", async () => {
    const file = join(folder, "token");
    writeFileSync(file, "secret-of-file\n");
    const io = new FakeIo();
    expect(await readToken(undefined, io)).toBeUndefined();
    io.env.LOCKSTEP_TOKEN = "secret-of-env";
    expect(await readToken(undefined, io)).toBe("secret-of-env");
    expect(await readToken(file, io)).toBe("secret-of-file");
  });

  it.each(["é", "short", "two words", "x".repeat(4097)])(
    "of the environment is refused, and not shown: %#",
    async (token) => {
      const io = new FakeIo();
      io.env.LOCKSTEP_TOKEN = token;
      await expect(readToken(undefined, io)).rejects.toMatchObject({
        exitCode: 2,
        message: "LOCKSTEP_TOKEN: expected one line of 8 to 4096 printable ASCII characters",
      });
    },
  );

  it("is none where the environment holds an empty one", async () => {
    const io = new FakeIo();
    io.env.LOCKSTEP_TOKEN = "";
    expect(await readToken(undefined, io)).toBeUndefined();
  });

  it("names a file that holds none", async () => {
    await expect(readToken("/nowhere/token", new FakeIo())).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringContaining("--token-file /nowhere/token: cannot be read") as unknown,
    });
  });

  it("is needed where other machines can connect", () => {
    expect(() => requireToken("--listen", { host: "0.0.0.0", port: 1 }, undefined)).toThrow(
      "--listen 0.0.0.0:1: an address that other machines reach needs a token",
    );
    requireToken("--listen", { host: "0.0.0.0", port: 1 }, "secret");
    requireToken("--listen", { host: "127.0.0.1", port: 1 }, undefined);
    requireToken("--listen", { host: "[::1]", port: 1 }, undefined);
  });
});
