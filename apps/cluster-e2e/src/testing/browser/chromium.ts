import { accessSync, constants, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { chromium, type BrowserContext } from "playwright-core";

const programs = ["chromium", "chromium-browser", "google-chrome"];

/** The system's Chromium; undefined: there is none. */
export function findChromium(): string | undefined {
  const folders = (process.env.PATH ?? "").split(delimiter);
  return folders
    .flatMap((folder) => programs.map((program) => join(folder, program)))
    .find((file) => isExecutable(file));
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Why there is no browser here; undefined: there is one. */
export const noBrowser =
  findChromium() === undefined ? `there is no Chromium here (looked for ${programs.join(", ")})` : undefined;

export interface Look {
  readonly colorScheme?: "light" | "dark";
  readonly viewport?: { readonly width: number; readonly height: number };
  readonly reducedMotion?: "reduce";
}

/** A browser of its own, with nothing in it: the tests' user, root, has no sandbox. */
export async function openBrowser({ viewport = { width: 1280, height: 900 }, ...look }: Look = {}): Promise<{
  context: BrowserContext;
  close: () => Promise<void>;
}> {
  const folder = mkdtempSync(join(tmpdir(), "lockstep-browser-"));
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error(noBrowser);
  const args = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  const context = await chromium.launchPersistentContext(folder, { executablePath, args, viewport, ...look });
  const close = async (): Promise<void> => {
    await context.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return { context, close };
}
