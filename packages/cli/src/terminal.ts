/** What a command sees of the machine. */

/** Files, variables and lines; `readFile` and `writeFile` throw as `node:fs` does. */
export interface Terminal {
  readonly readFile: (path: string) => string;
  readonly writeFile: (path: string, text: string) => void;
  readonly exists: (path: string) => boolean;
  /** All of standard input. */
  readonly readInput: () => string;
  /** Names of the files in a folder; none if there is no such folder. */
  readonly listFolder: (path: string) => readonly string[];
  /** An environment variable; undefined when it is not set. */
  readonly variable: (name: string) => string | undefined;
  /** One line each. What cannot be seen is spelt out: names, reasons and messages are written by strangers. */
  readonly out: (line: string) => void;
  readonly error: (line: string) => void;
  /** A text of many lines, as it is. */
  readonly document: (text: string) => void;
  /** Where lines can be drawn again, with colours; undefined when output goes to a file or a pipe. */
  readonly screen: Screen | undefined;
  /** Aborted by Ctrl-C from now on; before the first call Ctrl-C ends the program at once. */
  readonly interruption: () => AbortSignal;
}

/** A terminal that a person looks at. */
export interface Screen {
  readonly write: (text: string) => void;
  readonly size: () => { readonly columns: number; readonly rows: number };
}
