import { spawn, type ChildProcess } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { Terminal } from "@xterm/headless";

const program = join(dirname(createRequire(import.meta.url).resolve("@lockstep/cli")), "main.js");
const pseudoTerminal = fileURLToPath(new URL("./pseudo_terminal.py", import.meta.url));

/** How a terminal takes what is typed; all of it is so in a shell. */
export interface TerminalModes {
  readonly echo: boolean;
  readonly lines: boolean;
  readonly signals: boolean;
}

type Message =
  | { readonly type: "started"; readonly pid: number }
  | { readonly type: "output"; readonly base64: string }
  | ({ readonly type: "modes" } & TerminalModes)
  | { readonly type: "ended"; readonly code: number };

export interface TerminalProcessOptions {
  readonly cwd: string;
  readonly columns: number;
  readonly rows: number;
  readonly env?: Readonly<Record<string, string>>;
}

/** A `lockstep` command on a terminal of its own, and what stands on that terminal. */
export class TerminalProcess {
  /** The shell's, and another one that programs take as a whole. */
  readonly terminal: Terminal;
  readonly #child: ChildProcess;
  readonly #listeners = new Set<() => void>();
  #pid = 0;
  #modes: TerminalModes[] = [];
  #code: number | undefined;
  #isGone = false;
  #trouble = "";

  constructor(args: readonly string[], { cwd, columns, rows, env = {} }: TerminalProcessOptions) {
    this.terminal = new Terminal({ cols: columns, rows, allowProposedApi: true });
    const command = [pseudoTerminal, `${columns}`, `${rows}`, process.execPath, program, ...args];
    this.#child = spawn(process.env.LOCKSTEP_PYTHON ?? "python3", command, {
      cwd,
      env: { ...process.env, TERM: "xterm-256color", LC_ALL: "C.UTF-8", NO_COLOR: "", ...env },
    });
    const { stdout, stderr } = this.#child;
    if (!stdout || !stderr) throw new Error("no pipes");
    createInterface(stdout).on("line", (line) => this.#take(JSON.parse(line) as Message));
    stderr.on("data", (bytes: Buffer) => (this.#trouble += bytes.toString()));
    this.#child.on("close", () => this.#endWith(""));
    this.#child.on("error", ({ message }) => this.#endWith(message));
  }

  get pid(): number {
    return this.#pid;
  }

  /** Whether the command has the whole terminal. */
  get isTaken(): boolean {
    return this.terminal.buffer.active.type === "alternate";
  }

  /** What stands on it now, a row a line. */
  get text(): string {
    const { active } = this.terminal.buffer;
    const rows = Array.from({ length: this.terminal.rows }, (_, row) =>
      active.getLine(active.viewportY + row),
    );
    return rows.map((row) => row?.translateToString(true) ?? "").join("\n");
  }

  type(text: string): void {
    this.#ask({ type: "keys", text });
  }

  resize(columns: number, rows: number): void {
    this.terminal.resize(columns, rows);
    this.#ask({ type: "resize", columns, rows });
  }

  /** Resolves when it is so. */
  async until(isSo: () => boolean): Promise<void> {
    while (!isSo()) {
      if (this.#isGone) throw new Error(`the command ended first: ${this.#trouble}\n${this.text}`);
      await new Promise<void>((resolve) => this.#listeners.add(resolve));
    }
  }

  async modes(): Promise<TerminalModes> {
    const before = this.#modes.length;
    this.#ask({ type: "modes" });
    await this.until(() => this.#modes.length > before);
    return this.#modes[before] as TerminalModes;
  }

  /** Its exit code, negative for a signal, and how it left the terminal. */
  async ended(): Promise<{ readonly code: number; readonly modes: TerminalModes }> {
    while (!this.#isGone) await new Promise<void>((resolve) => this.#listeners.add(resolve));
    const modes = this.#modes.at(-1);
    if (this.#code === undefined || !modes) throw new Error(this.#trouble);
    return { code: this.#code, modes };
  }

  /** Ends it, if it has not ended. */
  close(): void {
    this.#child.kill("SIGKILL");
    if (this.#pid > 0 && this.#code === undefined) process.kill(this.#pid, "SIGKILL");
  }

  #endWith(trouble: string): void {
    this.#trouble += trouble;
    this.#isGone = true;
    this.#tell();
  }

  #ask(request: object): void {
    this.#child.stdin?.write(`${JSON.stringify(request)}\n`);
  }

  #take(message: Message): void {
    if (message.type === "started") this.#pid = message.pid;
    if (message.type === "modes") this.#modes.push(message);
    if (message.type === "ended") this.#code = message.code;
    // The emulator reads when it has time.
    if (message.type === "output")
      this.terminal.write(Buffer.from(message.base64, "base64"), () => this.#tell());
    else this.#tell();
  }

  #tell(): void {
    const listeners = [...this.#listeners];
    this.#listeners.clear();
    for (const listener of listeners) listener();
  }
}
