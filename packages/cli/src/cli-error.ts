/** What a command itself refuses; light, so that `dr` starts at once. */

/** Wrong usage, found before anybody was called: `code` as everywhere, `area.reason`. */
export class CliError extends Error {
  readonly code: string;

  constructor(code: string, message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.name = "CliError";
    this.code = code;
  }
}
