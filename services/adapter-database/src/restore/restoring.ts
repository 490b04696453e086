/** What both restores share: copies in a subnet group of their own, that go again in a rollback and after a drill. */
import { undoingWith } from "@dr/adapter-kit";
import type * as z from "zod";
import { choice } from "../transitions.ts";
import { copyEffects, type Source } from "./copy.ts";
import { listStages, parseStage, stageBefore, type RestoreConfig } from "./input.ts";

/** Where the two differ. `copyOf` says in words what of a source is left where a removal failed. */
export interface Restoring<Resources, Config extends RestoreConfig> {
  readonly description: string;
  /** Why there is no way back. */
  readonly noFailback: string;
  readonly resources: z.ZodType<Resources>;
  readonly config: z.ZodType<Config>;
  readonly listed: (resources: Resources) => Parameters<typeof listStages>;
  readonly source: Source;
  readonly copyOf: (source: string) => string;
}

/** The operation. */
export function restoring<Resources, Config extends RestoreConfig>(how: Restoring<Resources, Config>) {
  const copies = copyEffects<Resources>(how.source);
  return choice({
    description: how.description,
    failback: { none: how.noFailback },
    drill: { kind: "isolated_copy" },
    reversibility: "compensable",
    defaults: { timeoutSeconds: 7_200, heartbeatSeconds: 120, expectedSeconds: 900 },
    pollSeconds: 20,
    resources: how.resources,
    config: how.config,
    listTargets: ({ resources }) => listStages(...how.listed(resources)),
    after: (target) => stageBefore(target),
    timeoutSeconds: ({ restoreTimeout }) => restoreTimeout,
    kinds: { copy: copies },
    kindOf: () => "copy",
    cleanup: undoingWith(
      () => copies,
      (target, originals) => originals.map(() => how.copyOf(parseStage(target).source)),
    ),
    howToCheck: (target) =>
      `aws rds describe-db-clusters and describe-db-instances: what has the tag dr:copy-of ${parseStage(target).source}`,
  });
}
