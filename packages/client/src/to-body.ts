/** The body of an answer: parsed JSON, the text when it is not JSON, null when there is none. */

/** Never throws: a proxy in between may answer in HTML. */
export function toBody(text: string): unknown {
  try {
    return text === "" ? null : JSON.parse(text);
  } catch {
    return text;
  }
}
