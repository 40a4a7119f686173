/** Calls back with the next frame; a page that is not seen has none, and is called soon all the same. */
export function nextFrame(callback: () => void): void {
  let called = false;
  const once = (): void => {
    if (called) return;
    called = true;
    callback();
  };
  // A frame that was asked for while the page was seen does not come any more once it is hidden.
  setTimeout(once, 100);
  if (!document.hidden) requestAnimationFrame(once);
}
