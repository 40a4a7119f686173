import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { extname, join } from "node:path";
import type { Answer } from "./http-answer.js";

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".woff2": "font/woff2",
};

/** The page's scripts, styles, images and requests are the coordinator's own, and nobody may frame it. */
export const pagePolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** Addresses that the page has views at. */
const viewPath = /^\/(?:runs(?:\/.*)?|compare|cluster)?$/;

/**
 * The dashboard's files, read once: what is not among them is not served, whatever a path says. Names below `/assets/`
 * carry a digest of what is in them, so that they may be kept for good.
 */
export class PageFiles {
  private constructor(
    private readonly files: ReadonlyMap<string, Answer>,
    private readonly index: Answer,
  ) {}

  /**
   * @param folder what the dashboard's build wrote
   * @throws where it cannot be read or has no index.html
   */
  static async read(folder: string): Promise<PageFiles> {
    const files = new Map<string, Answer>();
    for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
      const type = types[extname(entry.name)];
      if (!entry.isFile() || type === undefined) continue;
      const file = join(entry.parentPath, entry.name);
      const path = file.slice(folder.length).replaceAll("\\", "/").replace(/^\/?/, "/");
      files.set(path, fileAnswer(path, type, await readFile(file)));
    }
    const index = files.get("/index.html");
    if (!index) throw new Error(`${folder}: expected a page, found no index.html`);
    return new PageFiles(files, index);
  }

  /** What a GET of the path gives; undefined: it is no file, and no view that a browser asks for. */
  answer(path: string, { accept = "", ifNoneMatch }: PageRequest): Answer | undefined {
    const isView = viewPath.test(path) && accept.includes("text/html");
    const file = isView ? this.index : this.files.get(path);
    if (file === undefined || file.headers?.ETag !== ifNoneMatch) return file;
    return { ...file, status: 304, body: "" };
  }
}

export interface PageRequest {
  readonly accept?: string | undefined;
  readonly ifNoneMatch?: string | undefined;
}

function fileAnswer(path: string, type: string, body: Buffer): Answer {
  const isNamedByContent = path.startsWith("/assets/");
  const headers = {
    "Content-Security-Policy": pagePolicy,
    "Cache-Control": isNamedByContent ? "public, max-age=31536000, immutable" : "no-cache",
    ETag: `"${createHash("sha256").update(body).digest("hex").slice(0, 32)}"`,
    // One address gives the page to browsers and a text to others.
    Vary: "Accept",
  };
  return { status: 200, type, body, headers };
}
