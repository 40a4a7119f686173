import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/** The page and nothing else: what it needs is in `dist`, and comes from the coordinator that serves it. */
export default defineConfig({
  plugins: [react()],
  base: "./",
  build: {
    target: "es2022",
    // The policy of the page lets in files of its own origin only, no data: addresses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
