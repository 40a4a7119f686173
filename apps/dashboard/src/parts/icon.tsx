import type { ReactNode } from "react";

const paths = {
  play: "M5 3.5v9l7-4.5z",
  pause: "M5.5 3.5v9M10.5 3.5v9",
  stop: "M4.5 4.5h7v7h-7z",
  save: "M8 2.5v7M5 7l3 3 3-3M3 12.5h10",
  check: "M3.5 8.5l3 3 6-7",
  cross: "M4 4l8 8M12 4l-8 8",
  clock: "M8 5v3.2l2 1.3M14 8A6 6 0 112 8a6 6 0 0112 0z",
  queue: "M3 4.5h10M3 8h10M3 11.5h6",
  warning: "M8 6v3M8 11.4v.1M8 2.2L14.3 13H1.7z",
  sun: "M8 10.6a2.6 2.6 0 100-5.2 2.6 2.6 0 000 5.2zM8 1.5V3M8 13v1.5M1.5 8H3M13 8h1.5M3.4 3.4l1 1M11.6 11.6l1 1M12.6 3.4l-1 1M4.4 11.6l-1 1",
  moon: "M13 9.5A5.5 5.5 0 016.5 3a5.5 5.5 0 106.5 6.5z",
  screen: "M2.5 3.5h11v7.5h-11zM6 13.5h4",
  link: "M4.5 9.5a2.5 2.5 0 010-3.5L6.5 4M11.5 6.5a2.5 2.5 0 010 3.5L9.5 12M6.5 9.5l3-3",
  copy: "M6 6h7v7H6zM3 10V3h7",
  search: "M7 11.5a4.5 4.5 0 100-9 4.5 4.5 0 000 9zM10.4 10.4l3.1 3.1",
  download: "M8 2.5v7.5M5 7.5L8 10.5l3-3M3 13.5h10",
  zoomOut: "M7 11.5a4.5 4.5 0 100-9 4.5 4.5 0 000 9zM10.4 10.4l3.1 3.1M5 7h4",
  up: "M4 10l4-4 4 4",
  down: "M4 6l4 4 4-4",
  right: "M6 4l4 4-4 4",
} as const;

export type IconName = keyof typeof paths;

/** A picture beside a word that says the same; never alone without a label. */
export function Icon({ name }: { readonly name: IconName }): ReactNode {
  return (
    <svg className="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path d={paths[name]} />
    </svg>
  );
}
