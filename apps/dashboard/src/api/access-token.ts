const key = "lockstep.token";

/** The coordinator's token as somebody typed it: for this tab only, gone when it is closed. */
export class AccessToken {
  readonly #listeners = new Set<() => void>();
  #value: string | undefined;
  #refusal: string | undefined;

  constructor(private readonly storage: Pick<Storage, "getItem" | "setItem"> | undefined) {
    try {
      this.#value = storage?.getItem(key) ?? undefined;
    } catch {
      // Storage may be forbidden: then the token lasts as long as the page.
    }
  }

  get value(): string | undefined {
    return this.#value;
  }

  /** Why the coordinator wants a token, or another one; undefined while it does not. */
  get refusal(): string | undefined {
    return this.#refusal;
  }

  /** The coordinator answered 401. */
  refused(reason: string): void {
    if (this.#refusal === reason) return;
    this.#refusal = reason;
    this.#tell();
  }

  /** Somebody typed it. */
  use(value: string): void {
    this.#value = value;
    this.#refusal = undefined;
    try {
      this.storage?.setItem(key, value);
    } catch {
      // As above.
    }
    this.#tell();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  #tell(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}
