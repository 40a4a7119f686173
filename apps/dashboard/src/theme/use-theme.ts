import { useSyncExternalStore } from "react";
import { onThemeChange, themeChoice, type ThemeChoice } from "./theme.js";

/** The choice of light or dark. */
export function useThemeChoice(): ThemeChoice {
  return useSyncExternalStore(onThemeChange, themeChoice);
}

let changes = 0;
const countChanges = (listener: () => void): (() => void) =>
  onThemeChange(() => {
    changes += 1;
    listener();
  });

/** A number that is another one after each change of the colours: what draws on a canvas draws again. */
export function useThemeVersion(): number {
  return useSyncExternalStore(countChanges, () => changes);
}
