import { useEffect } from "react";

/** The tab's title: what is seen first, so that many tabs can be told apart. */
export function usePageTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Lockstep`;
  }, [title]);
}
