import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PageFiles, pagePolicy } from "./page-files.js";

let folder: string;
let files: PageFiles;
beforeAll(async () => {
  const parent = await mkdtemp(join(tmpdir(), "lockstep-page-"));
  folder = join(parent, "dist");
  await mkdir(join(folder, "assets"), { recursive: true });
  await writeFile(join(parent, "secret.js"), "secret");
  await writeFile(join(folder, "index.html"), "<!doctype html>");
  await writeFile(join(folder, "assets", "main-1a2b.js"), "go()");
  await writeFile(join(folder, "notes.txt"), "of nobody's business");
  files = await PageFiles.read(folder);
});
afterAll(() => rm(join(folder, ".."), { recursive: true }));

const browser = { accept: "text/html,application/xhtml+xml" };

describe("PageFiles", () => {
  it.each(["/", "/runs", "/runs/a/gradient-flow", "/compare", "/cluster"])(
    "gives browsers the page at %s, with a strict policy",
    (path) => {
      const answer = files.answer(path, browser);
      expect(String(answer?.body)).toBe("<!doctype html>");
      expect(answer?.headers).toMatchObject({
        "Content-Security-Policy": pagePolicy,
        "Cache-Control": "no-cache",
        Vary: "Accept",
      });
    },
  );

  it("gives others no page at the addresses of views", () => {
    expect(files.answer("/", { accept: "*/*" })).toBeUndefined();
    expect(files.answer("/runs/a", {})).toBeUndefined();
    expect(files.answer("/v1/runs", browser)).toBeUndefined();
  });

  it("lets files be kept that are named by what is in them", () => {
    const answer = files.answer("/assets/main-1a2b.js", {});
    expect(answer).toMatchObject({ status: 200, type: "text/javascript; charset=utf-8" });
    expect(answer?.headers?.["Cache-Control"]).toContain("immutable");
  });

  it("says that nothing changed to whom has the file", () => {
    const tag = files.answer("/", browser)?.headers?.ETag;
    expect(files.answer("/", { ...browser, ifNoneMatch: tag })).toMatchObject({ status: 304, body: "" });
    expect(files.answer("/", { ...browser, ifNoneMatch: '"x"' })).toMatchObject({ status: 200 });
  });

  it.each([
    "/../secret.js",
    "/assets/../../secret.js",
    "/%2e%2e/secret.js",
    "//secret.js",
    "/notes.txt",
    "/assets",
  ])("gives nothing at %s", (path) => {
    expect(files.answer(path, {})).toBeUndefined();
  });

  it("says what is missing", async () => {
    await expect(PageFiles.read(join(folder, "assets"))).rejects.toThrow(
      "expected a page, found no index.html",
    );
    await expect(PageFiles.read(join(folder, "none"))).rejects.toThrow("ENOENT");
  });
});
