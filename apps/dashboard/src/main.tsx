import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./shell/app.js";
import { LiveContext } from "./store/live-context.js";
import { startLive } from "./store/live.js";
import { restoreTheme } from "./theme/theme.js";
import "./theme/tokens.css";
import "./theme/base.css";
import "./parts/parts.css";
import "./shell/shell.css";

const root = document.getElementById("root");
if (!root) throw new Error("the page has no element with id root");
restoreTheme();
const live = startLive(storageOfTab());
createRoot(root).render(
  <StrictMode>
    <LiveContext value={live}>
      <App />
    </LiveContext>
  </StrictMode>,
);

/** Reading `sessionStorage` throws where storage is forbidden. */
function storageOfTab(): Storage | undefined {
  try {
    return sessionStorage;
  } catch {
    return undefined;
  }
}
