/** The list of plans: a cache derived from the log. */
import { lazyLooseObject, lazyObject } from "@dr/events";
import * as z from "zod";
import type { Page } from "./history-store.ts";

/** One plan in the list; `Version` is the plan's own number, `version` that of its stream. */
export const planCatalogItemSchema = lazyLooseObject(() => ({
  PlanId: z.string().min(1),
  Name: z.string(),
  Version: z.int().nonnegative(),
  PlanHash: z.string(),
  WaveCount: z.int().nonnegative(),
  TaskCount: z.int().nonnegative(),
  Unresolved: z.int().positive().optional(),
  Deleted: z.boolean(),
  UpdatedAt: z.string(),
  version: z.int().positive(),
}));
/** One plan in the list. */
export type PlanCatalogItem = z.infer<typeof planCatalogItemSchema>;

/** The list of plans, eventually consistent. */
export interface PlanCatalog {
  /** Writes an item unless a version at least as high is there. Resolves to whether it was written. */
  readonly put: (item: PlanCatalogItem) => Promise<boolean>;
  readonly get: (planId: string) => Promise<PlanCatalogItem | null>;
  /** Plans that are not deleted, by id; `limit` is 50 by default. Deleted ones cost a page nothing. Throws `history.invalid_cursor`. */
  readonly list: (options?: {
    readonly limit?: number | undefined;
    readonly cursor?: string | undefined;
  }) => Promise<Page<PlanCatalogItem>>;
}

/** Where a list of plans stands. */
export const planPositionSchema = lazyObject(() => ({ PlanId: z.string().min(1) }));
