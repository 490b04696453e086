/** Command line of `pnpm adapter:conformance`. */
import { parseArgs } from "node:util";
import * as z from "zod";

const json = z.string().transform((text, context): Record<string, unknown> => {
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(text));
  } catch {
    context.addIssue({ code: "custom", message: "expected a JSON object" });
    return z.NEVER;
  }
});

const optionsSchema = z.object({
  technology: z.string().min(1),
  operation: z.string().min(1),
  resources: json,
  invalid: json,
  queue: z.url(),
  bus: z.string().min(1).default("dr-orchestration"),
  region: z.string().default("us-east-1"),
  sqs: z.url().optional(),
  events: z.url().optional(),
  effects: z.string().optional(),
  "no-rollback": z.boolean().default(false),
  kills: z.coerce.number().int().min(0).max(200).default(10),
  seed: z.coerce.number().int().default(1),
  patience: z.coerce.number().positive().default(60),
  json: z.boolean().default(false),
});

/** What to test, where, and how. `command` starts the adapter; without it the adapter runs already and is not killed. */
export type Options = z.infer<typeof optionsSchema> & { readonly command: readonly string[] };

/** What `--help` prints. */
export const usage = `pnpm adapter:conformance --technology T --operation O --resources JSON --invalid JSON --queue URL [options] [-- COMMAND…]

Holds an adapter in any language against duplicates, poison, foreign events, wrong input and deaths, from outside: by its queue and the bus.

  --technology T, --operation O   what the adapter does
  --resources JSON                resources of a task that it can do; "{n}" in a text is replaced, so that each task has its own
  --invalid JSON                  resources that it must refuse
  --queue URL                     the adapter's queue (SQS); nobody else may write to it meanwhile
  --bus NAME                      the bus that it answers on; a rule and a queue are made for the answers, and removed
  --sqs URL, --events URL         endpoints, if not AWS
  --effects COMMAND               prints a line for each effect that was really done; without it effects are not counted
  --no-rollback                   the operation cannot be taken back
  --kills N                       deaths at seeded moments (10); only with a COMMAND
  --seed N, --patience SECONDS    1; 60 for an answer
  -- COMMAND…                     starts the adapter; it is killed and started again`;

/** Reads the command line; throws an error whose message says what is wrong, or null for `--help`. */
export function parseOptions(args: readonly string[]): Options | null {
  if (args.includes("--help")) return null;
  const at = args.indexOf("--");
  const own = at < 0 ? args : args.slice(0, at);
  const text = { type: "string" } as const;
  const flag = { type: "boolean" } as const;
  const { values } = parseArgs({
    args: [...own],
    options: Object.fromEntries(
      Object.keys(optionsSchema.shape).map((name) => [name, name === "json" || name === "no-rollback" ? flag : text]),
    ),
  });
  const parsed = optionsSchema.safeParse(values);
  if (!parsed.success) throw new Error(parsed.error.issues.map(({ path, message }) => `--${path.join(".")}: ${message}`).join("\n"));
  return { ...parsed.data, command: at < 0 ? [] : args.slice(at + 1) };
}
