/** Text of strangers, cut into what is shown as it is and characters that would act or hide. */
export type Piece = { readonly text: string } | { readonly hidden: string; readonly code: string };

// Controls (but for line breaks and tabs), bidi marks, embeddings, overrides and isolates, and invisible format
// characters. Joiners stay: Arabic and emoji are written with them.
const HIDDEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/gu;

export function pieces(text: string): Piece[] {
  const result: Piece[] = [];
  let from = 0;
  for (const match of text.matchAll(HIDDEN)) {
    if (match.index > from) result.push({ text: text.slice(from, match.index) });
    const code = (match[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
    result.push({ hidden: match[0], code: `U+${code}` });
    from = match.index + match[0].length;
  }
  if (from < text.length) result.push({ text: text.slice(from) });
  return result;
}

/** The same as plain text, for places that take no elements: titles, announcements. */
export function visible(text: string): string {
  return pieces(text)
    .map((piece) => ('text' in piece ? piece.text : `[${piece.code}]`))
    .join('');
}
