import { randomBytes } from "node:crypto";

/** Name and time for people, and enough randomness that two never meet. */
export function newRunId(name: string): string {
  const slug =
    name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, "-")
      .replace(/^-|-$/g, "")
      .slice(0, 40) || "run";
  const time = new Date().toISOString().slice(0, 19).replace(/[-:]/g, "").replace("T", "-");
  return `${slug}-${time}-${randomBytes(3).toString("hex")}`;
}
