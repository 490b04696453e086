// Reads the commands and the table of variables out of docs/how-to/deploy.md.

/** Every command of the page's shell blocks, one program each: `a && b` is two. */
export function commandsOf(page: string): readonly string[] {
  return [...page.matchAll(/^```sh\n(.*?)^```/gms)]
    .flatMap((match) => (match[1] ?? "").split("\n"))
    .flatMap((line) => line.split(" && "))
    .map((command) => command.trim())
    .filter((command) => command !== "");
}

/** The variables that have a row of the table. */
export function docVariables(page: string): readonly string[] {
  return [...page.matchAll(/^\| `((?:DR_|AUTH_)[A-Z_]+)` +\|/gm)].map((match) => match[1] ?? "");
}
