const listeners = new Set<() => void>();

/** Tells the workers of this process that there may be work, so that they look at once instead of at the next round. */
export function nudge(): void {
  for (const listener of listeners) listener();
}

/** @returns how to stop listening. */
export function onNudge(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
