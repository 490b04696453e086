/** What can go wrong, by name. The names are those of the report. */

/** How often each kind happens at its mildest, in the middle and at its worst: a probability for each chance that it has. */
export const FAULT_RATES = {
  /** A process dies at an await: before its request leaves it, or after the request took effect. */
  crash: [0.0015, 0.006, 0.025],
  /** A request is refused for now. */
  throttled: [0.004, 0.02, 0.06],
  /** A write took effect and its answer never came. */
  response_lost: [0.004, 0.02, 0.06],
  /** The client repeats a write whose answer was lost. */
  request_repeated: [0.01, 0.04, 0.12],
  /** A request, or the process that waits for it, stands still for seconds to minutes. */
  slow_request: [0.001, 0.004, 0.015],
  /** An index shows a write only seconds later. */
  stale_index: [0.05, 0.2, 0.6],
  message_duplicated: [0.02, 0.1, 0.3],
  message_dropped: [0.01, 0.05, 0.2],
  /** Minutes to hours late, deadlines or not. */
  message_delayed: [0.01, 0.04, 0.12],
  /** Overtaken by what was sent up to ten seconds later. */
  message_reordered: [0.05, 0.2, 0.5],
  stream_record_lost: [0.02, 0.1, 0.5],
  stream_record_duplicated: [0.02, 0.1, 0.3],
  /** A PutEvents request takes some of its entries and refuses the others. */
  put_events_partial: [0.02, 0.08, 0.25],
  put_events_failed: [0.005, 0.03, 0.1],
  /** A scheduled run does not take place. */
  schedule_lost: [0.05, 0.2, 0.6],
  estate_throttled: [0.02, 0.08, 0.25],
  /** The estate accepted an act and answered 500. */
  estate_500_after_accept: [0.03, 0.1, 0.3],
  /** The estate accepted an act and the connection broke. */
  estate_reset_after_accept: [0.03, 0.1, 0.3],
  /** A read of the estate shows what was true some seconds ago. */
  estate_stale_read: [0.05, 0.2, 0.5],
  /** A process whose clock is off by up to 0.9 s. */
  clock_skew: [0.3, 0.6, 1],
  /** The Region goes, with its bus, queues and timers. At most once in a run. */
  region_lost: [1, 1, 1],
  /** Somebody does something to an execution; counted with the faults, because it disturbs as they do. */
  operator: [1, 1, 1],
  /** Somebody says what nobody asked for, or what nobody can read. */
  stranger: [0.3, 0.6, 1],
} as const;

/** A kind of disturbance. */
export type FaultKind = keyof typeof FAULT_RATES;

/** All kinds, in the order of the report. */
export const FAULT_KINDS = Object.keys(FAULT_RATES) as readonly FaultKind[];
