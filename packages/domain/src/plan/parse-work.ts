/** What reading a document cost, counted: tests hold it against the size of the document, since time depends on the machine. */

/** Steps by kind; filled in while a document is read. */
export interface ParseWork {
  /** Pieces of YAML text that were looked at. */
  lexemes: number;
  /** Values, keys not counted, aliases at their full extent. */
  values: number;
  /** UTF-16 units of the text in these values. */
  length: number;
  /** Unknown names that were looked up among the known ones. */
  hints: number;
  /** Problems and warnings that were kept. */
  reported: number;
}

/** Nothing done yet. */
export function createParseWork(): ParseWork {
  return { lexemes: 0, values: 0, length: 0, hints: 0, reported: 0 };
}
