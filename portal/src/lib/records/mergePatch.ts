// Edits are merge patches (RFC 7396): what is left out stays, null clears, objects are merged member by member.

export type Patch = { readonly [member: string]: unknown };
export type Path = readonly string[];

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function applyPatch<T>(target: T, patch: Patch): T {
  const result = new Map<string, unknown>(isObject(target) ? Object.entries(target) : []);
  for (const [member, value] of Object.entries(patch)) {
    if (value === null) result.delete(member);
    else result.set(member, isObject(value) ? applyPatch(result.get(member), value) : value);
  }
  return Object.fromEntries(result) as T;
}

/** The members that a patch sets or clears. */
export function pathsOf(patch: Patch, prefix: Path = []): Path[] {
  return Object.entries(patch).flatMap(([member, value]) =>
    isObject(value) ? pathsOf(value, [...prefix, member]) : [[...prefix, member]],
  );
}

/** What stands there; what is absent and what is null are the same. */
export function valueAt(target: unknown, path: Path): unknown {
  let value: unknown = target;
  for (const member of path) value = isObject(value) ? value[member] : undefined;
  return value ?? null;
}

/** The patch without the given members. */
export function withoutPaths(patch: Patch, dropped: readonly Path[], prefix: Path = []): Patch {
  const result: Record<string, unknown> = {};
  for (const [member, value] of Object.entries(patch)) {
    const path = [...prefix, member];
    if (isObject(value)) {
      const rest = withoutPaths(value, dropped, path);
      if (Object.keys(rest).length > 0) result[member] = rest;
    } else if (!dropped.some((other) => samePath(other, path))) {
      result[member] = value;
    }
  }
  return result;
}

export function samePath(a: Path, b: Path): boolean {
  return a.length === b.length && a.every((member, index) => member === b[index]);
}

export function sameValue(a: unknown, b: unknown): boolean {
  if (Object.is(a ?? null, b ?? null)) return true;
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((item, index) => sameValue(item, b[index]));
  if (!isObject(a) || !isObject(b)) return false;
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].every((member) => sameValue(a[member], b[member]));
}

/**
 * The members that another person changed to something else while this edit was made: they differ from what the edit
 * began with, and from what it sets.
 */
export function conflictsOf(patch: Patch, begunWith: unknown, current: unknown): Path[] {
  return pathsOf(patch).filter((path) => {
    const theirs = valueAt(current, path);
    return !sameValue(theirs, valueAt(begunWith, path)) && !sameValue(theirs, valueAt(patch, path));
  });
}
