/** A terminal that progress is shown on. */
export interface Terminal {
  columns(): number;
  rows(): number;
  /** False where NO_COLOR is set. */
  readonly colour: boolean;
  /** Whether it shows more than ASCII. */
  readonly unicode: boolean;
  /** Whether somebody types there. */
  readonly keys: boolean;
  /** Takes all of it, until it is closed or the process ends. */
  open(user: ScreenUser): Screen;
}

/** Who has a whole terminal. */
export interface ScreenUser {
  /** Somebody typed that. */
  key(key: string): void;
  /** Nothing of what was drawn is there any more: its size changed, or others had it meanwhile. */
  lost(): void;
}

/** A whole terminal. */
export interface Screen {
  write(text: string): void;
  /** Leaves the terminal as it was found. */
  close(): void;
}
