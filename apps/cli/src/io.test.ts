import { afterEach, describe, expect, it, vi } from "vitest";
import { processIo } from "./io.js";

afterEach(() => vi.restoreAllMocks());

describe("processIo", () => {
  it("says so in a line where the working folder is gone", () => {
    vi.spyOn(process, "cwd").mockImplementation(() => {
      throw Object.assign(new Error("ENOENT: uv_cwd"), { code: "ENOENT" });
    });
    expect(processIo).toThrow(
      expect.objectContaining({
        name: "CliError",
        exitCode: 1,
        message: "the current folder is gone, or cannot be read: ENOENT: uv_cwd",
      }),
    );
  });

  it("sleeps", async () => {
    await expect(processIo().sleep(0)).resolves.toBeUndefined();
  });
});
