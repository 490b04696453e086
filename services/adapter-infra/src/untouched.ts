/** What operations that move no data say about it. */

/** No data is written, so none can be lost. */
export const NO_DATA = { seconds: 0, method: "no_data_touched", confidence: "exact" } as const;
