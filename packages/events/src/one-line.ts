/** Text that is what it looks like: one line, without characters that move a cursor, end a line or turn what follows around. */

/** C0 and C1 with delete, separators of lines and paragraphs, and the controls of direction (Unicode, UAX #9). */
const UNSEEN = "\\u0000-\\u001f\\u007f-\\u009f\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069";

/** Matches text of one line. */
export const ONE_LINE = new RegExp(`^[^${UNSEEN}]*$`, "u");

const each = new RegExp(`[${UNSEEN}]`, "gu");
const WORDS: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** The text with what cannot be seen spelt as in JSON, but for characters in `kept`: what strangers wrote may be shown on a terminal. */
export function printable(text: string, kept = ""): string {
  return text.replaceAll(each, (unseen) =>
    kept.includes(unseen) ? unseen : (WORDS[unseen] ?? `\\u${unseen.charCodeAt(0).toString(16).padStart(4, "0")}`),
  );
}
