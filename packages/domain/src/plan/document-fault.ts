/** What keeps a text from being read. */

/** One fault of a text. `code` without its area: `malformed_json`, `malformed_yaml`, `duplicate_key`, `too_deep`, `too_many_values`, `too_many_aliases`. */
export interface DocumentFault {
  readonly code: string;
  readonly offset: number;
  readonly message: string;
  readonly expected: string;
}

/** Thrown to stop a parser of somebody else in the middle of a text; caught where that parser is called. */
export class FaultFound extends Error {
  readonly fault: DocumentFault;

  constructor(fault: DocumentFault) {
    super(fault.message);
    this.fault = fault;
  }
}
