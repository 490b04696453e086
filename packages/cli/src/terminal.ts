/** What a command sees of the machine. */

/** Files, variables and lines; `readFile` throws as `node:fs` does. */
export interface Terminal {
  readonly readFile: (path: string) => string;
  /** Names of the files in a folder; none if there is no such folder. */
  readonly listFolder: (path: string) => readonly string[];
  /** An environment variable; undefined when it is not set. */
  readonly variable: (name: string) => string | undefined;
  readonly out: (line: string) => void;
  readonly error: (line: string) => void;
}
