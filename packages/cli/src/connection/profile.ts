/** Where the API is and who calls: from flags, variables, a profile, or the file that `pnpm dev` writes. */
import * as z from "zod";
import { CliError } from "../cli-error.ts";
import type { Terminal } from "../terminal.ts";
import type { ConnectionFlags } from "./flags.ts";

const profileSchema = z.strictObject({
  endpoint: z.url().optional(),
  region: z.string().min(1).optional(),
  /** A profile of the AWS configuration files. */
  awsProfile: z.string().min(1).optional(),
  /** The file with the one line that `pnpm dev` prints. */
  ready: z.string().min(1).optional(),
  role: z.string().min(1).optional(),
  /** Name of the variable that holds a JWT, where the platform is deployed with `AUTH_MODE=cognito`. */
  tokenVariable: z.string().min(1).optional(),
});
const configurationSchema = z.strictObject({ default: z.string().optional(), profiles: z.record(z.string(), profileSchema) });
type Profile = z.infer<typeof profileSchema>;

const readySchema = z.looseObject({
  endpoint: z.url(),
  region: z.string(),
  credentials: z.record(z.string(), z.looseObject({ accessKeyId: z.string(), secretAccessKey: z.string() })),
  /** Where `pnpm dev` takes tokens in the place of signatures: one by group. */
  tokens: z.record(z.string(), z.string()).optional(),
});

/** Where to call, and with what. */
export interface Place {
  readonly endpoint: string;
  readonly region: string;
  readonly caller:
    | { readonly kind: "keys"; readonly accessKeyId: string; readonly secretAccessKey: string; readonly sessionToken?: string }
    | { readonly kind: "chain"; readonly awsProfile: string | undefined }
    | { readonly kind: "token"; readonly token: string };
}

const READY = "ready.json";

/**
 * Flags go before variables, these before the profile. Without any of them a `ready.json` in this folder is taken. Throws
 * `cli.endpoint_missing`, `cli.endpoint_invalid`, `cli.profile_unknown`, `cli.role_unknown`, `cli.token_missing`, `file.unreadable` and `file.invalid`.
 */
export function findPlace(flags: ConnectionFlags, terminal: Terminal): Place {
  const { variable } = terminal;
  const profile = readProfile(flags, terminal);
  const ready = readReady(profile, terminal);
  const endpoint = first(flags.endpoint, variable("DR_ENDPOINT"), profile.endpoint, ready?.endpoint);
  if (endpoint === undefined) {
    throw new CliError("cli.endpoint_missing", "expected --endpoint, DR_ENDPOINT, a profile, or ready.json of `pnpm dev` in this folder");
  }
  if (!isEndpoint(endpoint)) throw new CliError("cli.endpoint_invalid", `${endpoint}: expected a URL such as https://api.example.com`);
  const region = first(flags.region, variable("DR_REGION"), profile.region, ready?.region, variable("AWS_REGION")) ?? "us-east-1";
  if (profile.tokenVariable !== undefined) return { endpoint, region, caller: tokenOf(profile.tokenVariable, terminal) };
  // Keys of the local runtime are no good elsewhere.
  if (ready?.endpoint !== endpoint) return { endpoint, region, caller: { kind: "chain", awsProfile: profile.awsProfile } };
  const role = first(flags.as, variable("DR_ROLE"), profile.role);
  return {
    endpoint,
    region,
    caller: ready.tokens === undefined ? keysOf(ready.credentials, role) : { kind: "token", token: heldBy(ready.tokens, role) },
  };
}

function isEndpoint(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && ["http:", "https:"].includes(url.protocol) && url.search === "" && url.hash === "";
}

function first(...texts: readonly (string | undefined)[]): string | undefined {
  return texts.find((text) => text !== undefined);
}

function readReady(profile: Profile, terminal: Terminal): z.infer<typeof readySchema> | undefined {
  const file = profile.ready ?? terminal.variable("DR_READY") ?? (terminal.exists(READY) ? READY : undefined);
  return file === undefined ? undefined : parseFile(terminal, file, readySchema);
}

function tokenOf(name: string, { variable }: Terminal): Place["caller"] {
  const token = variable(name);
  if (token === undefined || token === "")
    throw new CliError("cli.token_missing", `expected a token in the variable ${name}, which the profile names`);
  return { kind: "token", token };
}

function keysOf(credentials: z.infer<typeof readySchema>["credentials"], role: string | undefined): Place["caller"] {
  const { accessKeyId, secretAccessKey } = heldBy(credentials, role);
  return { kind: "keys", accessKeyId, secretAccessKey };
}

/** What the holder of a role has, or the operator without one. */
function heldBy<Held>(all: Readonly<Record<string, Held>>, role: string | undefined): Held {
  const roles = Object.keys(all);
  const name = role ?? roles.find((each) => each.endsWith("Operator"));
  const held = name !== undefined && Object.hasOwn(all, name) ? all[name] : undefined;
  if (held === undefined) throw new CliError("cli.role_unknown", `--as ${name ?? ""}: expected one of ${roles.join(", ")}`);
  return held;
}

function readProfile(flags: ConnectionFlags, terminal: Terminal): Profile {
  const path = configurationPath(terminal);
  const asked = flags.profile ?? terminal.variable("DR_PROFILE");
  if (path === undefined || !terminal.exists(path)) {
    if (asked !== undefined) throw new CliError("cli.profile_unknown", `--profile ${asked}: there is no configuration file ${path ?? ""}`);
    return {};
  }
  const { default: usual, profiles } = parseFile(terminal, path, configurationSchema);
  const name = asked ?? usual;
  if (name === undefined) return {};
  const profile = profiles[name];
  if (!profile) throw new CliError("cli.profile_unknown", `${path} has no profile ${name}; it has ${Object.keys(profiles).join(", ")}`);
  return profile;
}

function configurationPath({ variable }: Terminal): string | undefined {
  const home = variable("HOME");
  const base = variable("XDG_CONFIG_HOME") ?? (home === undefined ? undefined : `${home}/.config`);
  return variable("DR_CONFIG") ?? (base === undefined ? undefined : `${base}/dr/config.json`);
}

function parseFile<Schema extends z.ZodType>(terminal: Terminal, path: string, schema: Schema): z.output<Schema> {
  let text: string;
  try {
    text = terminal.readFile(path);
  } catch (error) {
    throw new CliError("file.unreadable", `cannot read ${path}: ${(error as Error).message}`, { cause: error });
  }
  let input: unknown;
  try {
    input = JSON.parse(text);
  } catch {
    // The parser quotes what it could not read, and these files hold keys.
    throw new CliError("file.unreadable", `cannot read ${path}: it is not JSON`);
  }
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw new CliError("file.invalid", `${path}: ${z.prettifyError(parsed.error)}`);
}
