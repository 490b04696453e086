/** Reads what is installed, from node_modules alone. */
import { closeSync, globSync, openSync, readdirSync, readFileSync, readSync, statSync } from "node:fs";
import { join } from "node:path";
import type { InstalledPackage } from "./findings.ts";

interface PackageJson {
  readonly name: string;
  readonly version: string;
  readonly license?: string | { readonly type?: string };
  readonly licenses?: readonly { readonly type?: string }[];
  readonly scripts?: Readonly<Record<string, string>>;
}

/** Every package below `node_modules/.pnpm`. A package whose licence is only in a list or an object of the old form counts as having that one. */
export function readInstalled(repository: string): InstalledPackage[] {
  const store = join(repository, "node_modules/.pnpm");
  const manifests = ["*/node_modules/[!@]*/package.json", "*/node_modules/@*/*/package.json"].flatMap((pattern) =>
    globSync(pattern, { cwd: store }),
  );
  return manifests.map((path) => {
    const folder = join(store, path, "..");
    const manifest = JSON.parse(readFileSync(join(store, path), "utf8")) as PackageJson;
    return {
      name: manifest.name,
      version: manifest.version,
      licence: licenceOf(manifest),
      hasInstallScript:
        ["preinstall", "install", "postinstall"].some((script) => manifest.scripts?.[script] !== undefined) ||
        hasFile(folder, "binding.gyp"),
      hasBinary: hasBinary(folder),
    };
  });
}

function licenceOf({ license, licenses }: PackageJson): string | undefined {
  if (typeof license === "string") return license;
  return license?.type ?? licenses?.[0]?.type;
}

function hasFile(folder: string, name: string): boolean {
  return statSync(join(folder, name), { throwIfNoEntry: false }) !== undefined;
}

/** First bytes of ELF, WebAssembly, Mach-O (three forms) and of Windows' programs. */
const MAGIC = new Set(["7f454c46", "0061736d", "cffaedfe", "cafebabe", "feedfacf", "4d5a"]);

/** True if a file below the folder is compiled code. */
function hasBinary(folder: string): boolean {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).some(
    (entry) => entry.isFile() && isBinary(join(entry.parentPath, entry.name)),
  );
}

function isBinary(path: string): boolean {
  if (/\.(?:[cm]?[jt]s|json|map|md|txt|ya?ml)$/.test(path)) return false;
  const bytes = Buffer.alloc(4);
  const file = openSync(path, "r");
  try {
    readSync(file, bytes, 0, 4, 0);
  } finally {
    closeSync(file);
  }
  const head = bytes.toString("hex");
  return MAGIC.has(head) || (MAGIC.has(head.slice(0, 4)) && /\.(?:exe|dll|node)$/.test(path));
}
