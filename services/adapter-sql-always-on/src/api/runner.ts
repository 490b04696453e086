/** Runs one statement on one instance; what a driver, or a test, has to be able to do. */

/** A value of a column or parameter. */
export type SqlValue = string | number | boolean | Date | null;
/** A row by column. */
export type SqlRow = Readonly<Record<string, SqlValue>>;

/** One statement, with parameters by name; `timeoutMs` is the longest that it may take. */
export interface SqlStatement {
  readonly sql: string;
  readonly params?: Readonly<Record<string, string>>;
  readonly timeoutMs?: number | undefined;
}
/** Runs statements one after the other on one connection to `master`, outside any transaction. */
export type SqlRunner = (statements: readonly SqlStatement[]) => Promise<readonly (readonly SqlRow[])[]>;

/** How an instance is reached: directly, never by a listener. `ca`: PEM of the authority that signed its certificate; `serverName`: the name in it. */
export interface InstanceAddress {
  readonly host: string;
  readonly port: number;
  readonly serverName?: string | undefined;
  readonly username: string;
  readonly password: string;
  readonly ca?: string | undefined;
}

/** An identifier, which cannot be a parameter: in brackets, closing ones doubled. */
export function quoteName(name: string): string {
  return `[${name.replaceAll("]", "]]")}]`;
}
/** A text literal: quotes doubled. */
export function quoteText(text: string): string {
  return `N'${text.replaceAll("'", "''")}'`;
}
