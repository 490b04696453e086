/** JSON from outside, without an error that quotes it: Node's parser repeats what it could not read, and that may be a secret. */

/** What a text says; undefined, which no JSON says, for a text that is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
