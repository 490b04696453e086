/** The list of plans in memory. */
import { decodeCursor, encodeCursor } from "../history/cursor.ts";
import { planCatalogItemSchema, planPositionSchema, type PlanCatalog, type PlanCatalogItem } from "../history/plan-catalog.ts";

const DEFAULT_LIMIT = 50;

/** An empty list, in the order of plan ids. */
export function createMemoryPlanCatalog(): PlanCatalog {
  const items = new Map<string, PlanCatalogItem>();
  return {
    put: async (item) => {
      if ((items.get(item.PlanId)?.version ?? 0) >= item.version) return false;
      items.set(item.PlanId, planCatalogItemSchema.parse(item));
      return true;
    },
    get: async (planId) => items.get(planId) ?? null,
    list: async ({ limit = DEFAULT_LIMIT, cursor } = {}) => {
      const after = decodeCursor(cursor, planPositionSchema)?.PlanId ?? "";
      const rest = [...items.values()]
        .filter((item) => item.PlanId > after && !item.Deleted)
        .toSorted((one, other) => (one.PlanId < other.PlanId ? -1 : 1));
      const page = rest.slice(0, limit);
      const last = page.at(-1);
      return rest.length > limit && last !== undefined ? { items: page, cursor: encodeCursor({ PlanId: last.PlanId }) } : { items: page };
    },
  };
}
