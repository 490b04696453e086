/** What a manifest names must exist in its app: a wrong name fails here, and not as an access denied at three in the morning. */
import type { EnvBinding, IamIntent, ServiceManifest } from "@dr/runtime";
import { planQueues } from "@dr/runtime/delivery-plan";

/** Throws, naming all of them, if functions refer to tables, queues or buckets that none of these services has. */
export function assertReferences(services: readonly ServiceManifest[]): void {
  const tables = new Set(services.flatMap((service) => service.tables.map(({ name }) => name)));
  const queues = new Set(services.flatMap((service) => planQueues(service).map(({ name }) => name)));
  const buckets = new Set(services.flatMap((service) => (service.buckets ?? []).map(({ name }) => name)));
  const problems = services.flatMap(({ functions }) =>
    functions.flatMap(({ name, environment, iam, trigger }) =>
      [...Object.values(environment), ...iam, ...(trigger.kind === "queue" || trigger.kind === "stream" ? [trigger] : [])].flatMap(
        (reference) => missing(reference, { tables, queues, buckets }).map((what) => `${name} refers to ${what}`),
      ),
    ),
  );
  if (problems.length > 0) throw new Error(`not in this app: ${[...new Set(problems)].join("; ")}`);
}

type Reference = EnvBinding | IamIntent | { readonly table: string } | { readonly queue: string };

interface Names {
  readonly tables: ReadonlySet<string>;
  readonly queues: ReadonlySet<string>;
  readonly buckets: ReadonlySet<string>;
}

function missing(reference: Reference, { tables, queues, buckets }: Names): string[] {
  if ("table" in reference && !tables.has(reference.table)) return [`table ${reference.table}`];
  if ("queue" in reference && !queues.has(reference.queue)) return [`queue ${reference.queue}`];
  if ("bucket" in reference && !buckets.has(reference.bucket)) return [`bucket ${reference.bucket}`];
  return [];
}
