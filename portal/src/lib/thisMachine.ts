const NAMES: readonly string[] = ['localhost', '127.0.0.1', '[::1]'];

/** Whether the portal is that of a stack on this machine, which has a simulated voice provider. */
export function isOnThisMachine(hostname = location.hostname): boolean {
  return NAMES.includes(hostname) || hostname.endsWith('.localhost');
}
