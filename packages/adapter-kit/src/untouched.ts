/** What a change that moves no data says about it. */
import type { Rpo } from "@dr/events";

/** No data is written, so none can be lost. */
export const NO_DATA = { seconds: 0, method: "no_data_touched", confidence: "exact" } as const satisfies Rpo;
