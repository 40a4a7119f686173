import { useCallback, useState, type RefCallback } from "react";

/** Width of an element in pixels, as it changes; 0 before it is laid out. */
export function useWidth<T extends Element>(): readonly [RefCallback<T>, number] {
  const [width, setWidth] = useState(0);
  const watch = useCallback((element: T | null) => {
    if (element === null) return undefined;
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [watch, width];
}
