/** What somebody chose; "system" follows the system's setting as it changes. */
export type ThemeChoice = "system" | "light" | "dark";

const key = "lockstep.theme";
const listeners = new Set<() => void>();

/** The choice of this browser; where nothing can be remembered, the system's. */
export function themeChoice(): ThemeChoice {
  const choice = document.documentElement.dataset.theme;
  return choice === "light" || choice === "dark" ? choice : "system";
}

/** Shows and remembers a choice. */
export function chooseTheme(choice: ThemeChoice): void {
  show(choice);
  try {
    localStorage.setItem(key, choice);
  } catch {
    // Storage may be forbidden or full: the choice then lasts as long as the page.
  }
}

/** Shows what was chosen before. */
export function restoreTheme(): void {
  show(remembered());
}

/** Calls back after each change of the colours, whoever made it. */
export function onThemeChange(listener: () => void): () => void {
  const system = matchMedia("(prefers-color-scheme: dark)");
  listeners.add(listener);
  system.addEventListener("change", listener);
  return () => {
    listeners.delete(listener);
    system.removeEventListener("change", listener);
  };
}

function remembered(): ThemeChoice {
  try {
    const choice = localStorage.getItem(key);
    return choice === "light" || choice === "dark" ? choice : "system";
  } catch {
    return "system";
  }
}

function show(choice: ThemeChoice): void {
  if (choice === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = choice;
  for (const listener of listeners) listener();
}
