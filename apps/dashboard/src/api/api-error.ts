/** What kept the coordinator's answer from coming, in words. */
export class ApiError extends Error {
  override readonly name = "ApiError";

  constructor(
    message: string,
    /** Of the HTTP answer; 0: none came. */
    readonly status: number,
  ) {
    super(message);
  }
}

/** What is shown to people of something that was thrown. */
export function inWords(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
