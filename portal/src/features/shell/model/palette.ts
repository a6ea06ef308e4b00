// The palette's code is loaded when it is first wanted, so what opens it knows nothing of it.
let requests = 0;
const listeners = new Set<() => void>();

export function openPalette(): void {
  requests += 1;
  for (const listener of listeners) listener();
}

export function paletteRequests(): number {
  return requests;
}

export function onPaletteRequest(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
