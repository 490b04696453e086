/** Taking the blanks out of JSON text without touching a digit of its numbers. */

const STRING_OR_BLANKS = /("(?:[^"\\]|\\.)*")|[ \t\r\n]+/g;

/** `text` without the white space between its tokens. The text must be valid JSON. */
export function minifyJson(text: string): string {
  return text.replace(STRING_OR_BLANKS, (_match, string?: string) => string ?? "");
}
