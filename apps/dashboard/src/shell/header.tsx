import type { ReactNode } from "react";
import { Link, useRoute } from "wouter";
import { ConnectionBadge } from "./connection-badge.js";
import { ThemeSwitch } from "./theme-switch.js";

/** What stays at the top of every page. */
export function Header(): ReactNode {
  const [isRun] = useRoute("/runs/:runId/:tab?");
  const [isCompare] = useRoute("/compare");
  const [isRuns] = useRoute("/");
  const [isCluster] = useRoute("/cluster");
  return (
    <header className="header">
      <div className="header-inner">
        <Link href="/" className="header-name" aria-label="Lockstep">
          <svg viewBox="0 0 16 16" aria-hidden="true">
            <rect width="16" height="16" rx="4" />
            <path d="M4 11V5m4 6V5m4 6V5M4 8h8" />
          </svg>
          <span>Lockstep</span>
        </Link>
        <nav aria-label="Pages" className="header-nav">
          <HeaderLink href="/" isCurrent={isRuns} isWithin={isRun || isCompare}>
            Runs
          </HeaderLink>
          <HeaderLink href="/cluster" isCurrent={isCluster} isWithin={false}>
            Cluster
          </HeaderLink>
        </nav>
        <ConnectionBadge />
        <ThemeSwitch />
      </div>
    </header>
  );
}

function HeaderLink({
  href,
  isCurrent,
  isWithin,
  children,
}: {
  readonly href: string;
  readonly isCurrent: boolean;
  readonly isWithin: boolean;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <Link href={href} aria-current={isCurrent ? "page" : isWithin ? "true" : undefined}>
      {children}
    </Link>
  );
}
