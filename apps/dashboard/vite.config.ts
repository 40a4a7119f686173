import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/** A coordinator's HTTP address, for the development server. */
const coordinator = process.env.LOCKSTEP_DASHBOARD_COORDINATOR ?? "http://127.0.0.1:7601";

/** The page and nothing else: what it needs is in `dist`, and comes from the coordinator that serves it. */
export default defineConfig({
  plugins: [react()],
  // Permalinks are paths of any depth, so that files are named from the root.
  base: "/",
  build: {
    target: "es2022",
    // The policy of the page lets in files of its own origin only, no data: addresses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        // What comes later comes in one file: many small ones compress worse, by 6 kB of 150.
        codeSplitting: {
          groups: [
            {
              name: "views",
              test: /[\\/](uplot|src[\\/](charts|cluster|compare|downloads|plot|timeline|run[\\/](cluster|curves|events|gradient-flow|results)))[\\/]/,
            },
          ],
        },
      },
    },
  },
  server: {
    proxy: {
      "/v1": {
        target: coordinator,
        changeOrigin: true,
        ws: true,
        // A coordinator answers pages of its own origin only, which behind this proxy they are.
        configure: (proxy) => {
          proxy.on("proxyReq", (request) => request.removeHeader("origin"));
          proxy.on("proxyReqWs", (request) => request.removeHeader("origin"));
        },
      },
      "/healthz": { target: coordinator, changeOrigin: true },
    },
  },
});
