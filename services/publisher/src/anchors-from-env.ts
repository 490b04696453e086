/** Anchors as a function of the publisher is set up for them. */
import { createAnchors, parseHeadKey, type Anchors, type EventLog, type HeadKey } from "@dr/event-log";
import { checkpointStoreOf } from "@dr/event-log/checkpoint-store";
import { DrError } from "@dr/events";
import { createKeyReader, platformClientConfig, systemClock, type BaseEnv } from "@dr/runtime";

/** A checkpoint is not worth waiting for: what this one could not write the sweep writes. */
const PATIENCE = { maxAttempts: 2, requestHandler: { connectionTimeout: 1_000, requestTimeout: 2_000, throwOnRequestTimeout: true } };

/** Undefined where checkpoints have no place. A key that is missing or wrong fails each anchoring with its reason, and nothing else. */
export function anchorsFromEnv(env: BaseEnv, log: Pick<EventLog, "read">): Anchors | undefined {
  const client = { ...platformClientConfig(env, "s3", "idempotent"), ...PATIENCE };
  const store = checkpointStoreOf(env, client);
  if (store === undefined) return undefined;
  const read = createKeyReader(env, { file: env.DR_CHECKPOINT_KEY_FILE, secretId: env.DR_CHECKPOINT_KEY_SECRET });
  let key: HeadKey | undefined;
  return createAnchors({
    log,
    store,
    clock: systemClock,
    key: async () => {
      if (read === undefined) throw new DrError("key.missing", "no key is set up that checkpoints are signed with");
      key ??= parseHeadKey(await read());
      return key;
    },
  });
}
