import { exitCodes } from "./exit-codes.js";

/** `usage`: what was typed or named cannot be used; `failed`: it was tried and failed. */
export type CliErrorCode = "usage" | "failed";

/** A command ends with a message for people. */
export class CliError extends Error {
  override readonly name = "CliError";
  readonly exitCode: number;

  constructor(
    readonly code: CliErrorCode,
    message: string,
    options: { readonly cause?: unknown; readonly exitCode?: number } = {},
  ) {
    super(message, options);
    this.exitCode = options.exitCode ?? (code === "usage" ? exitCodes.usage : exitCodes.failed);
  }
}
