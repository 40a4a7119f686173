import type { ReactNode } from "react";
import { Choice } from "../parts/choice.js";
import { Icon } from "../parts/icon.js";
import { chooseTheme } from "../theme/theme.js";
import { useThemeChoice } from "../theme/use-theme.js";

const options = [
  { value: "system", label: <Icon name="screen" />, hint: "Colours as the system's" },
  { value: "light", label: <Icon name="sun" />, hint: "Light colours" },
  { value: "dark", label: <Icon name="moon" />, hint: "Dark colours" },
] as const;

/** Light, dark, or as the system. */
export function ThemeSwitch(): ReactNode {
  return <Choice label="Colours" options={options} value={useThemeChoice()} onChange={chooseTheme} />;
}
