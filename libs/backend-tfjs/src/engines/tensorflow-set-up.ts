import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { BackendError } from "@lockstep/backend";

/** What to do where there is no verdict to say it. */
export const howToSetUp =
  "run `npm run setup -- --with-tensorflow` in the checkout, which provides libtensorflow";

/** What set-up found out about TensorFlow on this machine. */
export interface SetUpVerdict {
  readonly available: boolean;
  readonly reason?: string;
  readonly howToFix?: string;
}

/** @throws BackendError with set-up's reason, where set-up ran and could not provide TensorFlow. */
export function checkVerdict(verdict: SetUpVerdict | undefined): void {
  if (verdict === undefined || verdict.available) return;
  const reason = verdict.reason ?? "set-up could not provide libtensorflow";
  throw new BackendError("unavailable", `backend tensorflow: ${reason}; ${verdict.howToFix ?? howToSetUp}`);
}

/** Set-up leaves its verdict in the node_modules folder that it provided for; undefined where it did not run. */
export function readVerdict(): SetUpVerdict | undefined {
  const core = createRequire(import.meta.url).resolve("@tensorflow/tfjs-core/package.json");
  const file = join(core, "../../../.lockstep/tensorflow.json");
  if (!existsSync(file)) return undefined;
  return parseVerdict(JSON.parse(readFileSync(file, "utf8")), file);
}

/** @throws BackendError where the file is not a verdict. */
export function parseVerdict(value: unknown, file: string): SetUpVerdict {
  const { available, reason, howToFix } = (value ?? {}) as Partial<Record<string, unknown>>;
  if (typeof available !== "boolean") {
    throw new BackendError(
      "unavailable",
      `${file}: available: expected true or false, got ${JSON.stringify(available)}`,
    );
  }
  return {
    available,
    ...(typeof reason === "string" && { reason }),
    ...(typeof howToFix === "string" && { howToFix }),
  };
}
