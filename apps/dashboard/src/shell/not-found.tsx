import type { ReactNode } from "react";
import { Link } from "wouter";
import { EmptyState } from "../parts/empty-state.js";
import { usePageTitle } from "./page-title.js";

/** The address names no page. */
export function NotFound(): ReactNode {
  usePageTitle("Nothing here");
  return (
    <EmptyState title="There is nothing at this address" isPage>
      <Link href="/">All runs</Link> are a good place to start.
    </EmptyState>
  );
}
