/** Starts the server on loopback; resolves to its address and a way to stop it. */
export function serve(options: { api: string; port?: number }): Promise<{ url: string; close: () => Promise<void> }>;
