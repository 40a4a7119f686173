import { ClientError } from "@lockstep/client";
import { CoordinatorError } from "@lockstep/coordinator";
import { RunStoreError } from "@lockstep/run-store";
import { describe, expect, it } from "vitest";
import { reportError } from "./report-error.js";

describe("the exit code", () => {
  it.each([
    new ClientError("not-ready", "run: r is completed; only a run that is not over can be stopped"),
    new ClientError("not-found", "run: there is no r"),
    new CoordinatorError("WRONG_STATE", "run: r is completed"),
    new RunStoreError("STORE_UNAVAILABLE", "/d/lockstep.sqlite: cannot be opened, or made"),
  ])("is 2 where what was named cannot be used: $message", (error) => {
    expect(reportError(error)).toEqual({ message: error.message, exitCode: 2 });
  });

  it.each([
    new ClientError("unreachable", "coordinator a:1 cannot be reached"),
    new CoordinatorError("UNWRITABLE", "the run cannot be kept"),
    new RunStoreError("STORE_NO_SPACE", "/d/lockstep.sqlite: there is no space left on the disk"),
  ])("is 1 where it was tried and failed: $message", (error) => {
    expect(reportError(error)).toEqual({ message: error.message, exitCode: 1 });
  });

  it("is 1 for a fault of Lockstep, which is shown with its stack", () => {
    const { message, exitCode } = reportError(new TypeError("x is not a function"));
    expect(exitCode).toBe(1);
    expect(message).toMatch(/^TypeError: x is not a function\n\s+at /);
  });

  it("comes with a text that does nothing to a terminal", () => {
    expect(reportError(new ClientError("invalid", "a:\u001b[2J\n  b")).message).toBe("a: [2J\n  b");
  });
});
