import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openRunStore, type RunStore } from "@lockstep/run-store";
import { afterEach } from "vitest";

const ends: (() => Promise<void> | void)[] = [];

afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

/** To be done after the test, the last first. */
export function afterThisTest(end: () => Promise<void> | void): void {
  ends.push(end);
}

/** A folder for this test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "lockstep-run-store-"));
  ends.push(() => rmSync(folder, { recursive: true }));
  return folder;
}

/** A store that is closed after the test. */
export async function storeAt(path: string, stream?: string): Promise<RunStore> {
  const store = await openRunStore({ path, ...(stream === undefined ? {} : { stream }) });
  ends.push(() => store.close());
  return store;
}

/** One in a folder of its own. */
export function temporaryStore(stream = "main"): Promise<RunStore> {
  return storeAt(join(temporaryFolder(), "lockstep.db"), stream);
}
