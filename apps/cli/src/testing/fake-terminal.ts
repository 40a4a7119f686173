import type { Screen, ScreenUser, Terminal } from "../terminal.js";

/** A terminal that keeps what stands on it. */
export class FakeTerminal implements Terminal {
  readonly colour = false;
  /** What was written at once, in order. */
  readonly writes: string[] = [];
  user: ScreenUser | undefined;
  isOpen = false;
  #rows: string[] = [];

  constructor(
    public width = 80,
    public height = 24,
    readonly unicode = true,
    readonly keys = true,
  ) {}

  columns(): number {
    return this.width;
  }

  rows(): number {
    return this.height;
  }

  open(user: ScreenUser): Screen {
    this.user = user;
    this.isOpen = true;
    return { write: (text) => this.#write(text), close: () => void (this.isOpen = false) };
  }

  resize(width: number, height: number): void {
    this.width = width;
    this.height = height;
    this.user?.lost();
  }

  /** What stands there, a row a line. */
  get text(): string {
    return Array.from({ length: this.#rows.length }, (_, row) => this.#rows[row] ?? "").join("\n");
  }

  #write(text: string): void {
    if (!this.isOpen) throw new Error("written to a screen that is closed");
    this.writes.push(text);
    if (text.includes("\u001b[2J")) this.#rows = [];
    // Each row is written from its place on.
    for (const piece of text.replaceAll("\u001b[K", "").split("\u001b[")) {
      const [, row, shown] = /^(\d+);1H(.*)/u.exec(piece) ?? [];
      if (row !== undefined) this.#rows[Number(row) - 1] = shown ?? "";
    }
  }
}
