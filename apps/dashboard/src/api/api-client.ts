import type { AccessToken } from "./access-token.js";
import { ApiError, inWords } from "./api-error.js";

/** Asks the coordinator that served this page. Answers are trusted to be of the types of `@lockstep/telemetry/views`. */
export class ApiClient {
  constructor(private readonly token: AccessToken) {}

  /** @throws ApiError; what was aborted throws the signal's reason. */
  async get<T>(path: string, signal?: AbortSignal): Promise<T> {
    return this.#ask<T>(path, { signal: signal ?? null });
  }

  /** @throws ApiError as `get`. */
  async post<T = unknown>(path: string, body: object = {}, signal?: AbortSignal): Promise<T> {
    return this.#ask<T>(path, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
      signal: signal ?? null,
    });
  }

  async #ask<T>(path: string, init: RequestInit): Promise<T> {
    const headers = new Headers(init.headers);
    headers.set("Accept", "application/json");
    const { value } = this.token;
    if (value !== undefined) headers.set("Authorization", `Bearer ${value}`);
    const response = await reach(path, { ...init, headers });
    if (response.ok) return (await response.json()) as T;
    const reason = await failureOf(response);
    // What was answered to an older token says nothing of this one.
    if (response.status === 401 && value === this.token.value) this.token.refused(reason);
    throw new ApiError(reason, response.status);
  }
}

async function reach(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, init);
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw new ApiError(`the coordinator cannot be reached (${inWords(error)})`, 0);
  }
}

async function failureOf(response: Response): Promise<string> {
  const text = await response.text().catch(() => "");
  try {
    const { error } = JSON.parse(text) as { error?: unknown };
    if (typeof error === "string" && error !== "") return error;
  } catch {
    // Not this coordinator's own answer, a proxy's for instance.
  }
  return `the coordinator answered ${response.status} ${response.statusText}`.trimEnd();
}
