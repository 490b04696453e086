/** For services that send: their function from its environment, and the secrets of the systems that they send to. */
export { createExternalSecrets, memberOf, type ReadExternalSecret } from "./external-secrets.ts";
export { senderFromEnv, type HeardMessage, type SenderDefinition, type SenderParts } from "./sender-from-env.ts";
