import { stat } from "node:fs/promises";
import { dirname } from "node:path";

/** The path itself where there is something, else the nearest above it that is there. */
export async function nearestExisting(path: string): Promise<string> {
  try {
    await stat(path);
    return path;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT" || dirname(path) === path) throw error;
    return nearestExisting(dirname(path));
  }
}
