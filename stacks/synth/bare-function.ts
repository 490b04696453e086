/** A function that does nothing but build the SDK clients of another: what a cold start of that one cannot fall below. */
import { basename } from "node:path";

/** The text of a module with the clients and commands among `files`. Its handler does not matter; building the clients is the cold start. */
export function bareFunction(files: readonly string[]): string {
  const clients = files.filter((file) => /\/dist-es\/\w+Client\.js$/.test(file));
  const commands = files.filter((file) => /\/dist-es\/commands\/\w+Command\.js$/.test(file));
  const nameOf = (file: string) => basename(file, ".js");
  // Two packages may call a command alike: `GetCommand` of two clients.
  const imports = [...clients, ...commands].map(
    (file, index) => `import { ${nameOf(file)} as import${index} } from ${JSON.stringify(file)};`,
  );
  const built = clients.map((file, index) =>
    nameOf(file) === "DynamoDBDocumentClient" ? `import${index}` : `new import${index}({ region: "us-east-1" })`,
  );
  const kept = commands.map((_, index) => `import${clients.length + index}`);
  return [...imports, `const built = [${built.join(", ")}];`, `export const handler = () => [built, ${kept.join(", ")}];`].join("\n");
}
