/** "+1 202 555 0123": groups that a person can read out. What is not a number is left as it is. */
export function groupedPhone(number: string): string {
  const match = /^\+(\d{7,15})$/.exec(number);
  const digits = match?.[1];
  if (!digits) return number;
  const code = callingCode(digits).length;
  const national = digits.slice(code);
  const groups = national.length === 10 ? [3, 3, 4] : national.length === 9 ? [2, 3, 4] : split(national.length);
  const parts: string[] = [];
  let from = 0;
  for (const length of groups) {
    parts.push(national.slice(from, from + length));
    from += length;
  }
  return `+${digits.slice(0, code)} ${parts.join(' ')}`;
}

// Country codes of one and of two digits (ITU-T E.164); all others have three.
const TWO_DIGITS = new Set(
  '20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 64 65 66 81 82 84 86 90 91 92 93 94 95 98'.split(' '),
);

/** The digits by which a country is dialled, at the beginning of an international number. */
export function callingCode(digits: string): string {
  return digits.slice(0, /^[17]/.test(digits) ? 1 : TWO_DIGITS.has(digits.slice(0, 2)) ? 2 : 3);
}

function split(length: number): number[] {
  const groups: number[] = [];
  for (let rest = length; rest > 0; ) {
    const next = rest > 4 ? 3 : rest;
    groups.push(next);
    rest -= next;
  }
  return groups;
}
