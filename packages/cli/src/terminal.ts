/** What a command sees of the machine. */

/** Files and lines; `readFile` throws as `node:fs` does. */
export interface Terminal {
  readonly readFile: (path: string) => string;
  readonly out: (line: string) => void;
  readonly error: (line: string) => void;
}
