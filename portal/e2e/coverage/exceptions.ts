/** Buttons that no test of the browser presses, on any page, by what they say; and why. One that is pressed after all has no place here. */
export const NEVER_PRESSED: Readonly<Record<string, string>> = {
  Copied: 'What “Copy” says for a second after it was pressed.',
  Stop: 'There while many deliveries are queued, which takes a moment here; a unit test presses it.',
};
